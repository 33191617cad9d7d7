import { Client } from 'pg';
import { Pause } from '../pause';

/** Told of each publication: see the migration of the publication notice. */
const CHANNEL = 'register_publication';
/** Reads the newest revision that the database behind a connection shows; 0 before the first publication. */
export const NEWEST_REVISION = 'select coalesce(max(revision), 0) as revision from publication';

/** Milliseconds between looks where nothing is heard: LISTEN says nothing through a pooler that shares connections. */
const POLL_INTERVAL = 1_000;
/** Milliseconds after a first failure, and at most; twice as long after each that follows. */
const PATIENCE = 100;
const LONGEST_PATIENCE = 2_000;
/** Milliseconds to connect, and to answer; a connection that is silent for so long is cut and made anew. */
const CONNECTION_TIMEOUT = 5_000;
const ANSWER_TIMEOUT = 2_000;

/**
 * The newest published revision, as one server knows it. It hears of each publication as that commits (LISTEN), looks
 * for itself each second besides, and reads what it hears of from the primary: so it may be late, by a second at most
 * while the primary answers, but never says a revision that the primary does not have, and never goes back.
 */
export class RevisionWatch {
  private newest = 0;
  private readAt = -Infinity;
  private connection: Promise<Client> | undefined;
  private readonly listeners = new Set<(revision: number) => void>();
  private readonly closing = new AbortController();
  private readonly pause = new Pause();
  private looking: Promise<void> | undefined;
  /** The read that runs, and the one that will run next. */
  private turn: Promise<unknown> = Promise.resolve();
  private waiting: Promise<number> | undefined;

  private constructor(private readonly url: string) {}

  /**
   * Reads the newest revision and begins to watch. Throws what `pg` throws where the database cannot be reached; later
   * losses it mends by itself. `url` is of the primary, for a login that may read `publication`; LISTEN needs an address
   * without a pooler.
   */
  static async open(url: string): Promise<RevisionWatch> {
    const watch = new RevisionWatch(url);
    await watch.refresh();
    watch.looking = watch.look();
    return watch;
  }

  /** The newest revision known; 0 before the first publication. */
  get revision(): number {
    return this.newest;
  }

  /** Seconds since the primary last said so: while it is away they grow, and there may be a newer one. */
  get secondsSilent(): number {
    return (performance.now() - this.readAt) / 1000;
  }

  /**
   * Reads the newest revision from the primary, now, and answers it. Throws what `pg` throws where the primary cannot be
   * reached.
   */
  async refresh(): Promise<number> {
    const mayBeLost = this.connection !== undefined;
    try {
      return await this.read();
    } catch (error) {
      // A connection that was there may have been cut long ago; one that has just been made was not.
      if (!mayBeLost || this.closing.signal.aborted) throw error;
      return this.read();
    }
  }

  /** Calls `listener`, which must not throw, with each newer revision. Answers a function that ends it. */
  onAdvance(listener: (revision: number) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Ends the watch and its connection. What it knew stays known. */
  async close(): Promise<void> {
    this.closing.abort();
    this.pause.end();
    await this.looking;
    const connection = this.connection;
    this.connection = undefined;
    await connection?.then((client) => client.end()).catch(() => undefined);
  }

  /** A connection takes one statement at a time; a read that waits for its turn serves all who ask meanwhile. */
  private read(): Promise<number> {
    this.waiting ??= this.turn.then(() => {
      this.waiting = undefined;
      const reading = this.readNow();
      this.turn = reading.catch(() => undefined);
      return reading;
    });
    return this.waiting;
  }

  private async readNow(): Promise<number> {
    const connection = (this.connection ??= this.keep(this.connect()));
    try {
      const client = await connection;
      const { rows } = await client.query<{ revision: number }>(NEWEST_REVISION);
      this.readAt = performance.now();
      this.advance(rows[0]!.revision);
      return this.newest;
    } catch (error) {
      this.forget(connection);
      throw error;
    }
  }

  private advance(revision: number): void {
    if (revision <= this.newest) return;
    this.newest = revision;
    for (const listener of this.listeners) listener(revision);
  }

  /** Looks each second, and at once when the connection is lost, to listen again. */
  private async look(): Promise<void> {
    for (let failures = 0; !this.closing.signal.aborted;) {
      await this.pause.wait(
        failures === 0 ? POLL_INTERVAL : Math.min(PATIENCE * 2 ** (failures - 1), LONGEST_PATIENCE),
      );
      if (this.closing.signal.aborted) return;
      failures = await this.refresh().then(
        () => 0,
        () => failures + 1,
      );
    }
  }

  /** Has the end of a connection noticed, whoever ends it. */
  private keep(connection: Promise<Client>): Promise<Client> {
    const lost = (): void => {
      if (this.connection !== connection) return;
      this.connection = undefined;
      this.pause.end();
    };
    void connection.then((client) => client.once('end', lost)).catch(() => undefined);
    return connection;
  }

  private async connect(): Promise<Client> {
    this.closing.signal.throwIfAborted();
    const client = new Client({
      connectionString: this.url,
      application_name: 'social-cohesion-register revision watch',
      connectionTimeoutMillis: CONNECTION_TIMEOUT,
      query_timeout: ANSWER_TIMEOUT,
      keepAlive: true,
    });
    // A connection that is cut says so by its end as well.
    client.on('error', () => undefined);
    // What is heard could be said by any login of the database, so it is a reason to look, and not believed.
    client.on('notification', () => void this.refresh().catch(() => undefined));
    try {
      await client.connect();
      // Before the first look: what is published between the two is then heard.
      await client.query(`listen ${CHANNEL}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    return client;
  }

  /** Cuts a connection that does not answer as it should, so that the next look makes another. */
  private forget(connection: Promise<Client>): void {
    if (this.connection !== connection) return;
    this.connection = undefined;
    void connection.then((client) => client.end()).catch(() => undefined);
  }
}
