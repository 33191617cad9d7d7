import { createHash } from 'node:crypto';
import { DatabaseError, type Pool, type PoolClient, type QueryConfig } from 'pg';
import type { DataSource, EntityTarget, ObjectLiteral } from 'typeorm';
import { queryUntil } from './break-off';
import { turn } from './turns';
import { ANSWER_PATIENCE, connect, type ConnectOptions, isPooled, SERVER_PROCESS } from './data-source';
import { isOfConnection } from './unavailable';

/** What readers are given: SQL in, plain rows out, and no way to anything else. */
export interface Reads {
  /**
   * The rows that a statement answers. Statements are prepared once a connection, by a name derived from their text,
   * so a text must come from code alone: values go in `parameters`. `signal` breaks it off.
   */
  rows<Row>(sql: string, parameters?: readonly unknown[], signal?: AbortSignal): Promise<Row[]>;

  /**
   * The select list of an entity: `area.official_name as "officialName", …`. The alias in the statement is the name of
   * the entity's table. Adding a column to an entity adds it here, and so to every reader.
   */
  columns(entity: EntityTarget<ObjectLiteral>): string;

  table(entity: EntityTarget<ObjectLiteral>): string;
}

/** A column as a property of an entity. */
export interface Property {
  sql: string;
  /** Whether it is a moment, which rows have as a Date. */
  isTime: boolean;
}

export interface Connections {
  busy: number;
  idle: number;
  /** Those who wait for one. */
  waiting: number;
  /** The most that are opened. */
  limit: number;
}

/**
 * How many statements each connection keeps prepared. Their texts are made for what a query selects, so callers could
 * make ever more of them; what comes after these is planned each time.
 */
const MOST_STATEMENTS = 2_000;

/** The same text means other rows in each transaction, and may mean other columns. */
const CURSOR_STATEMENT = /^(declare|fetch) /;

/** The database as one view may read it: its connections have the view's role. */
export class Database implements Reads {
  private readonly pool: Pool;
  private readonly statementNames = new Map<string, string>();
  private readonly columnLists = new Map<EntityTarget<ObjectLiteral>, string>();
  private readonly propertyMaps = new Map<EntityTarget<ObjectLiteral>, ReadonlyMap<string, Property>>();

  /** Told of each statement of a reader before it is sent; tests count with it. */
  onStatement: ((sql: string) => void) | undefined;

  private answeredAt = -Infinity;

  constructor(
    readonly dataSource: DataSource,
    /** Whether statements are kept by name on the server; not through a pooler, where the next may come to another. */
    private readonly keepsStatements = true,
  ) {
    this.pool = (dataSource.driver as unknown as { master: Pool }).master;
  }

  /** Opens the data source as a database of readers; throws as `connect` does. */
  static async open(url: string, options: ConnectOptions): Promise<Database> {
    const dataSource = await connect(url, options);
    const client = await new Database(dataSource).connect();
    try {
      const { rows } = await client.query<{ process: number }>(`select ${SERVER_PROCESS}`);
      return new Database(dataSource, !isPooled(client, rows[0]!));
    } finally {
      client.release();
    }
  }

  async rows<Row>(sql: string, parameters: readonly unknown[] = [], signal?: AbortSignal): Promise<Row[]> {
    const rows = await rowsFrom<Row>(this.pool, this.prepare(sql, parameters), signal);
    this.answeredAt = performance.now();
    return rows;
  }

  /** Whether a statement outside of transactions was answered in the last so many milliseconds. */
  hasAnsweredWithin(milliseconds: number): boolean {
    return performance.now() - this.answeredAt <= milliseconds;
  }

  /** The columns of an entity by the names of their properties. */
  properties(entity: EntityTarget<ObjectLiteral>): ReadonlyMap<string, Property> {
    let properties = this.propertyMaps.get(entity);
    if (!properties) {
      const { tableName, columns } = this.dataSource.getMetadata(entity);
      const selected = columns.filter((column) => column.isSelect);
      properties = new Map(
        selected.map(({ propertyName, databaseName, type }) => [
          propertyName,
          { sql: `${tableName}.${databaseName}`, isTime: type === 'timestamptz' },
        ]),
      );
      this.propertyMaps.set(entity, properties);
    }
    return properties;
  }

  columns(entity: EntityTarget<ObjectLiteral>): string {
    let list = this.columnLists.get(entity);
    if (list === undefined) {
      list = [...this.properties(entity)].map(([name, { sql }]) => `${sql} as "${name}"`).join(', ');
      this.columnLists.set(entity, list);
    }
    return list;
  }

  table(entity: EntityTarget<ObjectLiteral>): string {
    return this.dataSource.getMetadata(entity).tableName;
  }

  /** How its pool of connections stands. */
  get connections(): Connections {
    const { totalCount, idleCount, waitingCount, options } = this.pool;
    return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount, limit: options.max };
  }

  connect(): Promise<PoolClient> {
    return this.pool.connect();
  }

  /** A statement as `pg` takes it; `keep` says whether the server is to keep it by its name. */
  prepare(sql: string, parameters: readonly unknown[], keep = this.keepsStatements): QueryConfig {
    this.onStatement?.(sql);
    if (!keep || CURSOR_STATEMENT.test(sql)) return { text: sql, values: [...parameters] };
    let name = this.statementNames.get(sql);
    if (name === undefined) {
      if (this.statementNames.size >= MOST_STATEMENTS) return { text: sql, values: [...parameters] };
      name = createHash('sha256').update(sql).digest('base64url').slice(0, 32);
      this.statementNames.set(sql, name);
    }
    return { name, text: sql, values: [...parameters] };
  }
}

