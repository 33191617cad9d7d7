import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { parse } from 'csv-parse/sync';
import type { Browser } from 'playwright-core';
import { faults, inBrowser, launch, openWindow, runQuery } from '../support/browser';
import { type Clone, cloneDatabase } from '../support/databases';
import { Folder } from '../support/files';
import { ServerProcess } from '../support/server-process';

jest.setTimeout(180_000);

type Row = Record<string, unknown>;

inBrowser("a researcher's journey", () => {
  const folder = new Folder();
  const strayed: string[] = [];
  let clone: Clone;
  let server: ServerProcess;
  let origin: string;
  let browser: Browser;

  beforeAll(async () => {
    clone = await cloneDatabase('reference');
    server = new ServerProcess({ DATABASE_URL: clone.url, DATA_DIR: folder.path });
    origin = new URL(await server.address()).origin;
    browser = await launch();
    // The worker of the server makes the files, some seconds after the publication.
    while ((await fetch(`${origin}/data/latest`)).status !== 200) await setTimeout(200);
  });
  afterAll(async () => {
    await browser?.close();
    server?.kill('SIGTERM');
    await server?.exit;
    await clone?.drop();
    folder.remove();
  });

  const COLUMNS = ['area_code', 'period_start', 'period_end', 'value', 'lower', 'upper'] as const;
  const NUMBERS = ['value', 'lower', 'upper'];

  /** The figures of an indicator as the graph answers them, in the columns of the files. */
  const answered = async (code: string): Promise<Row[]> => {
    const query = `query ($code: String!, $after: String) { indicator(code: $code) { observations(first: 100, after: $after) {
      nodes { area { code } period { start end } value lower upper } pageInfo { hasNextPage endCursor } } } }`;
    const rows: Row[] = [];
    for (let after: string | null = null, more = true; more;) {
      const answer = await fetch(`${origin}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables: { code, after } }),
      });
      const { nodes, pageInfo } = ((await answer.json()) as any).data.indicator.observations;
      for (const { area, period, ...limits } of nodes)
        rows.push({ area_code: area.code, period_start: period.start, period_end: period.end, ...limits });
      ({ hasNextPage: more, endCursor: after } = pageInfo);
    }
    return rows;
  };

  it('leads from the explorer to the figures of an indicator in each format, the same as in the graph', async () => {
    const context = await openWindow(browser, origin, strayed);
    const page = await context.newPage();
    await page.goto(`${origin}/graphql`);
    await page.getByLabel('Ready-made queries').selectOption({ label: 'Find an indicator' });
    const [, code] = /"code":\s*"(\w+)"/.exec(await runQuery(page)) ?? [];
    await page.getByRole('link', { name: 'Data', exact: true }).first().click();
    await page.getByRole('link', { name: '/data/revisions/1', exact: true }).click();
    const download = async (format: string): Promise<string> => {
      const saved = page.waitForEvent('download');
      await page.getByRole('link', { name: new RegExp(`^Observations: .*, ${format}$`) }).click();
      return (await saved).path();
    };
    const ofIndicator = (rows: Row[]): Row[] =>
      rows
        .filter((row) => row['indicator_code'] === code)
        .map((row) => Object.fromEntries(COLUMNS.map((column) => [column, row[column]])));

    const expected = await answered(code!);
    expect(expected.length).toBeGreaterThan(500);

    const lines = readFileSync(await download('JSON Lines'), 'utf8')
      .trimEnd()
      .split('\n');
    expect(ofIndicator(lines.map((line) => JSON.parse(line) as Row))).toEqual(expected);

    const cells = parse<Row>(readFileSync(await download('CSV')), {
      columns: true,
      cast: (cell, { column }) => (NUMBERS.includes(String(column)) ? (cell === '' ? null : Number(cell)) : cell),
    });
    expect(ofIndicator(cells)).toEqual(expected);

    const duck = await (await DuckDBInstance.create()).connect();
    const found = await duck.runAndReadAll(`select * from read_parquet('${await download('Parquet')}')`);
    duck.closeSync();
    expect(ofIndicator(found.getRowObjectsJson())).toEqual(expected);
    await context.close();
  });

  it.each([1280, 320])('is accessible by axe where the files are, in a window of %d pixels', async (width) => {
    const context = await openWindow(browser, origin, strayed, { width });
    const page = await context.newPage();
    await page.goto(`${origin}/data`);
    expect(await faults(page)).toEqual([]);
    await context.close();
  });

  it('asks for nothing elsewhere', () => expect(strayed).toEqual([]));
});
