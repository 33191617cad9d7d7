import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Recommendations1763800005000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table recommendation (
        id int4 generated always as identity constraint recommendation_pk primary key,
        code text not null constraint recommendation_code_unique unique,
        title text not null,
        summary text not null,
        kind text not null constraint recommendation_kind check (kind in ('RECOMMENDATION', 'GROUP')),
        due_on date,
        recurrence text constraint recommendation_recurrence check (recurrence in ('ANNUAL', 'ONGOING')),
        parent_id int4 constraint recommendation_parent_fk references recommendation,
        position int4 not null
      )`);
    await runner.query(`
      create table recommendation_priority (
        recommendation_id int4 not null constraint recommendation_priority_recommendation_fk references recommendation,
        priority_id int4 not null constraint recommendation_priority_priority_fk references strategic_priority,
        constraint recommendation_priority_pk primary key (recommendation_id, priority_id)
      )`);
    await runner.query('create index recommendation_priority_by_priority on recommendation_priority (priority_id)');
    await runner.query(`
      create table addressee (
        id int4 generated always as identity constraint addressee_pk primary key,
        code text not null constraint addressee_code_unique unique,
        name text not null,
        organisation_kind text,
        organisation_id int4 constraint addressee_organisation_fk references organisation,
        constraint addressee_one_or_kind check (num_nonnulls(organisation_kind, organisation_id) = 1)
      )`);
    await runner.query(`
      create table recommendation_addressee (
        recommendation_id int4 not null constraint recommendation_addressee_recommendation_fk references recommendation,
        addressee_id int4 not null constraint recommendation_addressee_addressee_fk references addressee,
        constraint recommendation_addressee_pk primary key (recommendation_id, addressee_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table recommendation_addressee, addressee, recommendation_priority, recommendation');
  }
}
