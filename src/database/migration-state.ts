import type { DataSource } from 'typeorm';

/** Which of the migrations that the code has the database has too. */
export interface MigrationState {
  newest: string | undefined;
  /** Of the code, and not in the database. */
  missing: string[];
  /** How many the database has that the code does not know: a newer server has been there. */
  unknown: number;
}

export async function migrationState(owner: DataSource): Promise<MigrationState> {
  const done = await owner.query<{ name: string }[]>('select name from migration order by timestamp');
  const names = new Set(done.map(({ name }) => name));
  const known = owner.migrations.map(({ name, constructor }) => name ?? constructor.name);
  const missing = known.filter((name) => !names.has(name));
  return { newest: done.at(-1)?.name, missing, unknown: names.size - (known.length - missing.length) };
}
