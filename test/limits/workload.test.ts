import { setTimeout } from 'node:timers/promises';
import request from 'supertest';
import { DEFAULT_LIMITS } from '../../src/limits/limits';
import { Workload } from '../../src/limits/workload';
import { record } from '../hardening/record';
import { TestServer } from '../support/server';

const LIMIT = 3;
const KEPT = '{ recommendation(code: "12a") { title } }';
const slow = (name: string): string => `{ ${name}: councils(first: 1) { nodes { name } } }`;

describe('a server that makes as many answers as it may', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start('reference', {
      limits: { requestsAtOnce: LIMIT },
      responseCacheBytes: 1_000_000,
    });
    await server.query(KEPT);
  });
  afterAll(() => server.stop());

  /** Runs work while readers of councils have to wait. */
  async function whileCouncilsWait(work: () => Promise<void>): Promise<void> {
    const runner = server.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query('lock table area in access exclusive mode');
    try {
      await work();
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  }
  const waiting = async (): Promise<number> => {
    const [{ count }] = await server.dataSource.query<[{ count: number }]>(
      `select count(*)::int4 as count from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return count;
  };

  it('sends the rest away at once, and goes on with what is no work', async () => {
    let accepted: Promise<unknown>[] = [];
    await whileCouncilsWait(async () => {
      accepted = Array.from({ length: LIMIT }, (_each, index) => server.query(slow(`a${index}`)));
      while ((await waiting()) < LIMIT) await new Promise(setImmediate);

      const refused = await server.ask(slow('more'));
      expect([refused.status, Number(refused.headers['retry-after']) > 0]).toEqual([503, true]);
      expect(refused.headers['cache-control']).toBe('no-store');
      expect(refused.errors).toEqual([
        {
          message:
            'The limit on answers that this server makes at a time is 3, and as many are under way: nothing was done. ' +
            'Send it again after as many seconds as Retry-After says.',
          extensions: { code: 'BUSY', limit: { name: 'requestsAtOnce', limit: LIMIT, had: LIMIT + 1 } },
        },
      ]);
      const caller = { view: 'council', organisation: 'E08000004' } as const;
      expect((await server.ask(slow('more'), undefined, caller)).status).toBe(503);

      const page = await request(server.app.server).get('/councils').set('accept', 'text/html');
      expect([page.status, page.type, page.headers['retry-after'] !== undefined]).toEqual([503, 'text/html', true]);
      expect(page.text).toContain('<h1>Too many visitors just now</h1>');
      const file = await request(server.app.server).get('/councils?format=csv').set('accept', 'text/csv');
      expect([file.status, file.headers['content-disposition']]).toEqual([503, undefined]);

      expect((await server.ask(KEPT)).status).toBe(200);
      expect((await request(server.app.server).get('/livez')).status).toBe(200);
      expect((await request(server.app.server).get('/readyz')).status).toBe(200);
    });
    await Promise.all(accepted);
    await server.query(slow('more'));
  });
});

describe('work that takes long', () => {
  it('is let in as far as it will be done in time, and all of it again when it is quick', async () => {
    const workload = new Workload({ ...DEFAULT_LIMITS, requestsAtOnce: 200 });
    const PER_SECOND = 20;
    let turn = Promise.resolve();
    // One after the other, as a database does that has one processor.
    const work = (): Promise<void> => (turn = turn.then(() => setTimeout(1_000 / PER_SECOND)));
    const took: number[] = [];
    let away = 0;
    const running: Promise<void>[] = [];
    try {
      for (let times = 0; times < 250; times++) {
        const began = performance.now();
        running.push(
          workload.run(work).then(
            () => void took.push(performance.now() - began),
            () => void away++,
          ),
        );
        await setTimeout(20);
      }
      await Promise.all(running);
      expect(away).toBeGreaterThan(50);
      expect(took.length).toBeGreaterThan(PER_SECOND);
      // Three seconds, and what was let in before it was known how slow it is.
      expect(Math.max(...took)).toBeLessThan(6_000);

      await setTimeout(2_500);
      await Promise.all(Array.from({ length: 200 }, () => workload.run(() => setTimeout(10))));
      record({
        part: 'limits',
        tried: 'More work than is done in time: 50 pieces a second where 20 are done',
        count: '250 pieces',
        happened: `${took.length} done, the slowest within ${(Math.max(...took) / 1_000).toFixed(1)} s; ${away} sent away at once; all let in again once it was quick`,
      });
    } finally {
      workload.close();
    }
  });
});
