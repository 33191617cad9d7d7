import { execFile } from 'node:child_process';
import path from 'node:path';
import { projectDirectory } from '../../src/project';
import { Folder } from '../support/files';
import { TestServer } from '../support/server';

interface Outcome {
  code: number;
  out: string;
  errors: string;
}

/** The command as it is run: a process of its own on the suite's database, seen through the server. */
describe('npm run import', () => {
  let server: TestServer;
  let folder: Folder;
  beforeAll(async () => {
    folder = new Folder();
    server = await TestServer.start('reference');
    const indicators = folder.write('indicators.csv', `${INDICATOR_HEADER}\n${indicatorRow('test_trust')}\n`);
    expect(await run('indicators', indicators)).toMatchObject({ code: 0 });
  });
  afterAll(async () => {
    await server.stop();
    folder.remove();
  });

  const INDICATOR_HEADER = 'code,name,domain,description,unit,direction,source,licence,derived';
  const indicatorRow = (code: string, name = 'Trust'): string =>
    `${code},${name},RELATIONS,"Made for a test, of nobody",percent,HIGHER_IS_BETTER,Test,Test licence,no`;
  const HEADER = 'area_code,period,value,lower_ci,upper_ci';

  const program = path.join(projectDirectory, 'dist/src/import/main.js');
  const run = (...parameters: string[]): Promise<Outcome> => runProgram('node', program, ...parameters);

  function runProgram(command: string, ...parameters: string[]): Promise<Outcome> {
    const env = { ...process.env, DATABASE_URL: server.databaseUrl };
    return new Promise((resolve) => {
      execFile(command, parameters, { env, maxBuffer: 1e8 }, (error, out, errors) =>
        resolve({ code: error ? Number(error.code) : 0, out, errors }),
      );
    });
  }

  async function indicatorOf(code: string): Promise<any> {
    const { indicator } = await server.query(
      `query ($code: String!) { indicator(code: $code) { name observations(first: 100) { totalCount nodes {
         area { code } period { start end label } value lower upper marker note missingReason publication { revision title }
         revisions { value marker publication { revision } replacedBy { revision } } } } } }`,
      { code },
    );
    return indicator;
  }

  /** Everything that an import could change, to see that nothing did. */
  const snapshot = (): Promise<unknown> =>
    server.dataSource.query(`select
      (select md5(string_agg(o::text, '' order by o::text)) from observation o) as observations,
      (select md5(string_agg(o::text, '' order by o::text)) from observation_revision o) as revisions,
      (select md5(string_agg(i::text, '' order by i::text)) from indicator i) as indicators,
      (select count(*) from publication) as publications`);

  async function newIndicator(code: string): Promise<string> {
    const file = folder.write('one-indicator.csv', `${INDICATOR_HEADER}\n${indicatorRow(code)}\n`);
    expect(await run('indicators', file)).toMatchObject({ code: 0 });
    return code;
  }

  it('loads a file of all that publishers do as one release', async () => {
    const code = await newIndicator('test_publishers');
    // Windows line ends, a byte-order mark, old and abolished codes, every form of period, gaps that say why.
    const file = folder.write(
      `${code}.csv`,
      '\uFEFF' +
        [
          `${HEADER},marker`,
          'E08000016,2024-Q1,50.5,49,52,',
          'E07000027,2019-03,[x],,,',
          'E92000001,2024-01-01/P3M,12.5 [p],,,',
          'E12000002,2024,12.5,,,e',
          'E23000005,2024-05-15,.5,,,',
          '"E10000006",2010,,,,c',
          '',
          'e08000004 , 2024-02 ,-3e-2,,,',
        ].join('\r\n'),
    );
    expect(await run('observations', file)).toEqual({
      code: 0,
      out: `${file}: 7 rows: 7 new, 0 revised, 0 unchanged.\nPublished as revision ${await revision()}.\n`,
      errors: '',
    });
    const { observations } = await indicatorOf(code);
    const found = observations.nodes.map((node: any) =>
      [node.area.code, node.period.label, node.value, node.lower, node.upper, node.marker, node.missingReason].join(
        '|',
      ),
    );
    expect(found.sort()).toEqual([
      'E07000027|March 2019||||x|Not available.',
      'E08000004|February 2024|-0.03||||',
      'E08000038|January to March 2024|50.5|49|52||',
      'E10000006|2010||||c|Confidential: withheld so that nobody can be recognised.',
      'E12000002|2024|12.5|||e|',
      'E23000005|15 May 2024|0.5||||',
      'E92000001|January to March 2024|12.5|||p|',
    ]);
    expect(new Set(observations.nodes.map((node: any) => node.publication.title))).toEqual(
      new Set([`Figures from ${code}.csv`]),
    );
  });

  const revision = async (): Promise<number> => {
    const sql = 'select max(revision)::int4 as revision from publication';
    return (await server.dataSource.query<[{ revision: number }]>(sql))[0].revision;
  };

  it('does nothing with a file it has, and keeps the old value of one that changed', async () => {
    const code = await newIndicator('test_revision');
    const rows = ['E08000004,2023,1,,', 'E08000004,2024,2,,', 'E06000021,2024,[x],,'];
    const file = folder.write('figures.csv', [HEADER, ...rows].join('\n'));
    const first = await run('observations', file, '--indicator', code);
    expect(first.out).toContain('3 rows: 3 new, 0 revised, 0 unchanged.');
    const firstRevision = await revision();

    const before = await snapshot();
    const again = await run('observations', file, '--indicator', code);
    expect(again).toMatchObject({ code: 0, errors: '' });
    expect(again.out).toContain('3 rows: 0 new, 0 revised, 3 unchanged.\nNothing new: no release was made.');
    expect(await snapshot()).toEqual(before);

    const revised = folder.write(
      'figures.csv',
      [HEADER, rows[0], 'E08000004,2024,2.5,,', 'E06000021,2024,7,,', 'E08000004,2025,3,,'].join('\n'),
    );
    const second = await run('observations', revised, '--indicator', code);
    expect(second.out).toContain('4 rows: 1 new, 2 revised, 1 unchanged.');
    const secondRevision = await revision();
    expect(secondRevision).toBe(firstRevision + 1);

    const { observations } = await indicatorOf(code);
    const history = { publication: { revision: firstRevision }, replacedBy: { revision: secondRevision } };
    expect(
      observations.nodes
        .map((node: any) => [node.area.code, node.period.label, node.value, node.publication.revision, node.revisions])
        .sort(),
    ).toEqual([
      ['E06000021', '2024', 7, secondRevision, [{ value: null, marker: 'x', ...history }]],
      ['E08000004', '2023', 1, firstRevision, []],
      ['E08000004', '2024', 2.5, secondRevision, [{ value: 2, marker: null, ...history }]],
      ['E08000004', '2025', 3, secondRevision, []],
    ]);
  });

  // The options of script(1) are those of Linux.
  (process.platform === 'linux' ? it : it.skip)('shows a bar on a terminal, and loads all the same', async () => {
    const code = await newIndicator('test_terminal');
    const file = folder.write(`${code}.csv`, `${HEADER}\nE08000004,2024,1,,\nE06000021,2024,2,,\n`);
    // script(1) gives the command a terminal.
    const command = `node ${program} observations ${file}`;
    const { code: exit, out } = await runProgram('script', '--quiet', '--return', '--command', command, '/dev/null');
    expect(out).toContain('100%');
    expect(out).toContain('2 rows: 2 new, 0 revised, 0 unchanged.');
    expect(exit).toBe(0);
    expect((await indicatorOf(code)).observations.totalCount).toBe(2);
  });

  it('takes the indicator from a column, and several in one file', async () => {
    const one = await newIndicator('test_column_one');
    const two = await newIndicator('test_column_two');
    // The column says more than the name of the file.
    const file = folder.write(
      `${one}.csv`,
      `indicator_code,area_code,period,value\n${one},E08000004,2024,1\n${two},E08000004,2024,2\n`,
    );
    expect(await run('observations', file)).toMatchObject({ code: 0, errors: '' });
    expect((await indicatorOf(one)).observations.nodes).toMatchObject([{ value: 1 }]);
    expect((await indicatorOf(two)).observations.nodes).toMatchObject([{ value: 2 }]);
  });

  it("takes a publisher's list of markers: values that are there stay", async () => {
    const code = await newIndicator('test_markers');
    const figures = folder.write('figures.csv', `${HEADER}\nE08000004,2024,5,4,6\nE06000021,2024,7,,\n`);
    await run('observations', figures, '--indicator', code);
    const markers = folder.write(
      'markers.csv',
      'indicator_code,area_code,period,marker,meaning,value_present\n' +
        `${code},E08000004,2024,u,low reliability (value shown),yes\n` +
        `${code},E06000021,2024,x,not available,no\n` +
        `${code},E06000064,2024,,"too few to tell",no\n`,
    );
    expect(await run('observations', markers)).toMatchObject({ code: 0, errors: '' });
    const { observations } = await indicatorOf(code);
    expect(
      observations.nodes
        .map((node: any) => [node.area.code, node.value, node.lower, node.marker, node.missingReason])
        .sort(),
    ).toEqual([
      ['E06000021', null, null, 'x', 'Not available.'],
      ['E06000064', null, null, 'x', 'too few to tell'],
      ['E08000004', 5, 4, 'u', null],
    ]);
  });

  it('keeps every value that was published, also of two imports at once', async () => {
    const code = await newIndicator('test_race');
    const file = (value: number): string => folder.write(`race-${value}.csv`, `${HEADER}\nE08000004,2024,${value},,\n`);
    await run('observations', file(1), '--indicator', code);
    await Promise.all([2, 3, 4].map((value) => run('observations', file(value), '--indicator', code)));
    const [{ value, revisions }] = (await indicatorOf(code)).observations.nodes;
    expect([value, ...revisions.map((each: any) => each.value)].sort()).toEqual([1, 2, 3, 4]);
  });

  it('takes line ends of both kinds in one file', async () => {
    const code = await newIndicator('test_line_ends');
    const file = folder.write('mixed.csv', `${HEADER}\r\nE08000004,2023,1,,\r\nE08000004,2024,2,,\nE08000004,2025,3,,`);
    expect(await run('observations', file, '--indicator', code)).toMatchObject({ code: 0, errors: '' });
    expect((await indicatorOf(code)).observations.totalCount).toBe(3);
  });

  it.each([
    [
      'a marker that is a word of JavaScript',
      'E08000004,2024,,,,constructor,',
      /line 2, marker "constructor": expected a marker/,
    ],
    ['a number too small to hold', 'E08000004,2024,1e-400,,,,', /line 2, value "1e-400": expected a plain number/],
    ['a number too large to hold', 'E08000004,2024,1e400,,,,', /line 2, value "1e400": expected a plain number/],
    ['the year 0', 'E08000004,0000,1,,,,', /line 2, period "0000"/],
    ['a period that ends after the year 9999', 'E08000004,9999-01-01/P2Y,1,,,,', /line 2, period/],
    [
      'the character U+0000',
      'E08000004,2024,1,,,,a\0b',
      /line 2: expected no character U\+0000|line 2: no character U\+0000/,
    ],
    ['a gap that nothing explains', 'E08000004,2024,,,,p,', /line 2, value "": expected a value, or a note/],
  ])('reports %s', async (_name, row, message) => {
    const before = await snapshot();
    const file = folder.write('odd.csv', `${HEADER},marker,note\n${row}\n`);
    const { code, errors } = await run('observations', file, '--indicator', 'test_trust');
    expect(code).toBe(1);
    expect(errors).toMatch(message);
    expect(errors).not.toMatch(/^\s+at /m);
    expect(await snapshot()).toEqual(before);
  });

  it('reports every bad row of a file, and loads nothing of it', async () => {
    const before = await snapshot();
    const file = folder.write(
      'bad.csv',
      [
        HEADER,
        'E08000004,2024-Q5,1,,',
        'E99999999,2023,abc,,',
        'E08000004,2022,5,6,4',
        'E08000004,2021,5',
        'E08000004,2020,,,',
        'E08000004,2019,[q],,',
        'E08000004,2018,[x],1,2',
        'E08000004,2017,"1,234",,',
        'E08000038,2016,1,,',
        'E08000016,2016-01-01/P1Y,2,,',
        'E08000004,2015,NaN,,',
        'E08000004,2014,1,x,',
        'E08000004,2013,3,,',
      ].join('\n'),
    );
    const { code, out, errors } = await run('observations', file, '--indicator', 'test_trust');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    const lines = errors
      .trim()
      .split('\n')
      .map((line) => line.replace(`${file} `, ''));
    expect(lines.map((line) => line.replace(/: (expected|has|the same|cannot).*/, ''))).toEqual([
      'line 2, period "2024-Q5"',
      'line 3, area_code "E99999999"',
      'line 3, value "abc"',
      'line 4, lower_ci "6"',
      'line 4, upper_ci "4"',
      'line 5',
      'line 6, value ""',
      'line 7, value "[q]"',
      'line 8, lower_ci "1"',
      'line 9, value "1,234"',
      'line 12, value "NaN"',
      'line 13, lower_ci "x"',
      'line 11',
      `${file}: 13 problems. Nothing was loaded.`,
    ]);
    expect(lines[0]).toMatch(/expected a year \(2021\), a quarter \(2024-Q1\)/);
    expect(lines[6]).toMatch(/expected a number, or a marker that says why there is none: .*x \(not available\)/);
    expect(lines[12]).toBe('line 11: the same indicator, area and period as line 10: expected each once');
    expect(await snapshot()).toEqual(before);
  });

  it.each([
    [
      'an unknown indicator',
      'x.csv',
      `${HEADER}\nE08000004,2024,1,,\n`,
      ['--indicator', 'nope'],
      /There is no indicator "nope"/,
    ],
    [
      'no indicator at all',
      'x.csv',
      `${HEADER}\nE08000004,2024,1,,\n`,
      [],
      /line 2, indicator_code "": expected the code of an indicator/,
    ],
    ['an unknown column', 'x.csv', 'area_code,period,valeu\n', [], /has unknown "valeu"/],
    ['a missing column', 'x.csv', 'period,value\n', [], /The header \(line 1\) lacks area_code/],
    ['a column twice', 'x.csv', 'area_code,period,value,value\n', [], /repeats value/],
    ['an empty file', 'x.csv', '', [], /The file is empty/],
    ['a header alone', 'test_trust.csv', `${HEADER}\n`, [], /The file has a header and no rows/],
    [
      'bytes that are no UTF-8',
      'test_trust.csv',
      Buffer.from(`${HEADER}\nE08000004,2024,1\xa3,,\n`, 'latin1'),
      [],
      /The file is not UTF-8 text/,
    ],
    ['an open quote', 'test_trust.csv', `${HEADER}\nE08000004,2024,1,,\n"E0800\n`, [], /line 3: cannot be read as CSV/],
  ])('refuses %s', async (_name, name, content, options, message) => {
    const before = await snapshot();
    const file = folder.write(name, content);
    const outcome = await run('observations', file, ...options);
    expect(outcome).toMatchObject({ code: 1, out: '' });
    expect(outcome.errors).toMatch(message);
    expect(outcome.errors).not.toMatch(/^\s+at /m);
    expect(await snapshot()).toEqual(before);
  });

  it.each([
    [[], /Say what to import, and one file/],
    [['people', 'x.csv'], /Say what to import/],
    [['observations', '/no/such/file.csv'], /There is no file \/no\/such\/file.csv/],
    [['observations', '--colour', 'x.csv'], /Unknown option '--colour'/],
    [['indicators', 'x.csv', '--indicator', 'y'], /--indicator goes with observations only/],
  ])('explains itself when called as %j', async (parameters, message) => {
    const outcome = await run(...parameters);
    expect(outcome).toMatchObject({ code: 1, out: '' });
    expect(outcome.errors).toMatch(message);
  });

  it('prints its usage for --help', async () => {
    const outcome = await run('--help');
    expect(outcome).toMatchObject({ code: 0, errors: '' });
    expect(outcome.out).toContain('npm run import -- observations FILE.csv [--indicator CODE]');
  });

  it('loads descriptions of indicators, changes them and leaves them alone', async () => {
    const write = (name: string): string =>
      folder.write('i.csv', `${INDICATOR_HEADER},limitations\n${indicatorRow('test_described', name)},Made up\n`);
    expect((await run('indicators', write('First'))).out).toContain('1 row: 1 new, 0 revised, 0 unchanged.');
    expect((await run('indicators', write('Second'))).out).toContain('1 row: 0 new, 1 revised, 0 unchanged.');
    expect((await run('indicators', write('Second'))).out).toContain('Nothing new: no release was made.');
    const without = folder.write('i.csv', `${INDICATOR_HEADER}\n${indicatorRow('test_described', 'Second')}\n`);
    expect((await run('indicators', without)).out).toContain('Nothing new: no release was made.');
    const { indicator } = await server.query(
      '{ indicator(code: "test_described") { name limitations derived domain } }',
    );
    expect(indicator).toEqual({ name: 'Second', limitations: 'Made up', derived: false, domain: 'RELATIONS' });
  });

  it('reports every bad description', async () => {
    const before = await snapshot();
    const file = folder.write(
      'i.csv',
      `${INDICATOR_HEADER}\n${indicatorRow('test_good')}\nBad Code,,relations,d,u,UP,s,l,perhaps\n${indicatorRow('test_good')}\n`,
    );
    const { code, errors } = await run('indicators', file);
    expect(code).toBe(1);
    expect(
      errors
        .split('\n')
        .map((line) => line.match(/line \d, \w+/)?.[0])
        .filter(Boolean),
    ).toEqual([
      'line 3, code',
      'line 3, name',
      'line 3, domain',
      'line 3, direction',
      'line 3, derived',
      'line 4, code',
    ]);
    expect(await snapshot()).toEqual(before);
  });
});
