import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every server is told of a publication as it commits: src/publications/revision-watch.ts listens. */
export class PublicationNotice1763830023000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function announce_publication() returns trigger language plpgsql
      security definer set search_path = public, pg_temp as $$
      begin
        -- PostgreSQL delivers it when the transaction has committed, and never where it is undone.
        perform pg_notify('register_publication', new.revision::text);
        return null;
      end $$`);
    await runner.query(
      'create trigger announce after insert on publication for each row execute function announce_publication()',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop trigger announce on publication');
    await runner.query('drop function announce_publication()');
  }
}
