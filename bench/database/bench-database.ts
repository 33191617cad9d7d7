import path from 'node:path';
import { Client } from 'pg';
import { readConfig } from '../../src/config';
import { EmbeddedPostgres } from '../../src/database/embedded-postgres';
import { openRegister } from '../../src/register';
import { projectDirectory } from '../../src/project';
import { makeHistory, SHAPE } from './synthetic-history';

/** Where the bench keeps its own embedded PostgreSQL and what it fetches. */
export const BENCH_DIRECTORY = path.join(projectDirectory, '.data/bench');

/** A PostgreSQL to measure on, with the databases of the bench in it. */
export interface BenchPostgres {
  /** Connection string of a database in it. */
  urlOf(database: string): string;
  /** Whether it counts statements (pg_stat_statements is loaded). */
  counts: boolean;
  close(): Promise<void>;
}

/** Joins the PostgreSQL of DATABASE_URL, or an embedded one of the bench's own. */
export async function openPostgres(databaseUrl: string | undefined, directory: string): Promise<BenchPostgres> {
  if (databaseUrl !== undefined) {
    const urlOf = inServer(databaseUrl);
    return { urlOf, counts: await loadsCounter(databaseUrl), close: () => Promise.resolve() };
  }
  let postgres = await EmbeddedPostgres.join(directory);
  if (!(await loadsCounter(postgres.url))) postgres = await addCounter(postgres, directory);
  return { urlOf: inServer(postgres.url), counts: await loadsCounter(postgres.url), close: () => postgres.release() };
}

function inServer(url: string): (database: string) => string {
  return (database) => {
    const address = new URL(url);
    address.pathname = `/${database}`;
    return address.href;
  };
}

/** Has the embedded server load pg_stat_statements, which takes a restart. It tracks nothing until it is told to. */
async function addCounter(postgres: EmbeddedPostgres, directory: string): Promise<EmbeddedPostgres> {
  await asOwner(postgres.url, async (owner) => {
    await owner.query(`alter system set shared_preload_libraries = 'pg_stat_statements'`);
    await owner.query(`alter system set pg_stat_statements.track = 'none'`);
  });
  await postgres.release();
  return EmbeddedPostgres.join(directory);
}

async function loadsCounter(url: string): Promise<boolean> {
  return asOwner(url, async (owner) => {
    const { rows } = await owner.query<{ superuser: boolean; loaded: boolean }>(
      `select current_setting('is_superuser')::boolean as superuser,
         coalesce(current_setting('pg_stat_statements.max', true), '') <> '' as loaded`,
    );
    return rows[0]!.superuser && rows[0]!.loaded;
  });
}

/** Runs `work` on a connection of its own, as the owner of the database. */
export async function asOwner<Result>(url: string, work: (owner: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export interface BenchDatabase {
  url: string;
  scale: number;
  /** Seconds that it took to make; null where it was there already. */
  madeIn: number | null;
  bytes: number;
  observations: number;
  publishedUpdates: number;
}

const nameOf = (scale: number): string => `bench_scale_${String(scale).replace('.', '_')}`;

/** The database of a scale: the one there is, where it is of this scale and shape, or one made now. */
export async function openDatabase(
  postgres: BenchPostgres,
  scale: number,
  say: (text: string) => void,
): Promise<BenchDatabase> {
  const url = postgres.urlOf(nameOf(scale));
  const admin = postgres.urlOf('postgres');
  let madeIn: number | null = null;
  if (!(await isMade(url, scale))) {
    const began = performance.now();
    await asOwner(admin, async (owner) => {
      await owner.query(`drop database if exists ${nameOf(scale)} with (force)`);
      await owner.query(`create database ${nameOf(scale)}`);
    });
    await bringUpToDate(url);
    await asOwner(url, async (owner) => {
      await makeHistory(owner, scale, say);
      await owner.query('vacuum (analyze)');
      // The last thing of all: a database without the mark is made anew.
      await owner.query('create schema bench');
      await owner.query('create table bench.history as select $1::float8 as scale, $2::int4 as shape', [scale, SHAPE]);
    });
    madeIn = (performance.now() - began) / 1000;
  } else {
    await bringUpToDate(url);
  }
  return asOwner(url, async (owner) => {
    const { rows } = await owner.query<Pick<BenchDatabase, 'bytes' | 'observations' | 'publishedUpdates'>>(
      `select pg_database_size(current_database())::float8 as bytes, (select count(*)::int4 from observation) as observations,
         (select count(*)::int4 from published_update) as "publishedUpdates"`,
    );
    return { url, scale, madeIn, ...rows[0]! };
  });
}

/** As a start of the register does: its migrations, and the reference figures where there are none. */
async function bringUpToDate(url: string): Promise<void> {
  const register = await openRegister({ ...readConfig({}), databaseUrl: url });
  await register.close();
}

async function isMade(url: string, scale: number): Promise<boolean> {
  try {
    return await asOwner(url, async (owner) => {
      const { rows } = await owner.query<{ made: boolean }>(
        // What is submitted in measuring stays behind: a database with much of it is no longer of its scale.
        `select scale = $1 and shape = $2 and (select count(*) from progress_update where status <> 'PUBLISHED')
           <= (select count(*) from published_update) / 10 as made from bench.history`,
        [scale, SHAPE],
      );
      return rows[0]?.made ?? false;
    });
  } catch {
    return false;
  }
}

/** Milliseconds between looks at what runs, and the longest to wait for it to end. */
const LOOK = 50;
const PATIENCE = 60_000;

/**
 * Waits until the database has nothing to do: requests that a round cut off at its end are still worked off, and would
 * cost the next server.
 */
export async function settle(url: string): Promise<void> {
  await asOwner(url, async (owner) => {
    let quiet = 0;
    for (const deadline = Date.now() + PATIENCE; quiet < 3 && Date.now() < deadline;) {
      const { rows } = await owner.query<{ busy: boolean }>(
        `select exists (select from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle') as busy`,
      );
      quiet = rows[0]!.busy ? 0 : quiet + 1;
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
  });
}
