import { createHash } from 'node:crypto';
import type { Pool, PoolClient, QueryConfig } from 'pg';
import type { DataSource, EntityTarget, ObjectLiteral } from 'typeorm';

/** What readers are given: SQL in, plain rows out, and no way to anything else. */
export interface Reads {
  /**
   * The rows that a statement answers. Statements are prepared once a connection, by a name derived from their text,
   * so a text must come from code alone: values go in `parameters`.
   */
  rows<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;

  /**
   * The select list of an entity: `area.official_name as "officialName", …`. The alias in the statement is the name of
   * the entity's table. Adding a column to an entity adds it here, and so to every reader.
   */
  columns(entity: EntityTarget<ObjectLiteral>): string;

  table(entity: EntityTarget<ObjectLiteral>): string;
}

/** The database as one view may read it: its connections have the view's role. */
export class Database implements Reads {
  private readonly pool: Pool;
  private readonly statementNames = new Map<string, string>();
  private readonly columnLists = new Map<EntityTarget<ObjectLiteral>, string>();

  /** Told of each statement of a reader before it is sent; tests count with it. */
  onStatement: ((sql: string) => void) | undefined;

  constructor(readonly dataSource: DataSource) {
    this.pool = (dataSource.driver as unknown as { master: Pool }).master;
  }

  async rows<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const result = await this.pool.query(this.prepare(sql, parameters));
    return result.rows as Row[];
  }

  columns(entity: EntityTarget<ObjectLiteral>): string {
    let list = this.columnLists.get(entity);
    if (list === undefined) {
      const { tableName, columns } = this.dataSource.getMetadata(entity);
      list = columns
        .filter((column) => column.isSelect)
        .map((column) => `${tableName}.${column.databaseName} as "${column.propertyName}"`)
        .join(', ');
      this.columnLists.set(entity, list);
    }
    return list;
  }

  table(entity: EntityTarget<ObjectLiteral>): string {
    return this.dataSource.getMetadata(entity).tableName;
  }

  connect(): Promise<PoolClient> {
    return this.pool.connect();
  }

  prepare(sql: string, parameters: readonly unknown[]): QueryConfig {
    this.onStatement?.(sql);
    let name = this.statementNames.get(sql);
    if (name === undefined) {
      name = createHash('sha256').update(sql).digest('base64url').slice(0, 32);
      this.statementNames.set(sql, name);
    }
    return { name, text: sql, values: [...parameters] };
  }
}

/**
 * Reads for one organisation, in one transaction that names it: PostgreSQL's row policies show what that organisation
 * may see. Begun by the first read, so a request that reads nothing costs nothing.
 */
export class OrganisationReads implements Reads {
  private client: Promise<PoolClient> | undefined;
  /** A connection takes one statement at a time; fields of a level ask at once. */
  private turn: Promise<unknown> = Promise.resolve();
  private ended = false;

  constructor(
    private readonly database: Database,
    private readonly organisationId: number,
  ) {}

  async rows<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    this.refuseIfEnded();
    const client = await (this.client ??= this.begin());
    const result = this.turn.then(() => {
      this.refuseIfEnded();
      return client.query(this.database.prepare(sql, parameters));
    });
    this.turn = result.catch(() => undefined);
    return (await result).rows as Row[];
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

  private async begin(): Promise<PoolClient> {
    const client = await this.database.connect();
    try {
      await client.query('begin read only');
      await client.query(`select set_config('oscdr.organisation', $1, true)`, [String(this.organisationId)]);
      return client;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /** Ends the transaction; call it once, when the request has been answered. */
  async end(): Promise<void> {
    this.ended = true;
    const client = await this.client?.catch(() => undefined);
    if (!client) return;
    await this.turn;
    try {
      await client.query('commit');
      client.release();
    } catch {
      // A connection that cannot end its transaction must not serve another organisation.
      client.release(true);
    }
  }
}
