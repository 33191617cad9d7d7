import { setTimeout } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { connect } from '../../src/database/data-source';
import { RevisionWatch } from '../../src/publications/revision-watch';
import { type Clone, cloneDatabase } from '../support/databases';

/** Milliseconds in which every server is to know of a publication. */
const SOON = 1_000;
const PUBLISH = `
  insert into publication (revision, kind, title)
  select coalesce(max(revision), 0) + 1, 'REFERENCE_FIGURES', 'Something is published' from publication`;

describe('the revision watch', () => {
  let clone: Clone;
  let dataSource: DataSource;
  let watch: RevisionWatch;
  beforeEach(async () => {
    clone = await cloneDatabase('empty');
    dataSource = await connect(clone.url);
    watch = await RevisionWatch.open(clone.url);
  });
  afterEach(async () => {
    await watch.close();
    await dataSource.destroy();
    await clone.drop();
  });

  const publish = async (): Promise<void> => void (await dataSource.query(PUBLISH));
  const cut = (): Promise<unknown> =>
    dataSource.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name like '%revision watch' and datname = current_database()`,
    );
  const listening = async (): Promise<boolean> =>
    (
      await dataSource.query(
        `select from pg_stat_activity where application_name like '%revision watch' and datname = current_database()`,
      )
    ).length > 0;
  /** Milliseconds until the watch says the revision. */
  const knows = async (revision: number): Promise<number> => {
    const began = performance.now();
    while (watch.revision !== revision) {
      if (performance.now() - began > 10 * SOON) throw new Error(`It says ${watch.revision}, not ${revision}.`);
      await setTimeout(5);
    }
    return performance.now() - began;
  };

  it('begins with 0 where nothing has been published, and with the newest revision else', async () => {
    expect(watch.revision).toBe(0);
    await publish();
    const other = await RevisionWatch.open(clone.url);
    expect(other.revision).toBe(1);
    await other.close();
  });

  it('hears of a publication within a second, and tells each once', async () => {
    const heard: number[] = [];
    const forget = watch.onAdvance((revision) => heard.push(revision));
    for (let revision = 1; revision <= 3; revision++) {
      await publish();
      expect(await knows(revision)).toBeLessThan(SOON);
    }
    expect(heard).toEqual([1, 2, 3]);
    forget();
    await publish();
    await knows(4);
    expect(heard).toEqual([1, 2, 3]);
  });

  it('says nothing of what is not committed, or said by somebody else', async () => {
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query(PUBLISH);
    await dataSource.query(`select pg_notify('register_publication', '99')`);
    expect(await watch.refresh()).toBe(0);
    await runner.rollbackTransaction();
    await runner.release();
    expect(await watch.refresh()).toBe(0);
  });

  it('reads it now where it is asked to', async () => {
    await publish();
    expect(await watch.refresh()).toBe(1);
  });

  it('reads for many who ask at once, and each is told what was committed when they asked', async () => {
    const told = await Promise.all(
      Array.from({ length: 20 }, async () => {
        await publish().catch(() => undefined);
        const [{ newest }] = await dataSource.query('select max(revision) as newest from publication');
        return { newest, heard: await watch.refresh() };
      }),
    );
    expect(told.filter(({ newest, heard }) => heard < newest)).toEqual([]);
  });

  it('finds it by looking where nothing is heard', async () => {
    await dataSource.query('drop trigger announce on publication');
    await publish();
    expect(await knows(1)).toBeLessThan(SOON + 500);
  });

  it('listens again when its connection is cut, and misses nothing', async () => {
    await cut();
    await publish();
    expect(await knows(1)).toBeLessThan(SOON);
    while (!(await listening())) await setTimeout(5);
    await publish();
    expect(await knows(2)).toBeLessThan(SOON);
    await cut();
    expect(await watch.refresh()).toBe(2);
  });

  it('comes back when the database has been away, and does not go back', async () => {
    await publish();
    await knows(1);
    const name = new URL(clone.url).pathname.slice(1);
    const admin = await connect(clone.url.replace(name, 'postgres'));
    await admin.query(`alter database ${name} with allow_connections false`);
    await cut();
    await expect(watch.refresh()).rejects.toThrow('not currently accepting connections');
    expect(watch.revision).toBe(1);
    await admin.query(`alter database ${name} with allow_connections true`);
    await admin.destroy();
    await publish();
    await knows(2);
  });

  it('is at an end when it is closed', async () => {
    await watch.close();
    await publish();
    await setTimeout(100);
    expect(watch.revision).toBe(0);
    expect(await listening()).toBe(false);
    await expect(watch.refresh()).rejects.toThrow();
  });
});
