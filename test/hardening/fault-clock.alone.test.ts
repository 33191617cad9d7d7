import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { signLocalToken } from '../../src/identity/local-issuer';
import { send } from '../scaling/support';
import { administer, type Clone, cloneDatabase, testDatabases } from '../support/databases';
import { Folder } from '../support/files';
import { mutationText } from '../support/mutations';
import { ServerProcess } from '../support/server-process';
import { record } from './record';

jest.setTimeout(120_000);

const DAY = 24 * 60 * 60 * 1000;
const QUERY = '{ councils(first: 2) { totalCount nodes { name } } rateLimit { remaining resetAt } }';

/** The server's clock alone: PostgreSQL, and who signs tokens, keep the right time. */
describe('a server whose clock is set to another day', () => {
  const folder = new Folder();
  const stepFile = path.join(folder.path, 'step');
  let clone: Clone;
  let server: ServerProcess;
  let address: string;

  beforeAll(async () => {
    clone = await cloneDatabase('reference');
    server = new ServerProcess({
      DATABASE_URL: clone.url,
      DATA_DIR: folder.path,
      LOG_LEVEL: 'warn',
      LIMIT_PUBLIC_POINTS: '100000',
      STEP_FILE: stepFile,
      NODE_OPTIONS: `--require ${require.resolve('./step-clock.cjs')}`,
    });
    address = await server.address();
  });
  afterAll(async () => {
    server.kill('SIGTERM');
    await server.exit;
    folder.remove();
    await clone.drop();
  });

  async function step(milliseconds: number): Promise<void> {
    writeFileSync(stepFile, String(milliseconds));
    const before = server.errors.length;
    server.kill('SIGUSR2');
    while (!server.errors.slice(before).includes('stepped')) await setTimeout(5);
  }
  const token = (expires: string): Promise<string> =>
    signLocalToken(folder.path, {
      view: 'council',
      organisation: 'E08000004',
      roles: ['SUBMITTER'],
      subject: 'officer',
      expires,
    });
  const readiness = async (): Promise<unknown> => (await fetch(new URL('/readyz', address))).status;
  const input = {
    idempotencyKey: randomUUID(),
    recommendationCode: '12a',
    periodStart: '2026-01-01',
    periodEnd: '2026-03-31',
    deliveryStatus: 'IN_PROGRESS',
    summary: randomUUID(),
  };
  const save = async (): Promise<unknown> => {
    const query = mutationText('saveProgressUpdate', 'id version');
    return (await send(address, { query, variables: { input }, token: await token('90d') })).text();
  };
  const secondsLeft = ({ headers }: Response): number => Number(/t=(\d+)/.exec(headers.get('ratelimit')!)![1]);

  it.each([
    ['a day and an hour ahead', DAY + 3_600_000],
    ['forty days ahead', 40 * DAY],
    ['as it was', 0],
  ])('is right about everything with a clock %s', async (_, milliseconds) => {
    const first = await save();
    await step(milliseconds);
    for (let times = 0; times < 5; times++) {
      const response = await send(address, { query: QUERY });
      expect([response.status, secondsLeft(response) <= 60]).toEqual([200, true]);
      expect(((await response.json()) as any).data.councils.totalCount).toBe(317);
    }
    // A token for an hour has expired there, one for ninety days has not.
    const short = await send(address, { query: QUERY, token: await token('1h') });
    expect(short.status).toBe(milliseconds === 0 ? 200 : 401);
    expect((await send(address, { query: QUERY, token: await token('90d') })).status).toBe(200);
    expect(await save()).toBe(first);
    expect(await readiness()).toBe(200);
  });

  it('takes no token from the future with a clock a day behind, and serves the public all the same', async () => {
    await step(-DAY);
    const refused = await send(address, { query: QUERY, token: await token('1h') });
    expect([refused.status, await refused.text()]).toEqual([401, expect.stringContaining('issued in the future')]);
    const response = await send(address, { query: QUERY });
    expect([response.status, secondsLeft(response) <= 60]).toEqual([200, true]);
  });

  it('says how it is, and not how it was, when its clock goes back', async () => {
    await step(0);
    expect(await readiness()).toBe(200);
    await step(-DAY);
    const { server: postgres } = testDatabases();
    const name = new URL(clone.url).pathname.slice(1);
    await administer(postgres, `alter database ${name} allow_connections false`);
    try {
      await administer(postgres, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
      for (const deadline = performance.now() + 5_000; (await readiness()) !== 503; await setTimeout(50)) {
        if (performance.now() > deadline) throw new Error('The report of before is given out still.');
      }
    } finally {
      await administer(postgres, `alter database ${name} allow_connections true`);
    }
    record({
      part: 'fault',
      tried: "the server's clock set (Date in its process; PostgreSQL's is right)",
      count: '25 hours ahead, 40 days ahead, a day behind, and back',
      happened:
        'tokens are judged by the clock there is; keys of mutations, kept answers, budgets, deadlines and readiness go on',
    });
  });
});
