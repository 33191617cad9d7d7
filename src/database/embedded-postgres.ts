import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import net from 'node:net';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import type { Logger } from 'pino';
import { UserError } from '../user-error';
import { type EmbeddedCluster, openEmbeddedCluster, SUPERUSER } from './embedded-cluster';

/** Everyone who uses the embedded server holds this advisory lock shared: whoever can take it alone is the last one. */
const USERS_LOCK = 471_120_231;
/** Milliseconds to go on trying to start, and between tries; who waits for it to come back tries at longer intervals then. */
const START_PATIENCE = 15_000;
const RETRY_INTERVAL = 200;
const LATER_INTERVAL = 5_000;
const DATABASE = 'register';

/**
 * The PostgreSQL that runs under a data folder. Several processes may have joined it. Where it ends under them, whoever is
 * first starts it again at its port, where the connections of all look for it.
 */
export class EmbeddedPostgres {
  private readonly port: number;
  private holder!: Client;
  private rejoining: Promise<void> | undefined;
  private isReleased = false;

  private constructor(
    private readonly cluster: EmbeddedCluster,
    joined: Joined,
    private readonly logger: Logger | undefined,
  ) {
    this.port = joined.port;
    this.hold(joined);
  }

  /**
   * Joins the PostgreSQL that runs under `dataDirectory`, and starts it (creating it first, where there is none) when
   * nobody has. One that a killed process left behind is joined by the next.
   */
  static async join(dataDirectory: string, logger?: Logger): Promise<EmbeddedPostgres> {
    const cluster = await openEmbeddedCluster(dataDirectory);
    const deadline = performance.now() + START_PATIENCE;
    const joined = await joinOrStart(cluster, () => performance.now() < deadline);
    if (!joined) {
      const log = logOf(cluster);
      throw new UserError(`The embedded PostgreSQL did not start; ${log} ends with:\n${readEnd(log)}`);
    }
    await createDatabase(joined.holder);
    return new EmbeddedPostgres(cluster, joined, logger);
  }

  /** Connection string of the register's database. */
  get url(): string {
    return `${urlOf(this.cluster, this.port)}/${DATABASE}`;
  }

  /** Where the cluster lies on disk. */
  get directory(): string {
    return this.cluster.directory;
  }

  /** Lets go of the server; the last process to let go stops it. */
  async release(): Promise<void> {
    this.isReleased = true;
    await this.rejoining;
    let last = true;
    try {
      await this.holder.query('select pg_advisory_unlock_shared($1)', [USERS_LOCK]);
      const result = await this.holder.query<{ last: boolean }>('select pg_try_advisory_lock($1) as last', [
        USERS_LOCK,
      ]);
      last = result.rows[0]!.last;
    } catch {
      // The server is already on its way down; stopping it once more only waits for that.
    }
    if (last) await this.cluster.control('stop', '--mode=fast');
    await this.holder.end().catch(() => undefined);
  }

  private hold({ holder, ended }: Joined): void {
    this.holder = holder;
    void ended.then(() => {
      if (!this.isReleased) this.rejoining = this.rejoin();
    });
  }

  private async rejoin(): Promise<void> {
    this.logger?.warn('the embedded PostgreSQL has ended: it is started again');
    const joined = await joinOrStart(this.cluster, () => !this.isReleased, this.port);
    if (!joined) return;
    this.hold(joined);
    if (joined.port === this.port) this.logger?.info('the embedded PostgreSQL is back');
    else this.logger?.error(`the embedded PostgreSQL is at another port, ${joined.port}: start the register again`);
  }
}

interface Joined {
  port: number;
  /** The connection that holds the lock of the server's users, and when it is over. */
  holder: Client;
  ended: Promise<void>;
}

/**
 * Joins the server of a cluster, or starts it, at a port where one is named. A start fails harmlessly where another process
 * was quicker (the next round joins that one), and for a moment after a crash, until the last remains of the old server are
 * gone.
 */
async function joinOrStart(
  cluster: EmbeddedCluster,
  goesOn: () => boolean,
  port?: number,
): Promise<Joined | undefined> {
  const patient = performance.now() + START_PATIENCE;
  while (goesOn()) {
    const running = await joinRunning(cluster);
    if (running) return running;
    // Whoever used one that crashed looks for it where it was.
    await start(cluster, port ?? (await findFreePort(readLockFile(cluster)?.port)));
    const started = await joinRunning(cluster);
    if (started) return started;
    await setTimeout(performance.now() < patient ? RETRY_INTERVAL : LATER_INTERVAL);
  }
  return undefined;
}

async function start(cluster: EmbeddedCluster, port: number): Promise<void> {
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''`;
  await cluster.control('start', '-l', logOf(cluster), '-o', options);
}

const logOf = ({ directory }: EmbeddedCluster): string => path.join(directory, 'server.log');

function readEnd(log: string): string {
  try {
    return readFileSync(log, 'utf8').trim().split('\n').slice(-3).join('\n');
  } catch {
    return '(nothing)';
  }
}

/** What PostgreSQL's own lock file says, which may also be left from a crash; undefined where there is none. */
function readLockFile({ directory }: EmbeddedCluster): { port: number; isReady: boolean } | undefined {
  try {
    const [, , , port, , , , status] = readFileSync(path.join(directory, 'postmaster.pid'), 'utf8').split('\n');
    return { port: Number(port), isReady: status?.trim() === 'ready' };
  } catch {
    return undefined;
  }
}

/** Without a database. */
const urlOf = ({ password }: EmbeddedCluster, port: number): string =>
  `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}`;

/** Joins the server that runs on the cluster; undefined where none does. */
async function joinRunning(cluster: EmbeddedCluster): Promise<Joined | undefined> {
  const { port, isReady } = readLockFile(cluster) ?? {};
  if (port === undefined || !isReady) return undefined;
  const connectionString = `${urlOf(cluster, port)}/postgres`;
  const holder = new Client({ connectionString, application_name: 'embedded-postgres' });
  // The connection breaks when the server is stopped under us; queries on the pool report that, this one only waits.
  holder.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => holder.once('end', resolve));
  try {
    await holder.connect();
    await holder.query('select pg_advisory_lock_shared($1)', [USERS_LOCK]);
    return { port, holder, ended };
  } catch {
    await holder.end().catch(() => undefined);
    return undefined;
  }
}

async function createDatabase(client: Client): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
  if (rowCount === 0) {
    await client.query(`create database ${DATABASE}`).catch((error: { code?: string }) => {
      // Two first starts at once: the other one made it.
      if (error.code !== '42P04' && error.code !== '23505') throw error;
    });
  }
}

/** A port that nobody listens at: the one that is wanted, where that is free. */
async function findFreePort(wanted = 0): Promise<number> {
  const probe = net.createServer();
  const listens = await new Promise<boolean>((resolve) => {
    probe.on('error', () => resolve(false));
    probe.listen(wanted, '127.0.0.1', () => resolve(true));
  });
  if (!listens) return findFreePort();
  const { port } = probe.address() as net.AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
