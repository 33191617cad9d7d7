import { setTimeout } from 'node:timers/promises';
import { openViewDatabases, type ViewDatabases } from '../../src/database/view-databases';
import { databaseCheck, Readiness } from '../../src/operations/health';
import { until } from '../notices/support';
import { type Clone, cloneDatabase } from '../support/databases';

describe('the look at the database', () => {
  let clone: Clone;
  let views: ViewDatabases;
  beforeAll(async () => {
    clone = await cloneDatabase('reference');
    views = await openViewDatabases(clone.url);
  });
  afterAll(async () => {
    await views.close();
    await clone.drop();
  });

  it('waits behind nobody where answers come, and for a connection where none do', async () => {
    const database = views.PUBLIC;
    const isReady = async (): Promise<boolean> =>
      (await new Readiness([databaseCheck(database)]).report()).status === 'ready';
    expect(await isReady()).toBe(true);

    // All connections are busy for longer than a look may take, but for one, on which answers come.
    const { limit } = database.connections;
    const busy = Array.from({ length: limit - 1 }, () => database.rows('select pg_sleep(3.5)'));
    let over = false;
    const answering = (async () => {
      while (!over) await database.rows('select pg_sleep(0.1)');
    })();
    const waiting: Promise<unknown>[] = [];
    await until(() => {
      waiting.push(database.rows('select pg_sleep(0.1)'));
      return database.connections.waiting > 30;
    });
    const began = performance.now();
    for (let look = 0; look < 5; look++) expect(await isReady()).toBe(true);
    expect(performance.now() - began).toBeLessThan(1_000);
    over = true;
    await Promise.all([answering, ...waiting, ...busy]);

    const all = Array.from({ length: limit }, () => database.rows('select pg_sleep(3.5)'));
    await setTimeout(600);
    expect(await isReady()).toBe(false);
    await Promise.all(all);
    expect(await isReady()).toBe(true);
  });
});
