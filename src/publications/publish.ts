import type { ClientBase } from 'pg';
import type { PublicationKind } from './publication';

/** Any constant: what publishes takes turns on it. */
const PUBLICATION_LOCK = 471_120_233;

/**
 * Waits until no other transaction is about to publish. Take it before comparing what is to be published with what is
 * there, or another publication slips in between and what it brought is lost. Held until the transaction ends.
 */
export async function takePublicationTurn(client: ClientBase): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [PUBLICATION_LOCK]);
}

/** Records a publication, in the transaction of what it publishes, and so moves the register on by one revision. */
export async function publish(client: ClientBase, kind: PublicationKind, title: string): Promise<number> {
  await takePublicationTurn(client);
  const { rows } = await client.query<{ revision: number }>(
    `insert into publication (revision, kind, title)
     select coalesce(max(revision), 0) + 1, $1, $2 from publication returning revision`,
    [kind, title],
  );
  const { revision } = rows[0]!;
  // Without it PostgreSQL lets nobody change what is published: see the migration of record versions.
  await client.query(`select set_config('oscdr.revision_made', $1, true)`, [String(revision)]);
  return revision;
}

/** Changes published records after an organisation's report, and not of the Office's own doing: their versions say whose. */
export async function changeAfterReport(
  client: ClientBase,
  organisationId: number,
  change: () => Promise<unknown>,
): Promise<void> {
  await client.query(`select set_config('oscdr.reported_by', $1, true)`, [String(organisationId)]);
  await change();
  await client.query(`select set_config('oscdr.reported_by', '', true)`);
}
