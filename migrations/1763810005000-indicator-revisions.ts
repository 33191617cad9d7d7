import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The publication that last changed an indicator's description, as observations have it. */
export class IndicatorRevisions1763810005000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'alter table indicator add revision int4 constraint indicator_revision_fk references publication',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table indicator drop revision');
  }
}
