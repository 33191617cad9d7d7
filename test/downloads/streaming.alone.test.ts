import { mkdirSync } from 'node:fs';
import { get } from 'node:http';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { connect } from '../../src/database/data-source';
import { folderName } from '../../src/downloads/downloads';
import type { Publication } from '../../src/publications/publication';
import { type Clone, cloneDatabase, publishAs } from '../support/databases';
import { Folder } from '../support/files';
import { ServerProcess } from '../support/server-process';

jest.setTimeout(180_000);

const ROWS = 1_000_000;
/** Megabytes by which the server may be larger while it sends the second half than it was while it sent the first. */
const MOST_GROWTH = 60;

describe('a million figures as CSV', () => {
  const folder = new Folder();
  let clone: Clone;
  let dataSource: DataSource;
  let server: ServerProcess;
  let address: string;

  beforeAll(async () => {
    clone = await cloneDatabase('reference');
    dataSource = await connect(clone.url);
    await publishAs(
      dataSource,
      1,
      // Keys and indexes of no use here would take most of the time.
      `drop index observation_by_area, observation_by_period, observation_by_revision;
       alter table observation drop constraint observation_indicator_fk, drop constraint observation_area_fk,
         drop constraint observation_revision_fk;
       insert into indicator (code, name, domain, description, unit, direction, source, licence, derived)
         values ('synthetic', 'Synthetic', 'TEST', 'Made up for a test', 'percent', 'CONTEXT_ONLY', 'Nobody', 'None', false);
       insert into observation (indicator_id, area_id, period_start, period_end, value, lower, upper, revision)
         select indicator.id, area.id, date '1900-01-01' + n, date '1900-01-01' + n, n / 8.0, n / 8.0 - 1, n / 8.0 + 1, 1
         from indicator, (select id from area order by id limit 100) area, generate_series(1, ${ROWS / 100}) n
         where code = 'synthetic' order by area.id, n`,
    );
    await dataSource.query('analyze observation');
    // A revision that has its folder has its files: what is measured is not to be making them meanwhile.
    const [publication] = await dataSource.query<[Pick<Publication, 'revision' | 'publishedAt'>]>(
      'select revision, published_at as "publishedAt" from publication',
    );
    mkdirSync(path.join(folder.path, 'downloads', folderName(publication)), { recursive: true });
    server = new ServerProcess({ DATABASE_URL: clone.url, DATA_DIR: folder.path });
    address = (await server.address()).replace('/graphql', '');
  });
  afterAll(async () => {
    server.kill('SIGTERM');
    await server.exit;
    await dataSource.destroy();
    await clone.drop();
    folder.remove();
  });

  /** Transactions that have been open for a while: those of the worker are over in a moment. */
  const streaming = async (): Promise<number> =>
    (
      await dataSource.query<[{ count: number }]>(
        `select count(*)::int4 as count from pg_stat_activity
         where datname = current_database() and xact_start < clock_timestamp() - interval '300 milliseconds'`,
      )
    )[0].count;
  /** Waits until so many are streamed. */
  const streams = async (count: number): Promise<boolean> => {
    for (let tries = 0; tries < 100; tries++, await setTimeout(50)) if ((await streaming()) === count) return true;
    return false;
  };

  it('takes no more memory for the second half than for the first', async () => {
    const query =
      '{ observations(filter: { indicators: ["synthetic"] }) { nodes { area { code } period { start } value lower upper } } }';
    const began = performance.now();
    let lines = -1;
    let sum = 0;
    let rest = '';
    let pieces = 0;
    const peak = [0, 0];
    await new Promise<void>((resolve, reject) => {
      const url = `${address}/graphql?query=${encodeURIComponent(query)}`;
      get(url, { headers: { accept: 'text/csv' } }, (response) => {
        response.setEncoding('utf8');
        response.on('data', (piece: string) => {
          const parts = (rest + piece).split('\r\n');
          rest = parts.pop()!;
          for (const line of parts) if (lines++ >= 0) sum += Number(line.split(',')[2]);
          if (pieces++ % 50 === 0) {
            const half = lines < ROWS / 2 ? 0 : 1;
            peak[half] = Math.max(peak[half]!, server.resident);
          }
        });
        response.on('end', () => (response.complete ? resolve() : reject(new Error('It was cut short.'))));
      }).on('error', reject);
    });
    const [first, second] = peak.map((megabytes) => megabytes.toFixed(0));
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.info(`${lines} rows in ${seconds} s; at most ${first} MB in the first half, ${second} MB in the second`);
    expect(lines).toBe(ROWS);
    expect(rest).toBe('');
    // Each of 100 areas has n / 8 for n from 1 to 10,000.
    expect(sum).toBe((100 * (10_000 * 10_001)) / 2 / 8);
    expect(peak[1]! - peak[0]!).toBeLessThan(MOST_GROWTH);
  });

  it('stops reading when its reader goes away, and serves others meanwhile', async () => {
    const url = `${address}/data/observations.csv?indicator=synthetic`;
    const readers = await Promise.all(
      [1, 2].map(async () => {
        const gone = new AbortController();
        const response = await fetch(url, { signal: gone.signal });
        await response.body!.getReader().read();
        return gone;
      }),
    );
    expect(await streams(2)).toBe(true);
    const third = await fetch(url);
    expect(third.status).toBe(503);
    expect(third.headers.get('retry-after')).toBe('30');
    expect((await fetch(`${address}/data`)).status).toBe(200);
    for (const reader of readers) reader.abort();
    expect(await streams(0)).toBe(true);
    expect(
      (await fetch(`${address}/data/observations.csv?indicator=turnout_local_election_local_election`)).status,
    ).toBe(200);
  });
});
