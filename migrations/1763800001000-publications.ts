import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Publications1763800001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table publication (
        revision int4 generated always as identity constraint publication_pk primary key,
        kind text not null constraint publication_kind check (kind in ('REFERENCE_FIGURES', 'INDICATOR_RELEASE')),
        title text not null,
        published_at timestamptz not null default now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table publication');
  }
}
