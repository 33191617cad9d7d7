import type { MigrationInterface, QueryRunner } from 'typeorm';

const READERS = 'oscdr_public, oscdr_council, oscdr_government, oscdr_office';
const TABLES = ['assessment_criteria_set', 'assessment_criterion'];

/**
 * What councils are assessed by, in versions. A version is published with the reference package and never changes: an
 * assessment stays readable by the words it was made by, and other words are another version.
 */
export class AssessmentCriteria1763830020000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table assessment_criteria_set (
        version int4 constraint assessment_criteria_set_pk primary key,
        label text not null,
        status text not null constraint assessment_criteria_set_status check (status in ('PROJECT_DRAFT', 'ADOPTED')),
        adopted_on date,
        note text not null,
        least_shortfalls int4 not null constraint assessment_criteria_set_shortfalls check (least_shortfalls >= 1),
        most_insufficient_percent int4 not null
          constraint assessment_criteria_set_percent check (most_insufficient_percent between 0 and 99),
        threshold_note text not null,
        revision int4 not null constraint assessment_criteria_set_revision_fk references publication,
        constraint assessment_criteria_set_adopted check ((status = 'ADOPTED') = (adopted_on is not null))
      )`);
    await runner.query(`
      create table assessment_criterion (
        id int4 generated always as identity constraint assessment_criterion_pk primary key,
        criteria_version int4 not null
          constraint assessment_criterion_set_fk references assessment_criteria_set,
        code text not null,
        position int4 not null,
        recommendation_id int4 not null constraint assessment_criterion_recommendation_fk references recommendation,
        title text not null,
        question text not null,
        sufficient text not null,
        partly text not null,
        insufficient text not null,
        constraint assessment_criterion_unique unique (criteria_version, code),
        constraint assessment_criterion_position unique (criteria_version, position)
      )`);
    for (const table of TABLES) {
      await runner.query(
        `create trigger append_only before update or delete or truncate on ${table}
         for each statement execute function refuse_change()`,
      );
      await runner.query(`grant select on ${table} to ${READERS}`);
    }
    await runner.query('select rebuild_as_of()');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema as_of cascade');
    await runner.query('drop table assessment_criterion, assessment_criteria_set');
    await runner.query('select rebuild_as_of()');
  }
}
