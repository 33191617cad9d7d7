import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvLine } from '../../src/downloads/csv';
import { publishAs } from '../support/databases';
import { attempt } from '../support/mutations';
import { type Caller, TestServer } from '../support/server';
import { judge } from './judge';
import { KeptConnections } from './kept-connections';
import { EFFORT, record } from './record';

const OLDHAM: Caller = { view: 'council', organisation: 'E08000004', roles: ['submitter'] };
const STARTS = [
  '=',
  '+',
  '-',
  '@',
  '\t',
  '\r',
  '\n',
  '＝',
  '＋',
  '－',
  '＠',
  ' =',
  ' \u00a0-',
  "'=",
  "''@",
  "' +",
  ';=',
  '"=',
  ',=',
];
const CASES = EFFORT === 'full' ? 100_000 : 5_000;

/** What a spreadsheet would run: blanks are passed over, and an apostrophe says that text follows. */
const wouldRun = (cell: string): boolean => /^[=+\-@\t\r\n＝＋－＠]/.test(cell.replace(/^ +/, ''));
/** The text that a cell was made of. */
const undone = (cell: string): string => (/^'['\s]*[=+\-@\t\r\n＝＋－＠]/.test(cell) ? cell.slice(1) : cell);

const rowsOf = (csv: string): Record<string, string>[] => parse(csv, { columns: true, record_delimiter: '\r\n' });

jest.setTimeout(120_000);

