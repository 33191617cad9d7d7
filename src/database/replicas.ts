import { DatabaseError, Pool } from 'pg';
import type { Logger } from 'pino';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { DEFAULT_LIMITS } from '../limits/limits';
import { Pause } from '../pause';
import { NEWEST_REVISION, type RevisionWatch } from '../publications/revision-watch';
import { isPooled, poolConfig, SERVER_PROCESS } from './data-source';
import { type Database, type Reads, rowsFrom } from './database';
import { VIEW_ROLES } from './view-databases';

/** Milliseconds between looks at a replica; sooner, and then less and less soon, while it is behind. */
const CHECK_INTERVAL = 1_000;
const SHORTEST_INTERVAL = 25;
/** Milliseconds that a replica has to answer a look. */
const CHECK_TIMEOUT = 1_000;

const CHECK = `
  select ${SERVER_PROCESS}, current_user::text as role, pg_is_in_recovery() as "isReplica",
    (${NEWEST_REVISION}) as revision,
    extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp())::float8 as "secondsBehind"`;

interface State {
  process: number;
  role: string;
  isReplica: boolean;
  revision: number;
  /** How old the last transaction is that it has replayed; it says little where the primary writes nothing. */
  secondsBehind: number | null;
}

/** What a statement does wrong wherever it is read: its values (class 22), or the time it takes. */
const OF_THE_STATEMENT = /^(22|57014)/;

/** One streaming replica: whether it is well, and the revision that it has replayed. */
class Replica {
  /** The newest revision that it is known to show; undefined while it is set aside. */
  revision: number | undefined;
  /** How old what it last replayed was when it was last looked at. */
  secondsBehind: number | null = null;
  readonly name: string;
  private readonly pool: Pool;
  /** Looks have a connection of their own: where reads wait for one, the replica is busy and not ill. */
  private readonly looks: Pool;
  private keepsStatements = false;
  private isKnownIll = false;

  constructor(
    url: string,
    private readonly logger: Logger,
    statementMilliseconds = DEFAULT_LIMITS.statementMilliseconds,
  ) {
    const { host } = new URL(url);
    this.name = host;
    const config = poolConfig(url, VIEW_ROLES.PUBLIC, statementMilliseconds);
    this.pool = new Pool(config);
    this.looks = new Pool({ ...config, query_timeout: CHECK_TIMEOUT, connectionTimeoutMillis: CHECK_TIMEOUT, max: 1 });
    // Idle connections that are cut: the next look tells.
    this.pool.on('error', () => undefined);
    this.looks.on('error', () => undefined);
  }

  read<Row>(
    primary: Database,
    sql: string,
    parameters: readonly unknown[],
    signal: AbortSignal | undefined,
  ): Promise<Row[]> {
    return rowsFrom<Row>(this.pool, primary.prepare(sql, parameters, this.keepsStatements), signal);
  }

  /** Looks whether it is well, and how far it has come. Throws nothing: what is wrong sets it aside. */
  async check(): Promise<void> {
    try {
      const client = await this.looks.connect();
      let state: State;
      try {
        state = (await client.query<State>(CHECK)).rows[0]!;
      } catch (error) {
        client.release(true);
        throw error;
      }
      client.release();
      if (state.role !== VIEW_ROLES.PUBLIC) {
        throw new Error(`Its connections do not start in the role ${VIEW_ROLES.PUBLIC}: they are "${state.role}".`);
      }
      if (!state.isReplica) throw new Error('It is no replica, or no longer one.');
      this.keepsStatements = !isPooled(client, state);
      this.revision = state.revision;
      this.secondsBehind = state.secondsBehind;
      if (this.isKnownIll) this.log('info', { secondsBehind: state.secondsBehind }, 'a replica is well again');
      this.isKnownIll = false;
    } catch (error) {
      this.setAside(error);
    }
  }

  /** Has it serve nothing until a look finds it well. */
  setAside(error: unknown): void {
    const { revision } = this;
    this.revision = undefined;
    if (!this.isKnownIll) this.log('warn', { err: error, revision }, 'a replica is set aside; the primary serves');
    this.isKnownIll = true;
  }

  private log(level: 'info' | 'warn', detail: object, message: string): void {
    this.logger[level]({ replica: this.name, ...detail }, message);
  }

  async close(): Promise<void> {
    await Promise.all([this.pool.end(), this.looks.end()]);
  }
}

/**
 * Where one request reads what is published: at a replica, until that fails, and then at the primary. A statement that a
 * replica fails is read again, so the request does not notice.
 */
export class PublishedReads implements Reads {
  constructor(
    private readonly primary: Database,
    private replica: Replica | undefined,
    private readonly replicas: Replicas,
  ) {}

