import type { DataSource, EntityManager } from 'typeorm';
import { writeAuditEntry } from '../audit/audit-trail';
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

/** Who the audit trail names: whoever may run the command on the register's own database. */
const ACTOR = 'api-key command';

/** Makes a key and keeps its hash: the key itself is nowhere but in what this returns. */
export async function createKey(dataSource: DataSource, holder: string): Promise<string> {
  const key = makeKey();
  const shown = shownOf(key);
  await dataSource.transaction(async (manager) => {
    await manager.query('insert into api_key (hash, shown, holder) values ($1, $2, $3)', [hashOf(key), shown, holder]);
    await putOnRecord(manager, 'createApiKey', shown, holder);
  });
  return key;
}

/** Writes an entry into the chain of the Office, whose keys they are; in the role that may, and last of all. */
async function putOnRecord(manager: EntityManager, action: string, shown: string, holder: string): Promise<void> {
  const [office] = await manager.query<{ id: number }[]>(`select id from organisation where kind = 'OFFICE'`);
  if (!office) throw new UserError('The register has no Office yet, to whose audit trail the key belongs.');
  await manager.query(`select set_config('oscdr.organisation', $1, true), set_config('oscdr.subject', $2, true)`, [
    String(office.id),
    ACTOR,
  ]);
  await manager.query('set local role oscdr_office');
  await writeAuditEntry((sql, parameters) => manager.query(sql, [...parameters]), {
    organisationId: office.id,
    actor: ACTOR,
    action,
    subjectType: 'ApiKey',
    subjectKey: shown,
    detail: { shown, holder },
  });
}

export const listKeys = (dataSource: DataSource): Promise<StoredKey[]> =>
  dataSource.query(`select ${COLUMNS} from api_key order by created_at, id`);

/** Ends a key, for good. It is named by its beginning, as it is listed; the whole of it will do too. */
export async function revokeKey(dataSource: DataSource, named: string): Promise<StoredKey> {
  const shown = shownOf(named);
  return dataSource.transaction(async (manager) => {
    // TypeORM answers what an update returns together with how many rows there were.
    const [[revoked]] = await manager.query<[StoredKey[], number]>(
      `update api_key set revoked_at = now() where shown = $1 and revoked_at is null returning ${COLUMNS}`,
      [shown],
    );
    if (!revoked) throw new UserError(`There is no key ${shown}… that is in use: "list" shows those there are.`);
    await putOnRecord(manager, 'revokeApiKey', shown, revoked.holder);
    return revoked;
  });
}
