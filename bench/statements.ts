import { asOwner } from './database/bench-database';
import type { Measured } from './rounds';

/** Milliseconds after which every connection of PostgreSQL has heard of a changed setting. */
const HEARD = 300;

/**
 * How many statements a request sends, counted by PostgreSQL itself (pg_stat_statements): those of the role that the
 * request reads in, transactions' begin and end included. `send` sends the request once.
 */
export async function countStatements(url: string, role: string, send: () => Promise<unknown>): Promise<number> {
  // What is sent once a connection, or once a process, is no cost of a request.
  for (let warm = 0; warm < 3; warm++) await send();
  return asOwner(url, async (owner) => {
    const track = async (what: string): Promise<void> => {
      await owner.query(`alter system set pg_stat_statements.track = '${what}'`);
      await owner.query('select pg_reload_conf()');
      await new Promise((resolve) => setTimeout(resolve, HEARD));
    };
    await owner.query('create extension if not exists pg_stat_statements');
    await track('top');
    try {
      await owner.query('select pg_stat_statements_reset()');
      await send();
      const { rows } = await owner.query<{ calls: number }>(
        `select coalesce(sum(calls), 0)::int4 as calls from pg_stat_statements
         where userid = $1::regrole and dbid = (select oid from pg_database where datname = current_database())`,
        [role],
      );
      return rows[0]!.calls;
    } finally {
      await track('none');
    }
  });
}

export interface MeasuredWithStatements extends Measured {
  /** SQL statements that a request sends; null where they are not counted. */
  statements: number | null;
}

export function withStatements(
  measured: ReadonlyMap<string, Measured>,
  statements: ReadonlyMap<string, number | null>,
): Record<string, MeasuredWithStatements> {
  return Object.fromEntries(
    [...measured].map(([name, each]) => [name, { ...each, statements: statements.get(name) ?? null }]),
  );
}
