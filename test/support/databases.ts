import { Client } from 'pg';
import type { DataSource } from 'typeorm';

/** Where the tests' PostgreSQL is, and the names of the databases that every suite starts from. */
export interface TestDatabases {
  /** Connection string without a database: …@host:port */
  server: string;
  /** Schema only. */
  empty: string;
  /** Schema and the reference figures. */
  reference: string;
}

/** Set by global-setup for all workers. */
export function testDatabases(): TestDatabases {
  return JSON.parse(process.env['TEST_DATABASES']!) as TestDatabases;
}

export const databaseUrl = (server: string, name: string): string => `${server}/${name}`;

export async function administer(server: string, ...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: databaseUrl(server, 'postgres') });
  await client.connect();
  try {
    for (const statement of statements) {
      await client.query(statement);
    }
  } finally {
    await client.end();
  }
}

let clones = 0;

export interface Clone {
  url: string;
  drop(): Promise<void>;
}

/** A database of the suite's own, copied from one of the templates. */
export async function cloneDatabase(from: 'empty' | 'reference'): Promise<Clone> {
  const databases = testDatabases();
  const name = `${databases[from]}_${process.pid}_${++clones}`;
  // By files, which without fsync takes a third of the time that writing it all to the log does.
  await administer(databases.server, `create database ${name} template ${databases[from]} strategy file_copy`);
  return {
    url: databaseUrl(databases.server, name),
    drop: () => administer(databases.server, `drop database if exists ${name} with (force)`),
  };
}

/** Changes what is published as a publication of that revision would: the database lets nobody else. */
export async function publishAs(dataSource: DataSource, revision: number, statement: string): Promise<void> {
  await dataSource.transaction(async (manager) => {
    await manager.query(`select set_config('oscdr.revision_made', $1, true)`, [String(revision)]);
    await manager.query(statement);
  });
}

/** What every table holds, as the versions of its rows: an update that writes the same again counts as a change too. */
export async function contentOf(dataSource: DataSource): Promise<Record<string, string>> {
  const tables = await dataSource.query<{ name: string }[]>(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  );
  const rows = await dataSource.query<{ name: string; digest: string }[]>(
    tables
      .map(
        ({ name }) => `select '${name}' as name, concat_ws(' ', count(*), sum(xmin::text::int8),
          sum(hashtext(ctid::text)::int8)) as digest from ${name}`,
      )
      .join(' union all '),
  );
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}

/**
 * Has the database note each row that is written of every table, from now on, and answers what tells how many were. To
 * look through all tables before and after each of a thousand requests would take most of the time of the requests.
 */
export async function watchRows(dataSource: DataSource): Promise<() => Promise<Record<string, number>>> {
  const tables = await dataSource.query<{ name: string }[]>(
    `select tablename as name from pg_tables where schemaname = 'public'`,
  );
  await dataSource.query(`
    create schema watch;
    create table watch.written (name text not null);
    create function watch.note() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
      begin
        insert into watch.written values (tg_table_name);
        return null;
      end $$;
    ${tables
      .map(
        ({
          name,
        }) => `create trigger watched after insert or update or delete on ${name} for each row execute function watch.note();
          create trigger watched_whole after truncate on ${name} execute function watch.note();`,
      )
      .join('\n')}`);
  return async () => {
    const rows = await dataSource.query<{ name: string; count: number }[]>(
      'select name, count(*)::int4 as count from watch.written group by name',
    );
    return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
  };
}
