import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Organisations1763800003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table organisation (
        id int4 generated always as identity constraint organisation_pk primary key,
        code text not null constraint organisation_code_unique unique,
        name text not null,
        kind text not null constraint organisation_kind check (kind in ('GOVERNMENT', 'OFFICE', 'DEPARTMENT',
          'REGULATOR', 'PUBLIC_BODY', 'SECTOR', 'COUNCIL', 'POLICE_FORCE')),
        note text,
        is_current boolean not null default true,
        area_id int4 constraint organisation_area_unique unique constraint organisation_area_fk references area,
        constraint organisation_area_by_kind check ((kind in ('COUNCIL', 'POLICE_FORCE')) = (area_id is not null))
      )`);
    await runner.query('create index organisation_by_name on organisation (name, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table organisation');
  }
}
