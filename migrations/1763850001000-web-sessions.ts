import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who has signed in to the site's own pages. What is kept is sealed under a key that only the person's cookie holds, and is
 * found by the hash of that. No role may look at the table: one session at a time is asked for, by whoever knows its hash.
 */
export class WebSessions1763850001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table web_session (
        hash text not null constraint web_session_pk primary key,
        sealed bytea not null,
        expires_at timestamptz not null,
        renewing_until timestamptz
      )`);
    await runner.query('create index web_session_expires_at on web_session (expires_at)');
    const define = async (head: string, kind: string, body: string): Promise<void> => {
      await runner.query(`create function ${head} ${kind}
        security definer set search_path = public, pg_temp as $$ ${body} $$`);
      const signature = head.slice(0, head.indexOf(' returns'));
      await runner.query(`revoke execute on function ${signature} from public`);
      await runner.query(`grant execute on function ${signature} to oscdr_public`);
    };
    await define(
      'begin_web_session(session text, content bytea, ends timestamptz) returns void',
      'language sql volatile',
      `delete from web_session where expires_at < now();
       insert into web_session (hash, sealed, expires_at) values (session, content, ends)`,
    );
    await define(
      'read_web_session(session text) returns bytea',
      'language sql stable',
      'select sealed from web_session where hash = session and expires_at > now()',
    );
    // One server renews at a time, and a server that stops meanwhile does not stop the next.
    await define(
      'claim_web_session_renewal(session text) returns boolean',
      'language sql volatile',
      `with claimed as (update web_session set renewing_until = now() + interval '15 seconds'
         where hash = session and expires_at > now() and (renewing_until is null or renewing_until < now()) returning 1)
       select exists (select from claimed)`,
    );
    await define(
      'renew_web_session(session text, content bytea) returns void',
      'language sql volatile',
      'update web_session set sealed = content, renewing_until = null where hash = session',
    );
    await define(
      'end_web_session(session text) returns void',
      'language sql volatile',
      'delete from web_session where hash = session',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function end_web_session, renew_web_session, claim_web_session_renewal, read_web_session');
    await runner.query('drop function begin_web_session');
    await runner.query('drop table web_session');
  }
}
