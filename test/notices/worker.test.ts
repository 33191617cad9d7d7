import { setTimeout } from 'node:timers/promises';
import pino from 'pino';
import type { Worker } from '../../src/notices/worker';
import { openWorker } from '../../src/notices/worker';
import { TestServer } from '../support/server';
import { clear, deliveries, OLDHAM, startWorker, subscribe, tell, until, WebhookReceiver } from './support';

describe('the worker', () => {
  let server: TestServer;
  let receiver: WebhookReceiver;
  const workers: Worker[] = [];
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());
  beforeEach(async () => {
    await clear(server);
    receiver = await WebhookReceiver.start();
  });
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    await receiver.stop();
  });

  const start = async (options?: Parameters<typeof startWorker>[1]): Promise<Worker> => {
    const worker = await startWorker(server, options);
    workers.push(worker);
    return worker;
  };
  const allDelivered = async (count: number): Promise<boolean> =>
    (await deliveries(server)).filter(({ delivered }) => delivered).length === count;

  it('delivers each notice once, though two servers run one', async () => {
    const paths = ['/a', '/b', '/c'];
    for (const path of paths) await subscribe(server, OLDHAM, 'WEBHOOK', receiver.url(path));
    receiver.answer = () => setTimeout(5).then(() => 204);
    for (let each = 0; each < 10; each++) await tell(server, 'E08000004', `Before ${each}.`);
    await Promise.all([start(), start()]);
    for (let each = 0; each < 30; each++) await tell(server, 'E08000004', `Meanwhile ${each}.`);
    await until(() => allDelivered(120));
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([120, 120]);
  });

  it('goes on after its connections are cut, and sends again what it could not write down', async () => {
    await subscribe(server, OLDHAM, 'WEBHOOK', receiver.url());
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    receiver.answer = () => held.then(() => 204);
    const logged: any[] = [];
    await start({ logger: pino({ level: 'error' }, { write: (line) => void logged.push(JSON.parse(line)) }) });
    await tell(server, 'E08000004');
    await until(() => receiver.received.length === 1);
    const cut = await server.dataSource.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and query ~ 'notice|outbox|idempotent' and pid <> pg_backend_pid()`,
    );
    expect(cut.length).toBeGreaterThan(1);
    letGo();
    await until(() => allDelivered(1));
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids.length).toBeGreaterThan(1);
    expect(new Set(ids).size).toBe(1);
    expect(logged.map(({ msg }) => msg)).toContain('the worker failed, and goes on');
    await tell(server, 'E08000004', 'Another.');
    await until(() => allDelivered(2));
  });

  it('waits with what another holds for what another leaves', async () => {
    await subscribe(server, OLDHAM, 'WEBHOOK', receiver.url());
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    receiver.answer = () => held.then(() => 204);
    const first = await start();
    await tell(server, 'E08000004');
    await until(() => receiver.received.length === 1);
    await start();
    await setTimeout(200);
    expect(receiver.received).toHaveLength(1);
    letGo();
    // What is under way is ended before the worker stops.
    await first.stop();
    expect(await allDelivered(1)).toBe(true);
    await setTimeout(100);
    expect(receiver.received).toHaveLength(1);
  });

  it('forgets answers to idempotency keys after 30 days, and no others', async () => {
    await server.dataSource.query(
      `insert into idempotent_answer (organisation_id, subject, key, operation, input_hash, answered_at)
       select id, 'tester', key, 'x', 'x', now() - age * interval '1 day'
       from organisation, (values ('old', 31), ('young', 29)) each(key, age) where code = 'E08000004'`,
    );
    await start();
    const keys = (): Promise<unknown[]> =>
      server.dataSource.query(`select key from idempotent_answer where operation = 'x'`);
    await until(async () => (await keys()).length < 2);
    expect(await keys()).toEqual([{ key: 'young' }]);
    await expect(
      server.dataSource.transaction(async (manager) => {
        await manager.query('set local role oscdr_worker');
        return manager.query(`delete from idempotent_answer where answered_at > now() - interval '40 days'`);
      }),
    ).resolves.toEqual([[], 0]);
  });

  it('forgets deliveries that died of a subscription that has ended', async () => {
    await subscribe(server, OLDHAM, 'WEBHOOK', receiver.url());
    receiver.answer = () => 410;
    const first = await start();
    await tell(server, 'E08000004');
    await until(async () => (await deliveries(server)).some(({ dead }) => dead));
    await server.dataSource.query('delete from notice_subscription');
    await first.stop();
    await start();
    await until(async () => (await deliveries(server)).length === 0);
  });

  it('does the jobs it is given, each at its own pace, and tries again what failed', async () => {
    const done = { quick: 0, failing: 0, rare: 0 };
    const logged: any[] = [];
    await start({
      logger: pino({ level: 'error' }, { write: (line) => void logged.push(JSON.parse(line)) }),
      jobs: [
        { name: 'quick', everyMilliseconds: 20, run: () => Promise.resolve(void (done.quick += 1)) },
        {
          name: 'failing',
          everyMilliseconds: 20,
          run: () => (++done.failing === 1 ? Promise.reject(new Error('not now')) : Promise.resolve()),
        },
        { name: 'rare', everyMilliseconds: 60_000, run: () => Promise.resolve(void (done.rare += 1)) },
      ],
    });
    await until(() => done.failing > 2 && done.quick > 5);
    expect(done.rare).toBe(1);
    expect(logged).toMatchObject([
      { job: 'failing', msg: 'the worker failed, and goes on', err: { message: 'not now' } },
    ]);
  });

  it('says which variable its login comes from', async () => {
    const config = { workerDatabaseUrl: 'postgres://u:p@127.0.0.1:9/d', mail: undefined, production: false };
    await expect(openWorker(server.databaseUrl, config, pino({ level: 'silent' }))).rejects.toThrow(
      'Nothing answers at 127.0.0.1:9 (DATABASE_URL_WORKER): is PostgreSQL running there?',
    );
  });

  it('stops at once, however often it is told, and before it was started', async () => {
    const config = { workerDatabaseUrl: undefined, mail: undefined, production: false };
    const worker = await openWorker(server.databaseUrl, config, pino({ level: 'silent' }));
    await Promise.all([worker.stop(), worker.stop()]);
    worker.start();
    const began = Date.now();
    const running = await openWorker(server.databaseUrl, config, pino({ level: 'silent' }));
    running.start();
    await running.stop();
    expect(Date.now() - began).toBeLessThan(2000);
  });
});
