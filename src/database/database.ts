import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { DataSource, EntityTarget, ObjectLiteral } from 'typeorm';

/** Reads of one view of the register: SQL in, plain rows out. */
export class Database {
  private readonly pool: Pool;
  private readonly statementNames = new Map<string, string>();
  private readonly columnLists = new Map<EntityTarget<ObjectLiteral>, string>();

  /** Told of each statement before it is sent; tests count with it. */
  onStatement: ((sql: string) => void) | undefined;

  constructor(readonly dataSource: DataSource) {
    this.pool = (dataSource.driver as unknown as { master: Pool }).master;
  }

  /**
   * The rows that a statement answers. Statements are prepared once a connection, by a name derived from their text,
   * so a text must come from code alone: values go in `parameters`.
   */
  async rows<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    this.onStatement?.(sql);
    const result = await this.pool.query({ name: this.nameOf(sql), text: sql, values: [...parameters] });
    return result.rows as Row[];
  }

  /**
   * The select list of an entity: `area.official_name as "officialName", …`. The alias in the statement is the name of
   * the entity's table. Adding a column to an entity adds it here, and so to every reader.
   */
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

  private nameOf(sql: string): string {
    let name = this.statementNames.get(sql);
    if (name === undefined) {
      name = createHash('sha256').update(sql).digest('base64url').slice(0, 32);
      this.statementNames.set(sql, name);
    }
    return name;
  }
}
