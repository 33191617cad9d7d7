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

type Key = string | number;

/** Reads what belongs to each key; and says where it looks, for those who look there with more to read along. */
export interface ReadByKey<Row extends ObjectLiteral, Found> {
  (database: Reads, keys: readonly Key[]): Promise<Found[]>;
  readonly entity: EntityTarget<Row>;
  readonly lookup: Lookup;
}

/** Reads the one row of an entity for each key, null where there is none. */
export function oneByKey<Row extends ObjectLiteral>(
  entity: EntityTarget<Row>,
  lookup: Lookup,
): ReadByKey<Row, Row | null> {
  const read = manyByKey(entity, lookup);
  const readOne = async (database: Reads, keys: readonly Key[]): Promise<(Row | null)[]> =>
    (await read(database, keys)).map((rows) => rows[0] ?? null);
  return Object.assign(readOne, { entity, lookup });
}

/** Reads the rows of an entity that belong to each key, in `order`; for lists that stay short by their nature. */
export function manyByKey<Row extends ObjectLiteral>(entity: EntityTarget<Row>, lookup: Lookup): ReadByKey<Row, Row[]> {
  const { key, type } = lookup;
  const read = async (database: Reads, keys: readonly Key[]): Promise<Row[][]> => {
    const rows = await database.rows<Row & { lookupKey: Key }>(
      `select ${key} as "lookupKey", ${database.columns(entity)}
       ${fromWhere(database.table(entity), lookup, `any($1::${type}[])`)}`,
      [keys],
    );
    const grouped = new Map<Key, Row[]>(keys.map((each) => [each, []]));
    for (const row of rows) {
      grouped.get(row.lookupKey)!.push(row);
    }
    return keys.map((each) => grouped.get(each)!);
  };
  return Object.assign(read, { entity, lookup });
}

/** SQL: from where, and in what order, come the rows whose key is `sought`. */
export const fromWhere = (
  table: string,
  { key, join = '', where = 'true', order = key }: Lookup,
  sought: string,
): string => `from ${table} ${join} where ${key} = ${sought} and ${where} order by ${order}`;
