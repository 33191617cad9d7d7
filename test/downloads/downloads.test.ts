import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { parse } from 'csv-parse/sync';
import jsonld from 'jsonld';
import request from 'supertest';
import { publishAs } from '../support/databases';
import { TestServer } from '../support/server';
import { type Canary, plantUnpublishedWork } from '../support/unpublished-world';

jest.setTimeout(120_000);

const FORMULAS = [
  '=HYPERLINK("https://evil.example")',
  '+1',
  '-1 is not a number here',
  '@x',
  "'=1",
  '\t=1',
  '  =1+1',
  '＝1+1',
  '"quoted",\r\nlines',
];

interface Schema {
  fields: { name: string; type: string; constraints: { required?: boolean; enum?: string[] } }[];
  primaryKey?: string[];
  foreignKeys: { fields: string[]; reference: { resource: string; fields: string[] } }[];
}
interface Resource {
  name: string;
  path: string;
  bytes: number;
  hash: string;
  rows: number;
  format: string;
  schema?: Schema;
}
type Row = Record<string, unknown>;

describe('the register as files', () => {
  let server: TestServer;
  let canaries: Canary[];
  let folder: string;
  let resources: Resource[];
  /** What made them. */
  let statements: string[];
  let duck: Awaited<ReturnType<DuckDBInstance['connect']>>;

  const get = (url: string) => request(server.app.server).get(url);
  const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
  const query = async (sql: string): Promise<Row[]> => (await duck.runAndReadAll(sql)).getRowObjectsJson();
  const tables = (): Resource[] => resources.filter(({ format }) => format === 'csv');
  /** A table as DuckDB reads it. */
  const from = (table: string): string => `read_parquet('${path.join(folder, table)}.parquet')`;

  beforeAll(async () => {
    server = await TestServer.start('reference');
    ({ canaries } = await plantUnpublishedWork(server.dataSource));
    for (const summary of FORMULAS) {
      await server.dataSource.query(
        `insert into published_update (assignment_id, period_start, period_end, summary, delivery_status, self_rated_rag, revision)
         select id, '2025-04-01', '2025-06-30', $1, 'IN_PROGRESS', 'AMBER', 1 from assignment order by id limit 1`,
        [summary],
      );
    }
    server.statements = [];
    await server.downloads.makeDue();
    statements = [...server.statements];
    const directory = server.downloads.directory;
    const [made] = readdirSync(directory);
    folder = path.join(directory, made!);
    ({ resources } = JSON.parse(read('datapackage.json')) as { resources: Resource[] });
    duck = await (await DuckDBInstance.create()).connect();
  });
  afterAll(async () => {
    duck.closeSync();
    await server.stop();
  });

  it('are read in parts that fit into memory, smaller ones where an item makes many rows', () => {
    const listOf = (index: number): string => statements.slice(0, index).findLast((sql) => sql.startsWith('declare'))!;
    const fetches = statements.flatMap((sql, index) => {
      const [, rows] = /^fetch forward (\d+)/.exec(sql) ?? [];
      return rows === undefined ? [] : [{ rows: Number(rows), list: listOf(index) }];
    });
    const ofFigures = fetches.filter(({ list }) => list.includes('from observation '));
    const ofPublications = fetches.filter(({ list }) => list.includes('from publication '));
    expect(Math.max(...ofFigures.map(({ rows }) => rows))).toBe(1_000);
    expect(Math.min(...ofPublications.map(({ rows }) => rows))).toBe(25);
  });

  it('hold nothing that is not published', () => {
    // Parquet is compared with JSON Lines below; the longest table is looked through once.
    const names = readdirSync(folder).filter((name) => !/\.gz$|\.parquet$|^observations\.jsonl$/.test(name));
    const text = names.map(read).join('\n');
    const restricted = canaries.filter((canary) => !canary.seenBy(null));
    expect(restricted.length).toBeGreaterThan(300);
    expect(restricted.filter((canary) => text.includes(canary.text)).map(({ where }) => where)).toEqual([]);
    // They would be found: what is published of the same world is.
    for (const { text: published } of canaries.filter((canary) => canary.seenBy(null)))
      expect(text).toContain(published);
  });

  it('say the same in each format, as independent readers find', async () => {
    for (const { name, rows, schema } of tables()) {
      const parquet = await query(`select * from ${from(name)}`);
      const lines = read(`${name}.jsonl`)
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Row);
      const csv = parse<Record<string, string>>(read(`${name}.csv`), { columns: true, record_delimiter: '\r\n' });
      expect([name, parquet.length, lines.length, csv.length]).toEqual([name, rows, rows, rows]);
      const asDay = (value: unknown, type: string): unknown =>
        type === 'datetime' && value !== null
          ? new Date(`${(value as string).replace(' ', 'T').replace(/Z?$/, 'Z')}`).toISOString()
          : value;
      for (const [index, line] of lines.entries()) {
        const expected = Object.fromEntries(
          schema!.fields.map((field) => [field.name, asDay(line[field.name], field.type)]),
        );
        const found = Object.fromEntries(
          schema!.fields.map((field) => [field.name, asDay(parquet[index]![field.name], field.type)]),
        );
        const cells = Object.fromEntries(
          schema!.fields.map((field) => [field.name, cellOf(csv[index]![field.name]!, field.type)]),
        );
        if (JSON.stringify(found) !== JSON.stringify(expected)) expect(found).toEqual(expected);
        if (JSON.stringify(cells) !== JSON.stringify(line)) expect(cells).toEqual(line);
      }
    }
  });

  it('add up to the same in the program that many read them with', async () => {
    const sums = await Promise.all(
      ["read_csv('F.csv')", "read_json('F.jsonl')", "read_parquet('F.parquet')"].map((reader) =>
        query(
          `select count(*) as rows, count(value) as figures, round(sum(value), 3) as sum, min(period_start)::text as first
           from ${reader.replace('F.', `${path.join(folder, 'observations')}.`)}`,
        ),
      ),
    );
    expect(sums[0]).toEqual([expect.objectContaining({ rows: '42856', figures: '42598' })]);
    expect(sums[1]).toEqual(sums[0]);
    expect(sums[2]).toEqual(sums[0]);
  });

  it('have the figures that the graph answers, gaps too', async () => {
    const { indicators } = await server.query('{ indicators(first: 100) { nodes { code } } }');
    let counted = 0;
    for (const { code } of indicators.nodes as { code: string }[]) {
      const answered: string[] = [];
      for (let after: string | null = null, more = true; more;) {
        const { indicator } = await server.query(
          `query ($code: String!, $after: String) { indicator(code: $code) { observations(first: 100, after: $after) {
            nodes { area { code } period { start end } value lower upper marker missingReason } pageInfo { hasNextPage endCursor } } } }`,
          { code, after },
        );
        for (const { area, period, value, lower, upper, marker, missingReason } of indicator.observations.nodes) {
          answered.push([area.code, period.start, period.end, value, lower, upper, marker, missingReason].join('|'));
        }
        ({ hasNextPage: more, endCursor: after } = indicator.observations.pageInfo);
      }
      const rows = await query(
        `select area_code, period_start, period_end, value, lower, upper, marker, missing_reason
         from ${from('observations')} where indicator_code = '${code}'`,
      );
      expect(rows.map((row) => Object.values(row).join('|'))).toEqual(answered);
      counted += rows.length;
    }
    expect(counted).toBe(42_598 + 258);
  });

  it('are RFC 4180, and safe to open in a spreadsheet', async () => {
    for (const { name, schema } of tables()) {
      const text = read(`${name}.csv`);
      expect(text.split('\r\n')[0]).toBe(schema!.fields.map((field) => field.name).join(','));
      expect(text.endsWith('\r\n')).toBe(true);
    }
    const csv = read('published_updates.csv');
    const summaries = parse<Row>(csv, { columns: true }).map(({ summary }) => summary);
    for (const formula of FORMULAS)
      expect(summaries).toContain(/^['\s]*[=+\-@\t＝]/.test(formula) ? `'${formula}` : formula);
    // Numbers stay numbers: all of England lies west of 2 degrees east, and most of it west of Greenwich.
    const west = await query(`select count(*)::int as n from read_csv('${folder}/councils.csv') where longitude < 0`);
    expect(west[0]!['n']).toBeGreaterThan(200);
    expect(read('councils.csv')).not.toContain("'-");
  });

  it('keep what their descriptions promise: keys, links, enumerations, checksums', async () => {
    for (const { name, schema } of tables()) {
      const { primaryKey = [], foreignKeys, fields } = schema!;
      if (primaryKey.length > 0) {
        const twice = await query(
          `select ${primaryKey.join(', ')} from ${from(name)} group by all having count(*) > 1`,
        );
        expect([name, twice]).toEqual([name, []]);
      }
      for (const {
        fields: [field],
        reference,
      } of foreignKeys) {
        const astray = await query(
          `select distinct ${field} from ${from(name)} where ${field} is not null
           and ${field} not in (select ${reference.fields[0]} from ${from(reference.resource)})`,
        );
        expect([name, field, astray]).toEqual([name, field, []]);
      }
      for (const field of fields.filter(({ constraints }) => constraints.enum)) {
        const strange = await query(
          `select distinct ${field.name} from ${from(name)} where ${field.name} is not null
           and ${field.name} not in (${field.constraints.enum!.map((value) => `'${value}'`).join(', ')})`,
        );
        expect([name, field.name, strange]).toEqual([name, field.name, []]);
      }
      const { tables: described } = JSON.parse(read('csv-metadata.json')) as {
        tables: { url: string; tableSchema: { columns: { name: string }[] } }[];
      };
      const columns = described.find(({ url }) => url === `${name}.csv`)!.tableSchema.columns;
      expect(columns.map((column) => column.name)).toEqual(fields.map((field) => field.name));
    }
    const sums = read('SHA256SUMS')
      .trim()
      .split('\n')
      .map((line) => line.split('  ') as [string, string]);
    for (const [sum, name] of sums) {
      expect([
        name,
        createHash('sha256')
          .update(readFileSync(path.join(folder, name)))
          .digest('hex'),
      ]).toEqual([name, sum]);
    }
    expect(sums.length + 1).toBe(server.downloads.fileNames.length);
    for (const { path: name, hash, bytes } of resources) {
      expect([bytes, hash]).toEqual([
        readFileSync(path.join(folder, name)).length,
        `sha256:${sums.find(([, each]) => each === name)![0]}`,
      ]);
    }
  });

  it('are served for good under their revision, in ranges and compressed', async () => {
    const whole = await get('/data/revisions/1/observations.csv').set('accept-encoding', 'identity');
    expect(whole.text).toBe(read('observations.csv'));
    expect(whole.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'cache-control': 'public, max-age=31536000, immutable',
      'accept-ranges': 'bytes',
      'access-control-allow-origin': '*',
    });
    const compressed = await get('/data/revisions/1/observations.csv').set('accept-encoding', 'gzip');
    expect(compressed.headers['content-encoding']).toBe('gzip');
    expect(compressed.text).toBe(whole.text);
    expect(compressed.headers['etag']).not.toBe(whole.headers['etag']);
    const part = await get('/data/revisions/1/observations.parquet').set('range', 'bytes=0-3').responseType('blob');
    expect([part.status, part.body.toString(), part.headers['content-type']]).toEqual([
      206,
      'PAR1',
      'application/vnd.apache.parquet',
    ]);
    const again = await get('/data/revisions/1/observations.csv').set({
      'if-none-match': whole.headers['etag']!,
      'accept-encoding': 'identity',
    });
    expect(again.status).toBe(304);
    const latest = await get('/data/latest/observations.csv');
    expect([latest.status, latest.headers['location'], latest.headers['cache-control']]).toEqual([
      302,
      '/data/revisions/1/observations.csv',
      'no-cache',
    ]);
    for (const [url, message] of [
      ['/data/revisions/9/observations.csv', /no revision 9 .*newest is 1/],
      ['/data/revisions/1/secrets.csv', /no file secrets\.csv/],
      ['/data/revisions/1/..%2F..%2Flocal-issuer.json', /no file/],
    ] as const) {
      const { status, body } = await get(url);
      expect([status, body.errors[0].message]).toEqual([404, expect.stringMatching(message)]);
    }
  });

  it('are on a page for people, each a link that leads to it', async () => {
    for (const address of ['/data', '/data/revisions/1']) {
      const page = await get(address).set('accept', 'text/html,*/*;q=0.8');
      expect([page.status, page.type]).toEqual([200, 'text/html']);
      for (const { path: file } of resources) expect(page.text).toContain(`href="/data/revisions/1/${file}"`);
      expect(page.text).toContain('42,856');
    }
    expect((await get('/data')).body).toMatchObject({ latest: { revision: 1, href: '/data/revisions/1' } });
    expect((await get('/data/revisions/1')).body).toMatchObject({ version: '1' });
  });

  it('are in a catalogue that links to what is there', async () => {
    const { text, headers } = await get('/data/catalogue.jsonld');
    expect(headers['content-type']).toMatch('application/ld+json');
    const [catalogue] = (await jsonld.expand(JSON.parse(text) as object, {
      base: 'https://register.example/data/catalogue.jsonld',
    })) as Row[];
    const dcat = (name: string): string => `http://www.w3.org/ns/dcat#${name}`;
    const datasets = catalogue![dcat('dataset')] as Row[];
    expect(datasets.length).toBe(tables().length);
    const distributions = datasets.flatMap((dataset) => dataset[dcat('distribution')] as Row[]);
    expect(distributions.length).toBe(resources.length);
    for (const distribution of distributions) {
      const [{ '@id': url }] = distribution[dcat('downloadURL')] as [{ '@id': string }];
      const [{ '@value': bytes }] = distribution[dcat('byteSize')] as [{ '@value': string }];
      const head = await request(server.app.server)
        .head(url.replace('https://register.example', ''))
        .set('accept-encoding', 'identity');
      expect([url, head.status, head.headers['content-length']]).toEqual([url, 200, bytes]);
    }
  });
});

describe('files of several revisions', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start('empty');
  });
  afterAll(() => server.stop());

  const get = (url: string) => request(server.app.server).get(url);
  const made = (): string[] => readdirSync(server.downloads.directory);
  /** Publishes a change of the name of the one organisation there is. */
  const publish = async (revision: number, name: string): Promise<void> => {
    await server.dataSource.query(
      `insert into publication (revision, kind, title) values ($1, 'REGISTER', 'A change')`,
      [revision],
    );
    await publishAs(
      server.dataSource,
      revision,
      `insert into organisation (code, name, kind) values ('DFE', '${name}', 'DEPARTMENT')
       on conflict (code) do update set name = excluded.name`,
    );
    await server.revisions.refresh();
  };
  const nameAt = async (revision: number): Promise<string> =>
    (await get(`/data/revisions/${revision}/organisations.csv`)).text.split('\r\n')[1]!.split(',')[1]!;

  it('appear whole or not at all, are kept in number, and are made again the same', async () => {
    expect((await get('/data/latest')).status).toBe(503);
    await publish(1, 'First');
    const stop = new AbortController();
    const cut = server.downloads.makeDue(stop.signal);
    while (!existsSync(server.downloads.directory) || made().length === 0) await setTimeout(1);
    stop.abort();
    await cut;
    expect(made()).toEqual([]);
    expect((await get('/data/revisions/1/organisations.csv')).status).toBe(503);

    await server.downloads.makeDue();
    const [first] = made();
    const sums = readFileSync(path.join(server.downloads.directory, first!, 'SHA256SUMS'), 'utf8');
    await publish(2, 'Second');
    expect((await get('/data/latest')).headers['location']).toBe('/data/revisions/1');
    await publish(3, 'Third');
    await server.downloads.makeDue();
    expect((await get('/data/latest')).headers['location']).toBe('/data/revisions/3');
    expect([await nameAt(1), await nameAt(2), await nameAt(3)]).toEqual(['First', 'Second', 'Third']);

    for (const revision of [4, 5, 6]) {
      await publish(revision, `Number ${revision}`);
      await server.downloads.makeDue();
    }
    // Two of the newest, and of those before them the two that were made last.
    expect(
      made()
        .map((name) => name.split('-')[0])
        .sort(),
    ).toEqual(['2', '4', '5', '6']);
    const missing = await get('/data/revisions/1/organisations.csv');
    expect([missing.status, missing.headers['retry-after']]).toEqual([503, '30']);
    expect(missing.body.errors[0].message).toMatch(/revision 1 are being made/);
    await server.downloads.makeDue();
    expect(await nameAt(1)).toBe('First');
    expect(readFileSync(path.join(server.downloads.directory, first!, 'SHA256SUMS'), 'utf8')).toBe(sums);
  });

  it('of another register in the same folder are not taken for its own', async () => {
    const { directory } = server.downloads;
    const newest = made().find((name) => name.startsWith('6-'))!;
    renameSync(path.join(directory, newest), path.join(directory, '6-1'));
    expect((await get('/data/revisions/6/organisations.csv')).status).toBe(503);
  });
});

/** What a cell of CSV says, in the type that its description gives it. */
function cellOf(cell: string, type: string): unknown {
  if (cell === '') return null;
  if (type === 'number' || type === 'integer') return Number(cell);
  if (type === 'boolean') return cell === 'true';
  return cell.replace(/^'(?=['\s]*[=+\-@\t\r\n＝＋－＠])/, '');
}