  async rows<Row>(sql: string, parameters: readonly unknown[] = [], signal?: AbortSignal): Promise<Row[]> {
    const { replica } = this;
    if (!replica) return this.primary.rows(sql, parameters, signal);
    try {
      return await replica.read<Row>(this.primary, sql, parameters, signal);
    } catch (error) {
      if (signal?.aborted) throw error;
      if (error instanceof DatabaseError && OF_THE_STATEMENT.test(error.code ?? '')) throw error;
      replica.setAside(error);
      this.stayAtPrimary();
      return this.primary.rows(sql, parameters, signal);
    }
  }

  /** Said where the request reads from the primary by other ways as well. */
  stayAtPrimary(): void {
    this.replica = undefined;
  }

  /**
   * The newest revision that the answer may show anything of; call it when all has been read. A publication may come
   * between two reads, so this is asked where they were made.
   */
  async revisionShown(): Promise<number> {
    const [newest] = await this.rows<{ revision: number }>(NEWEST_REVISION).catch(() => []);
    return this.replicas.shownUpTo(newest?.revision);
  }

  columns(entity: EntityTarget<ObjectLiteral>): string {
    return this.primary.columns(entity);
  }

  table(entity: EntityTarget<ObjectLiteral>): string {
    return this.primary.table(entity);
  }
}

interface ReplicasOptions {
  urls: readonly string[];
  /** The public view's database. */
  primary: Database;
  revisions: RevisionWatch;
  logger: Logger;
  /** How long a statement may take. */
  statementMilliseconds?: number;
}

/**
 * The streaming replicas that serve what is public, in turn. One serves a request only if it is known to show no less than
 * this server has shown anybody, than it knows to be published, and than the request says that its reader has seen.
 */
export class Replicas {
  private readonly replicas: Replica[];
  private turn = 0;
  /** The newest revision that an answer of this server may have shown. */
  private shown = 0;
  private closed = false;
  private readonly watches: Promise<void>[] = [];
  private readonly pauses: Pause[] = [];
  private readonly forgetAdvance: () => void;

  private constructor(private readonly options: ReplicasOptions) {
    this.replicas = options.urls.map((url) => new Replica(url, options.logger, options.statementMilliseconds));
    // What is published is asked for at once, so the replicas are wanted as soon as they have it.
    this.forgetAdvance = options.revisions.onAdvance(() => this.pauses.forEach((pause) => pause.end()));
  }

  /** Looks at each replica once, and from then on each second. One that cannot be used is in the log, and tried again. */
  static async open(options: ReplicasOptions): Promise<Replicas> {
    const replicas = new Replicas(options);
    await Promise.all(replicas.replicas.map((replica) => replica.check()));
    for (const replica of replicas.replicas) replicas.watches.push(replicas.watch(replica));
    return replicas;
  }

  /** Where a request reads whose reader has seen the register at a revision: at one place from beginning to end. */
  readsFor(revisionSeen: number): PublishedReads {
    const floor = Math.max(revisionSeen, this.floor);
    const fit = this.replicas.filter(({ revision }) => revision !== undefined && revision >= floor);
    return new PublishedReads(this.options.primary, fit[this.turn++ % fit.length], this);
  }

  /** The same for a request that reads more than the public may: at the primary. */
  readsAtPrimary(): PublishedReads {
    return new PublishedReads(this.options.primary, undefined, this);
  }

  /**
   * Told of the newest revision that an answer may show, before it goes out; undefined where that could not be read.
   * Answers it, or what must do for it.
   */
  async shownUpTo(revision = this.floor): Promise<number> {
    this.shown = Math.max(this.shown, revision);
    // A replica was quicker than the news: answers that are kept are to be of this revision as well from now on.
    if (revision > this.options.revisions.revision) await this.options.revisions.refresh().catch(() => undefined);
    return revision;
  }

  /** How each is, as it was when it was last looked at. */
  states(): { replica: string; serves: boolean; revisionsBehind: number; secondsBehind: number | null }[] {
    const newest = this.options.revisions.revision;
    return this.replicas.map(({ name, revision, secondsBehind }) => ({
      replica: name,
      serves: revision !== undefined,
      revisionsBehind: Math.max(0, newest - (revision ?? 0)),
      secondsBehind,
    }));
  }

  /** No request is shown less. */
  private get floor(): number {
    return Math.max(this.shown, this.options.revisions.revision);
  }

  private async watch(replica: Replica): Promise<void> {
    const pause = new Pause();
    this.pauses.push(pause);
    for (let interval = CHECK_INTERVAL; !this.closed;) {
      const mayBeBehind = await pause.wait(interval);
      if (this.closed) return;
      await replica.check();
      const isBehind = replica.revision !== undefined && replica.revision < this.options.revisions.revision;
      const sooner = mayBeBehind ? SHORTEST_INTERVAL : Math.min(interval * 2, CHECK_INTERVAL);
      interval = isBehind ? sooner : CHECK_INTERVAL;
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    this.forgetAdvance();
    this.pauses.forEach((pause) => pause.end());
    await Promise.all(this.watches);
    await Promise.all(this.replicas.map((replica) => replica.close()));
  }
}
