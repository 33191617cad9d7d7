import type { DataSource } from 'typeorm';
import { UserError } from '../user-error';
import { hashOf, makeKey, shownOf } from './api-key';

export interface StoredKey {
  /** The beginning of the key, by which it is spoken of. */
  shown: string;
  holder: string;
  createdAt: Date;
  revokedAt: Date | null;
}

const COLUMNS = `shown, holder, created_at as "createdAt", revoked_at as "revokedAt"`;

/** Makes a key and keeps its hash: the key itself is nowhere but in what this returns. */
export async function createKey(dataSource: DataSource, holder: string): Promise<string> {
  const key = makeKey();
  await dataSource.query('insert into api_key (hash, shown, holder) values ($1, $2, $3)', [
    hashOf(key),
    shownOf(key),
    holder,
  ]);
  return key;
}

export const listKeys = (dataSource: DataSource): Promise<StoredKey[]> =>
  dataSource.query(`select ${COLUMNS} from api_key order by created_at, id`);

/** Ends a key, for good. It is named by its beginning, as it is listed; the whole of it will do too. */
export async function revokeKey(dataSource: DataSource, named: string): Promise<StoredKey> {
  const shown = shownOf(named);
  // TypeORM answers what an update returns together with how many rows there were.
  const [rows] = await dataSource.query<[StoredKey[], number]>(
    `update api_key set revoked_at = now() where shown = $1 and revoked_at is null returning ${COLUMNS}`,
    [shown],
  );
  if (rows.length === 0) throw new UserError(`There is no key ${shown}… that is in use: "list" shows those there are.`);
  return rows[0]!;
}
