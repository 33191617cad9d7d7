import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parse } from 'csv-parse/sync';
import { projectDirectory } from '../../src/project';
import { figuresOf } from '../clients/figures';
import { isHere, ListeningServer, runWell } from '../clients/support';
import { Folder } from '../support/files';
import { readBlocks } from './blocks';

type Row = Record<string, string>;

jest.setTimeout(120_000);

describe('the commands and programs in docs/', () => {
  const folder = new Folder();
  let server: ListeningServer;
  beforeAll(async () => {
    server = await ListeningServer.start();
    await server.graph.downloads.makeDue();
  });
  afterAll(async () => {
    await server.stop();
    folder.remove();
  });

  /** A block of a document, with the address of this server. */
  const block = (document: string, language: string, beginning: RegExp = /^/): string => {
    const found = readBlocks(language).filter((each) => each.document === document && beginning.test(each.text));
    expect(found).toHaveLength(1);
    return found[0]!.text.replace(/http:\/\/localhost:4000|https:\/\/REGISTER/g, new URL(server.endpoint).origin);
  };
  const { scripts } = JSON.parse(readFileSync(path.join(projectDirectory, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  /** Runs lines for a shell; what they run by npm is built already, and not built again under the other tests. */
  const shell = (lines: string): Promise<string> => {
    const program = (name: string): string => path.join(projectDirectory, /\bdist\/\S+\.js$/.exec(scripts[name]!)![0]);
    const built = lines.replace(/^npm run (\S+) --/gm, (_, name: string) => `node ${program(name)}`);
    return runWell('bash', ['-euc', built], folder.path, { DATABASE_URL: server.graph.databaseUrl });
  };
  const anxiety = figuresOf('wellbeing_anxiety').map(({ code }) => code);

  it('are all tried here, but for those of operators', () => {
    const documents = ['sh', 'sql', 'python', 'r'].flatMap((language) =>
      readBlocks(language).map(({ document, label }) => `${document}: ${label}`),
    );
    expect(documents.filter((each) => !/docs\/(operations|scaling|performance)\.md/.test(each))).toEqual([
      'docs/downloads.md: sh',
      'docs/downloads.md: sh',
      'docs/import.md: sh',
      'docs/limits.md: sh',
      'docs/start/researcher.md: sh',
      'docs/downloads.md: sql',
      'docs/downloads.md: python',
      'docs/downloads.md: r',
    ]);
  });

  it('ask for the indicators', async () => {
    const { data } = JSON.parse(await shell(block('docs/start/researcher.md', 'sh')));
    expect(data.indicators.nodes).toContainEqual(expect.objectContaining({ code: 'wellbeing_anxiety' }));
  });

  it('fetch whole tables, of which DuckDB reads a part', async () => {
    await shell(block('docs/downloads.md', 'sh', /-O/));
    const rows = parse<Row>(readFileSync(path.join(folder.path, 'observations.csv')), { columns: true });
    const figures = rows.filter((row) => row['indicator_code'] === 'wellbeing_anxiety');
    // Reading over HTTP is an extension that DuckDB fetches elsewhere: here it reads the file that curl fetched.
    const sql = block('docs/downloads.md', 'sql').replace(/http:\S+(?=\/observations.parquet)/, folder.path);
    const duck = await (await DuckDBInstance.create()).connect();
    const found = (await duck.runAndReadAll(sql)).getRowObjectsJson();
    duck.closeSync();
    expect(found.length).toBeGreaterThan(1000);
    expect(found).toEqual(
      figures.map(({ area_name: name, value }) => ({ area_name: name, value: value === '' ? null : Number(value) })),
    );
  });

  it('ask for any list as CSV', async () => {
    const rows = parse<Row>(await shell(block('docs/downloads.md', 'sh', /text\/csv/)), { columns: true });
    expect(Object.keys(rows[0]!)).toEqual(['indicator_code', 'period_start', 'value', 'source', 'licence']);
    expect(rows.length).toBeGreaterThan(100);
  });

  it('import figures', async () => {
    folder.write(
      'indicators.csv',
      'code,name,domain,description,unit,direction,source,licence\n' +
        'community_trust,Trust,RELATIONS,Made up for a test,percent,HIGHER_IS_BETTER,Test,Test\n',
    );
    folder.write('figures.csv', 'area_code,period,value\nE08000004,2026,12.5\n');
    await shell(block('docs/import.md', 'sh'));
    await server.graph.revisions.refresh();
    expect(
      await server.graph.query('{ indicator(code: "community_trust") { observations { nodes { value } } } }'),
    ).toEqual({ indicator: { observations: { nodes: [{ value: 12.5 }] } } });
  });

  it('make, list and revoke a key', async () => {
    const [create, list, revoke] = block('docs/limits.md', 'sh').trim().split('\n') as [string, string, string];
    const shown = (await shell(create)).slice(0, 17);
    expect(await shell(list)).toContain(shown);
    expect(await shell(revoke.replace(/oscdr_pk_\w+/, shown))).toContain('is revoked');
  });

  // As in test/clients: only on a machine of one's own may a language be missing.
  const inLanguage = (program: string): typeof it => (isHere(program, '--version') || process.env['CI'] ? it : it.skip);

  inLanguage('python3')('give the same figures in Python', async () => {
    const program = `${block('docs/downloads.md', 'python')}\nprint(*[row["area_code"] for row in figures])`;
    expect((await runWell('python3', ['-c', program], folder.path)).trim().split(' ')).toEqual(
      expect.arrayContaining(anxiety),
    );
  });

  inLanguage('Rscript')('give the same figures in R', async () => {
    const program = `${block('docs/downloads.md', 'r')}\ncat(figures$area_code)`;
    expect((await runWell('Rscript', ['-e', program], folder.path)).trim().split(' ')).toEqual(
      expect.arrayContaining(anxiety),
    );
  });
});
