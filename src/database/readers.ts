import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { Reads } from './database';

/** A PostgreSQL type that keys and cursors are passed as. */
export type KeyType = 'int4' | 'text' | 'date' | 'float8';

interface Lookup {
  /** The SQL that a key is compared with. */
  key: string;
  type: 'int4' | 'text' | 'uuid';
  join?: string;
  where?: string;
  order?: string;
}

/** Reads the one row of an entity for each key, null where there is none. */
export function oneByKey<Row extends ObjectLiteral>(entity: EntityTarget<Row>, lookup: Lookup) {
  const read = manyByKey(entity, lookup);
  return async (database: Reads, keys: readonly (string | number)[]): Promise<(Row | null)[]> =>
    (await read(database, keys)).map((rows) => rows[0] ?? null);
}

/** Reads the rows of an entity that belong to each key, in `order`; for lists that stay short by their nature. */
export function manyByKey<Row extends ObjectLiteral>(entity: EntityTarget<Row>, lookup: Lookup) {
  return async (database: Reads, keys: readonly (string | number)[]): Promise<Row[][]> => {
    const { key, type, join = '', where = 'true', order = key } = lookup;
    const rows = await database.rows<Row & { lookupKey: string | number }>(
      `select ${key} as "lookupKey", ${database.columns(entity)} from ${database.table(entity)} ${join}
       where ${key} = any($1::${type}[]) and ${where} order by ${order}`,
      [keys],
    );
    const grouped = new Map<string | number, Row[]>(keys.map((each) => [each, []]));
    for (const row of rows) {
      grouped.get(row.lookupKey)!.push(row);
    }
    return keys.map((each) => grouped.get(each)!);
  };
}
