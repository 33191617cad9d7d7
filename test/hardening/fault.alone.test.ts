import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { Cluster, daemonFolder, describeWith } from '../support/cluster';
import { Folder } from '../support/files';
import { ServerProcess } from '../support/server-process';
import { EFFORT, record } from './record';
import { type Seen, Watchers } from './watchers';

jest.setTimeout(EFFORT === 'full' ? 400_000 : 180_000);

/** Milliseconds that a server has to be as it was, once its database is. */
const RECOVERY = 10_000;
/** Milliseconds until the server says that it is not ready: a report is given out again for half a second. */
const NOTICE = 10_000;
/** Milliseconds that a database is away, and that it hangs. */
const AWAY = EFFORT === 'full' ? 15_000 : 6_000;
const HANGS = 10_000;
const ROUNDS = EFFORT === 'full' ? 3 : 1;
/** The most connections of the database, and the bytes of the volume that it lies on. */
const CONNECTIONS = 60;
const VOLUME = 400_000_000;

/** A small volume of its own for a database; undefined where this machine lets nobody mount one. */
function mountVolume(): string | undefined {
  const folder = daemonFolder();
  const { uid, gid } = { uid: spawnSync('stat', ['-c', '%u', folder]), gid: spawnSync('stat', ['-c', '%g', folder]) };
  const options = `size=${VOLUME},mode=755,uid=${String(uid.stdout).trim()},gid=${String(gid.stdout).trim()}`;
  return spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status === 0 ? folder : undefined;
}

const isRefused = ({ status, headers }: Seen): boolean => status === 503 && Number(headers.get('retry-after')) > 0;
const isStale = ({ status, headers }: Seen): boolean =>
  status === 200 &&
  /^\d+$/.test(headers.get('register-stale') ?? '') &&
  headers.get('age') === headers.get('register-stale') &&
  headers.get('warning') === '110 - "Response is Stale"';

