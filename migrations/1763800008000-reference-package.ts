import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ReferencePackage1763800008000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Which reference packages have been loaded, so that a start loads nothing twice.
    await runner.query(`
      create table reference_package (
        checksum text constraint reference_package_pk primary key,
        loaded_at timestamptz not null default now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table reference_package');
  }
}
