import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Revisions are counted where they are made, under a lock: a sequence leaves a gap where a transaction is undone. */
export class PublicationRevisions1763810007000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table publication alter revision drop identity');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table publication alter revision add generated always as identity');
    await runner.query(
      `select setval(pg_get_serial_sequence('publication', 'revision'), max(revision)) from publication`,
    );
  }
}