describeWith('pg_basebackup', 'a server whose database fails', () => {
  const folder = new Folder();
  const volume = mountVolume();
  let cluster: Cluster;
  let server: ServerProcess;
  let watchers: Watchers;
  let address: string;
  let exit: unknown;

  beforeAll(async () => {
    const settings = [`max_connections=${CONNECTIONS}`, 'max_wal_size=64MB', 'min_wal_size=32MB'];
    cluster = await Cluster.primary({ ...(volume !== undefined && { folder: volume }), settings });
    await cluster.query('postgres', 'create database register');
    server = new ServerProcess({
      DATABASE_URL: cluster.url('register'),
      DATA_DIR: folder.path,
      LOG_LEVEL: 'warn',
      LIMIT_REQUESTS_AT_ONCE: '200',
    });
    void server.exit.then((how) => (exit = how));
    address = await server.address();
  });
  beforeEach(async () => {
    watchers = new Watchers(address, folder);
    watchers.start();
    await isUp();
  });
  /** All is answered, and what is kept is so again after a publication. */
  async function isUp(): Promise<void> {
    for (const who of ['readyz', 'kept', 'new', 'page', 'newPage', 'data', 'write'] as const) {
      await watchers.until(who, ({ status }) => status === 200, RECOVERY);
    }
  }
  afterAll(async () => {
    server.kill('SIGTERM');
    await server.exit;
    await cluster?.remove().catch(() => undefined);
    if (volume !== undefined) spawnSync('umount', ['-l', volume]);
    folder.remove();
  });

  const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

  /** Does something to the database that takes it away, and later brings it back, and holds the server to all it promises. */
  async function suffer(tried: string, takeAway: () => Promise<void>, bringBack: () => Promise<void>, away = AWAY) {
    const recoveries: number[] = [];
    const notices: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await isUp();
      await takeAway();
      const began = performance.now();
      notices.push(await watchers.until('readyz', ({ status }) => status === 503, NOTICE));
      const noticed = performance.now();
      await Promise.all([
        ...(['kept', 'page'] as const).map((who) => watchers.until(who, isStale, NOTICE)),
        ...(['new', 'newPage', 'write'] as const).map((who) => watchers.until(who, isRefused, NOTICE)),
        setTimeout(away - (performance.now() - began)),
      ]);
      expectOnlyPromises(noticed, performance.now());
      await bringBack();
      recoveries.push(await recovers());
      await hearsOfPublications();
    }
    await watchers.stop();
    await expectNothingLost();
    await workerWorks();
    expect(exit).toBeUndefined();
    const sentAgain = [...watchers.acknowledged.values()].filter((sent) => sent > 1).length;
    const happened =
      `alive throughout; not ready after ${seconds(Math.max(...notices))}; 503 with Retry-After, and kept answers marked stale; ` +
      `as before ${seconds(Math.max(...recoveries))} after it was back; ${watchers.acknowledged.size} acknowledged writes ` +
      `all there once, ${sentAgain} of them sent again under their key`;
    console.info(`${tried}: ${happened}`);
    record({ part: 'fault', tried, count: `${ROUNDS} × ${seconds(away)}`, happened });
  }

  /** What was answered to whom while the database was away. */
  function expectOnlyPromises(from: number, to: number): void {
    const all = (who: Seen['who']): Seen[] => watchers.between(who, from, to);
    const wrong = (who: Seen['who'], isRight: (seen: Seen) => boolean): unknown[] =>
      all(who)
        .filter((each) => !isRight(each))
        .map(({ status, body, milliseconds }) => [who, status, body.slice(0, 300), Math.round(milliseconds)]);
    const codes = ({ body }: Seen): string[] => JSON.parse(body).errors.map(({ extensions }: any) => extensions.code);
    const isPage = ({ headers, body }: Seen): boolean =>
      headers.get('content-type')!.startsWith('text/html') && body.includes('<h1');
    expect([
      ...wrong('livez', ({ status, milliseconds }) => status === 200 && milliseconds < 2_000),
      ...wrong('readyz', isRefused),
      ...wrong('kept', ({ status }) => status === 200),
      ...wrong('page', (seen) => seen.status === 200 && isPage(seen)),
      ...wrong(
        'new',
        (seen) => isRefused(seen) && codes(seen).every((code) => ['UNAVAILABLE', 'TIMEOUT', 'BUSY'].includes(code)),
      ),
      ...wrong('newPage', (seen) => isRefused(seen) && isPage(seen)),
      ...wrong('write', (seen) => isRefused(seen) || seen.status === 200),
      // What was made is for good.
      ...wrong('data', ({ status }) => status === 200),
    ]).toEqual([]);
  }

  /** Waits until everything is as it was before; answers the milliseconds that it took. */
  async function recovers(): Promise<number> {
    const isWell = ({ status, headers }: Seen): boolean => status === 200 && !headers.has('register-stale');
    const times = (['readyz', 'kept', 'new', 'newPage', 'data', 'write'] as const).map((who) =>
      watchers.until(who, isWell, RECOVERY),
    );
    return Math.max(...(await Promise.all(times)));
  }

  async function hearsOfPublications(): Promise<void> {
    const [made] = await cluster.query<{ revision: number }>(
      'register',
      `insert into publication (revision, kind, title) select max(revision) + 1, 'REGISTER', 'Of the test' from publication
       returning revision`,
    );
    const isNew = ({ headers }: Seen): boolean => Number(headers.get('register-revision')) >= made!.revision;
    await watchers.until('kept', isNew, 1_000);
  }

  async function expectNothingLost(): Promise<void> {
    const rows = await cluster.query<{ summary: string }>('register', 'select summary from progress_update');
    const found = new Map<string, number>();
    for (const { summary } of rows) found.set(summary, (found.get(summary) ?? 0) + 1);
    const lost = [...watchers.acknowledged.keys()].filter((summary) => !found.has(summary));
    expect([lost, [...found].filter(([, times]) => times > 1)]).toEqual([[], []]);
    expect(watchers.acknowledged.size).toBeGreaterThan(10);
  }

  /** What waits to be told is taken in hand. */
  async function workerWorks(): Promise<void> {
    await cluster.query(
      'register',
      `insert into outbox (organisation_id, event, subject_id, title)
       select id, 'TEST', 'x', 'Of the test' from organisation where kind = 'OFFICE'`,
    );
    for (const deadline = performance.now() + RECOVERY; ; await setTimeout(100)) {
      const waiting = await cluster.query('register', 'select from outbox where drained_at is null');
      if (waiting.length === 0) return;
      if (performance.now() > deadline) throw new Error('The worker does not work.');
    }
  }

  it('is restarted', () =>
    suffer(
      'database restarted',
      () => cluster.stop(),
      () => cluster.start(),
    ));

  it('is killed', () =>
    suffer(
      'database killed (SIGKILL of all its processes)',
      () => cluster.kill(),
      () => cluster.start(),
    ));

  it('hangs', () =>
    suffer(
      'database paused (SIGSTOP of all its processes)',
      () => Promise.resolve(cluster.pause()),
      () => Promise.resolve(cluster.resume()),
      HANGS,
    ));

  it('has no connection left', async () => {
    const others: Client[] = [];
    const giveBack = () => Promise.all(others.splice(0).map((client) => client.end()));
    const take = async (): Promise<boolean> => {
      const client = new Client({ connectionString: cluster.url('postgres') });
      client.on('error', () => undefined);
      return client.connect().then(
        () => others.push(client) > 0,
        () => false,
      );
    };
    await suffer(
      `connections exhausted (all ${CONNECTIONS} taken by others)`,
      async () => {
        while (await take());
        // What the server has is cut off again and again, until others have it.
        while (others.length < CONNECTIONS) {
          await others[0]!.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = 'register'`);
          while (await take());
        }
      },
      async () => {
        await giveBack();
      },
    ).finally(giveBack);
  });

  // PostgreSQL reads on where it cannot write, so there is no reason to send readers elsewhere.
  (volume === undefined ? it.skip : it)('has no room left on its disk', async () => {
    const filler = path.join(volume!, 'filler');
    try {
      fill(filler);
      const began = performance.now();
      await watchers.until('write', isRefused, 60_000);
      await setTimeout(AWAY);
      const wrong = (['livez', 'kept', 'page', 'new', 'newPage', 'data', 'write'] as const).flatMap((who) =>
        watchers.between(who, began).filter((seen) => seen.status !== 200 && (who === 'livez' || !isRefused(seen))),
      );
      expect(wrong).toEqual([]);
    } finally {
      rmSync(filler);
      // Where PostgreSQL cannot write what it has promised, it ends.
      if (!cluster.isRunning) await cluster.start();
    }
    const recovery = await recovers();
    await hearsOfPublications();
    await watchers.stop();
    await expectNothingLost();
    await workerWorks();
    expect(exit).toBeUndefined();
    record({
      part: 'fault',
      tried: `disk full (a volume of ${VOLUME / 1e6} MB)`,
      count: seconds(AWAY),
      happened:
        `alive throughout; reads go on; writes are 503 with Retry-After; as before ${seconds(recovery)} after there was room; ` +
        `${watchers.acknowledged.size} acknowledged writes all there once`,
    });
  });
});

/** Writes until there is no room. */
function fill(file: string): void {
  const chunk = Buffer.alloc(1_000_000);
  const descriptor = openSync(file, 'w');
  try {
    for (;;) writeSync(descriptor, chunk);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(descriptor);
  }
}