describe('CSV', () => {
  let server: TestServer;
  let connections: KeptConnections;
  beforeAll(async () => {
    server = await TestServer.start('reference');
    connections = await KeptConnections.to(server);
  });
  afterAll(() => connections.stop());

  it('of any text is no formula, and the text can be had again', () => {
    const start = fc.constantFrom('', ...STARTS, "'", ' ', '"', ',');
    const cells = fc.array(
      fc.tuple(start, start, fc.string({ unit: 'binary', maxLength: 8 })).map((parts) => parts.join('')),
      { minLength: 1, maxLength: 4 },
    );
    const property = fc.property(cells, (texts) => {
      const [read] = parse(csvLine(texts), { record_delimiter: '\r\n' }) as [string[]];
      expect(read.filter(wouldRun)).toEqual([]);
      expect(read.map(undone)).toEqual(texts);
    });
    fc.assert(property, { numRuns: CASES });
    expect(csvLine([-1.5, -0, 1e-7, null, false])).toBe('-1.5,0,1e-7,,false\r\n');
    record({
      part: 'attack',
      tried: "Cells of CSV: formulas of OWASP's list, with blanks, apostrophes, quotes and any text behind them",
      count: `${CASES.toLocaleString('en-GB')} lines`,
      happened: 'no cell would be run by a spreadsheet, each text can be had again, negative numbers stay numbers',
    });
  });

  it.each([
    ['an answer', '/graphql', '{ councils { nodes { name longitude } } }'],
    ['figures by a query', '/graphql', '{ observations { nodes { value area { name } } } }'],
    ['figures by their address', '/data/observations.csv?area=E08000004', undefined],
    ['a list of the site', '/councils?format=csv', undefined],
    ['a table of the site', '/indicators/wellbeing_anxiety?format=csv', undefined],
    ['who was asked', '/recommendations/12a?format=csv', undefined],
  ])('of %s has formulas as text, and negative numbers as numbers', async (_name, path, query) => {
    const { dataSource } = server;
    await publishAs(dataSource, 1, `update area set name = '=1+1|Oldham' where code = 'E08000004'`);
    await publishAs(dataSource, 1, `update organisation set name = ' =1+1|Oldham' where code = 'E08000004'`);
    await publishAs(
      dataSource,
      1,
      `update observation set value = -1.5, lower = null, upper = null from area where area.id = area_id and area.code = 'E08000004'`,
    );
    const { status, text } = await connections.send(query ? 'POST' : 'GET', path, query && JSON.stringify({ query }), {
      accept: query ? 'text/csv' : '*/*',
      ...(query && { 'content-type': 'application/json' }),
    });
    expect(status).toBe(200);
    const cells = rowsOf(text).flatMap((row) => Object.values(row));
    expect(cells.filter((cell) => wouldRun(cell) && !/^-\d+(\.\d+)?$/.test(cell))).toEqual([]);
    expect(cells.filter((cell) => /^' ?=1\+1\|Oldham$/.test(cell)).length).toBeGreaterThan(0);
    if (/observations/.test(`${path}${query}`)) expect(cells).toContain('-1.5');
  });

  const HEADER = 'indicator_code,period,value';
  const UPLOADS: Record<string, string> = {
    'a quote that never ends': `${HEADER}\n"${'x'.repeat(80_000)}`,
    'quotes alone': '"'.repeat(40_001),
    'quotes within quotes': `${HEADER}\n${'"""'.repeat(10_000)}`,
    'one line of commas': `${HEADER}\n${','.repeat(90_000)}`,
    'a header of 10,000 columns': Array.from({ length: 10_000 }, (_, index) => `c${index}`).join(),
    '20,000 empty rows': `${HEADER}\n${',,\n'.repeat(20_000)}`,
    '4,000 rows of the same': `${HEADER}\n${'people,2025,1\n'.repeat(4_000)}`,
    'no line ends but U+2028': `${HEADER}\u2028people,2025,1`,
    'a byte order mark too many': `\ufeff\ufeff${HEADER}\npeople,2025,1`,
    'UTF-16 as text': Buffer.from(`${HEADER}\npeople,2025,1`, 'utf16le').toString('latin1'),
    'U+0000': `${HEADER}\npeople\0,2025,1`,
    'half of a surrogate pair': `${HEADER}\n\ud800,2025,1`,
    'a value of brackets': `${HEADER}\npeople,2025,${'['.repeat(80_000)}`,
    'a value of blanks': `${HEADER}\npeople,2025,"x${' '.repeat(80_000)}x"`,
    'formulas for figures': `${HEADER}\npeople,2025,=1+1`,
    'numbers beyond numbers': `${HEADER}\npeople,2025,1e999\npeople,2024,${'9'.repeat(5_000)}\npeople,2023,NaN\npeople,2022,0x1F`,
    'periods that there are not': `${HEADER}\npeople,2025-13,1\npeople,99999,1\npeople,2025-02-30,1\npeople,-1,1`,
    'columns named for prototypes': 'indicator_code,period,value,__proto__,constructor\npeople,2025,1,x,y',
    'the same column often': `${HEADER}${',value'.repeat(5_000)}\n`,
    XML: '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
    'a program': '\x7fELF\x02\x01\x01PK\x03\x04',
    nothing: '',
  };

  it('that is uploaded is refused whole and in words, however it is made', async () => {
    const returns = async (): Promise<number> =>
      (await server.dataSource.query<[{ count: number }]>('select count(*)::int4 as count from data_return'))[0].count;
    const before = await returns();
    for (const [name, csv] of Object.entries(UPLOADS)) {
      const answer = await attempt(server, OLDHAM, 'submitObservations', '__typename', { csv });
      expect([name, judge(answer).faults]).toEqual([name, []]);
      const problems = answer.data?.submitObservations?.userErrors ?? answer.errors;
      expect([name, problems.length > 0]).toEqual([name, true]);
      // What is wrong is said a hundred times at most.
      expect([name, problems.length <= 101]).toEqual([name, true]);
    }
    expect(await returns()).toBe(before);
    record({
      part: 'attack',
      tried: 'Data returns as CSV: bombs, quotes, wrong encodings, U+0000, numbers and periods that there are not',
      count: `${Object.keys(UPLOADS).length} files`,
      happened: 'each was refused whole, in words, with at most 101 of them',
    });
  });
});
