import type { DataSource } from 'typeorm';
import { connect } from '../../src/database/data-source';
import { until } from '../notices/support';
import { freePort } from '../support/cluster';
import { type Clone, cloneDatabase } from '../support/databases';
import { ServerProcess } from '../support/server-process';
import { Gate } from './gate';

jest.setTimeout(60_000);

interface Health {
  status: number;
  headers: Headers;
  body: any;
  milliseconds: number;
}

describe('the health of a server', () => {
  let clone: Clone;
  let owner: DataSource;
  let gate: Gate;
  let server: ServerProcess;
  let address: string;
  let metricsPort: number;
  beforeAll(async () => {
    clone = await cloneDatabase('reference');
    owner = await connect(clone.url);
    gate = await Gate.to(clone.url);
    metricsPort = await freePort();
    server = new ServerProcess({
      DATABASE_URL: gate.url,
      METRICS_PORT: String(metricsPort),
      STOP_DELAY_SECONDS: '1',
    });
    address = await server.address();
  });
  afterAll(async () => {
    server.kill('SIGKILL');
    await server.exit;
    await gate.close();
    await owner.destroy();
    await clone.drop();
  });

  const look = async (path: string): Promise<Health> => {
    const began = performance.now();
    const response = await fetch(new URL(path, address));
    const body = await response.json();
    return { status: response.status, headers: response.headers, body, milliseconds: performance.now() - began };
  };
  const isReady = async (): Promise<boolean> => (await look('/readyz')).status === 200;

  it('says of each check that it is well', async () => {
    await until(isReady);
    const { body, headers } = await look('/readyz');
    expect(body).toEqual({
      status: 'ready',
      checks: {
        database: { ok: true },
        migrations: { ok: true, newest: expect.stringMatching(/\d{13}$/), newerThanThisServer: 0 },
        worker: { ok: true },
      },
    });
    expect(headers.get('cache-control')).toBe('no-store');
    expect((await look('/livez')).body).toEqual({ status: 'alive' });
  });

  it('names the migration that the database has not, and stays ready where the database has more', async () => {
    const [newest] = await owner.query('select * from migration order by timestamp desc limit 1');
    await owner.query('delete from migration where id = $1', [newest.id]);
    await until(async () => !(await isReady()));
    const { status, body } = await look('/readyz');
    expect(status).toBe(503);
    expect(body.checks.migrations).toEqual({ ok: false, problem: `Not yet applied: ${newest.name}.` });
    await owner.query(
      `insert into migration (timestamp, name) values ($1, $2), (9999999999999, 'OfANewerServer9999999999999')`,
      [newest.timestamp, newest.name],
    );
    await until(isReady);
    expect((await look('/readyz')).body.checks.migrations).toMatchObject({
      newest: 'OfANewerServer9999999999999',
      newerThanThisServer: 1,
    });
    await owner.query('delete from migration where timestamp = 9999999999999');
  });

  it('is not ready while the database hangs, says so quickly, and lives on', async () => {
    gate.hang();
    await until(async () => !(await isReady()));
    const { status, body, headers, milliseconds } = await look('/readyz');
    expect([status, body.status]).toEqual([503, 'not ready']);
    expect(body.checks.database).toEqual({ ok: false, problem: 'No answer within 2 seconds.' });
    expect(headers.get('retry-after')).toBe('5');
    expect(milliseconds).toBeLessThan(4_000);
    const alive = await look('/livez');
    expect([alive.status, alive.milliseconds < 1_000]).toEqual([200, true]);
    const metrics = await (await fetch(`http://localhost:${metricsPort}/metrics`)).text();
    expect(metrics).toContain('register_database_up 0');
    // What is not known is not said to be nought.
    expect(metrics).not.toMatch(/^register_(outbox_waiting|revision_age_seconds) /m);
    gate.resume();
    await until(isReady);
  });

  it('takes the request id of a proxy, and none that may be a name', async () => {
    const idFor = async (said: string): Promise<string> =>
      (await fetch(new URL('/livez', address), { headers: { 'x-request-id': said } })).headers.get('x-request-id')!;
    const id = '7f3b1c2a9d8e4f5061728394a5b6c7d8';
    expect(await idFor(id)).toBe(id);
    for (const said of ['jane.doe@example.org', 'jane', 'x'.repeat(40), 'a'.repeat(65)]) {
      expect(await idFor(said)).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    }
  });

  it('is not ready from when it is told to stop, while it still serves', async () => {
    server.kill('SIGTERM');
    await until(async () => !(await isReady()));
    expect((await look('/readyz')).body).toEqual({ status: 'stopping', checks: {} });
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ register { revision } }"}',
    });
    expect(await answer.json()).toEqual({ data: { register: { revision: 1 } } });
    expect(await server.exit).toBe(0);
    expect(server.errors).toBe('');
  });
});