/** The rows that a statement answers on any connection of a pool. */
export async function rowsFrom<Row>(pool: Pool, query: QueryConfig, signal: AbortSignal | undefined): Promise<Row[]> {
  if (!signal) return (await pool.query(query)).rows as Row[];
  const client = await pool.connect();
  try {
    const { rows } = await queryUntil(client, query, signal);
    client.release();
    return rows as Row[];
  } catch (error) {
    // What PostgreSQL says is wrong with a statement leaves the connection whole, and so does breaking it off; what is
    // FATAL does not.
    const isWhole = error === signal.reason || (error instanceof DatabaseError && error.severity !== 'FATAL');
    client.release(!isWhole);
    throw error;
  }
}

/** What a transaction is told before its first statement, as settings that row policies read. */
export interface Scope {
  /** Whose unpublished work may be seen and written. */
  organisationId?: number | undefined;
  /** The person who writes: PostgreSQL takes no other name for what they submit and do. */
  subject?: string | undefined;
}

/** Opens a transaction in a scope; whoever opens it ends it. */
export async function begin(
  database: Database,
  scope: Scope,
  mode: '' | 'read only' | 'isolation level repeatable read read only',
): Promise<PoolClient> {
  const client = await database.connect();
  try {
    const organisation = client.escapeLiteral(String(scope.organisationId ?? ''));
    const subject = client.escapeLiteral(scope.subject ?? '');
    // In one message, because each costs a way there and back; such a message takes no parameters.
    await client.query(
      `begin ${mode}; select set_config('oscdr.organisation', ${organisation}, true), set_config('oscdr.subject', ${subject}, true)`,
    );
    return client;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** Ends a transaction and gives its connection back. */
export async function end(client: PoolClient, how: 'commit' | 'rollback'): Promise<void> {
  try {
    await client.query(how);
    client.release();
  } catch (error) {
    // A connection that cannot end its transaction must not serve another organisation.
    client.release(true);
    if (how === 'commit') throw error;
  }
}

/** Ends a transaction in which something failed: of a connection that is cut or hangs, PostgreSQL undoes it by itself. */
export async function undo(client: PoolClient, failure: unknown): Promise<void> {
  if (isOfConnection(failure)) client.release(true);
  else await end(client, 'rollback');
}

/** A moment of the past to read at, and the register's revision then. */
export interface Past {
  moment: Date;
  revision: number;
}

/**
 * Reads in one transaction with a scope: PostgreSQL's row policies show what its organisation may see. Begun by the first
 * read, so a request that reads nothing costs nothing. A request has one of these and one connection, however many
 * moments it looks at: requests that held one while they waited for another would wait for each other.
 */
export class TransactionReads implements Reads {
  private client: Promise<PoolClient> | undefined;
  /** A connection takes one statement at a time; fields of a level ask at once. */
  private turn: Promise<unknown> = Promise.resolve();
  private ended = false;
  /** What last failed. */
  private failure: unknown;
  /** The moment that the connection looks at. */
  private past: Past | undefined;

  constructor(
    private readonly database: Database,
    private readonly scope: Scope,
    /** Breaks off what is read. */
    private readonly signal?: AbortSignal,
    /** Whether all that it reads is of the moment of its first statement, whatever is published meanwhile. */
    private readonly isSteady = false,
    /** Milliseconds that a statement may take, where that is other than in the view. */
    private readonly statementMilliseconds?: number,
  ) {}

  rows<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.read(sql, parameters, undefined);
  }

  /** The same transaction, looking at the register as it was at a moment. */
  at(past: Past): Reads {
    return {
      rows: (sql, parameters = []) => this.read(sql, parameters, past),
      columns: (entity) => this.columns(entity),
      table: (entity) => this.table(entity),
    };
  }

  private async read<Row>(sql: string, parameters: readonly unknown[], past: Past | undefined): Promise<Row[]> {
    this.refuseIfEnded();
    const mode = this.isSteady ? 'isolation level repeatable read read only' : 'read only';
    const client = await (this.client ??= begin(this.database, this.scope, mode));
    const result = this.turn.then(async () => {
      this.refuseIfEnded();
      if (past !== this.past) await this.lookAt(client, past);
      // A statement of the past means other tables than the same text in the present, so it is not kept by its name.
      const query = this.database.prepare(sql, parameters, past === undefined ? undefined : false);
      const { statementMilliseconds: most } = this;
      return queryUntil(
        client,
        most === undefined ? query : Object.assign(query, { query_timeout: most + ANSWER_PATIENCE }),
        this.signal,
      );
    });
    this.turn = result.catch((error: unknown) => (this.failure = error));
    const { rows } = await result;
    await turn();
    return rows as Row[];
  }

  private async lookAt(client: PoolClient, past: Past | undefined): Promise<void> {
    await client.query(
      `select set_config('oscdr.revision', $1, true), set_config('oscdr.moment', $2, true),
         set_config('search_path', $3, true)`,
      [String(past?.revision ?? ''), past?.moment.toISOString() ?? '', past ? 'as_of, public' : 'public'],
    );
    this.past = past;
  }

  columns(entity: EntityTarget<ObjectLiteral>): string {
    return this.database.columns(entity);
  }

  table(entity: EntityTarget<ObjectLiteral>): string {
    return this.database.table(entity);
  }

  /**
   * GraphQL answers as soon as a field that must not be null has failed, while other fields still want to read: by then
   * the connection may serve another organisation.
   */
  private refuseIfEnded(): void {
    if (this.ended) throw new Error('The request has been answered.');
  }

  /** Ends the transaction, for good. */
  async end(): Promise<void> {
    this.ended = true;
    const client = await this.client?.catch(() => undefined);
    if (!client) return;
    await this.turn;
    await undo(client, this.failure);
  }
}
