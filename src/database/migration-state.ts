import type { Pool, QueryConfig } from 'pg';
import type { DataSource } from 'typeorm';

/** Milliseconds after which a database that does not answer is held to be gone, with the connection. */
const ANSWER_TIMEOUT = 5_000;

/** Which of the migrations that the code has the database has too. */
export interface MigrationState {
  newest: string | undefined;
  /** Of the code, and not in the database. */
  missing: string[];
  /** How many the database has that the code does not know: a newer server has been there. */
  unknown: number;
}

export async function migrationState(owner: DataSource): Promise<MigrationState> {
  const { master } = owner.driver as unknown as { master: Pool };
  const query: QueryConfig & { query_timeout: number } = {
    text: 'select name from migration order by timestamp',
    query_timeout: ANSWER_TIMEOUT,
  };
  const { rows: done } = await master.query<{ name: string }>(query);
  const names = new Set(done.map(({ name }) => name));
  const known = owner.migrations.map(({ name, constructor }) => name ?? constructor.name);
  const missing = known.filter((name) => !names.has(name));
  return { newest: done.at(-1)?.name, missing, unknown: names.size - (known.length - missing.length) };
}
