import type { ClientBase } from 'pg';
import type { PublicationKind } from './publication';

/** Records a publication, in the transaction of what it publishes, and so moves the register on by one revision. */
export async function publish(client: ClientBase, kind: PublicationKind, title: string): Promise<number> {
  const { rows } = await client.query<{ revision: number }>(
    'insert into publication (kind, title) values ($1, $2) returning revision',
    [kind, title],
  );
  return rows[0]!.revision;
}
