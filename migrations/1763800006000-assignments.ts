import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Assignments1763800006000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table assignment (
        id int4 generated always as identity constraint assignment_pk primary key,
        recommendation_id int4 not null constraint assignment_recommendation_fk references recommendation,
        organisation_id int4 not null constraint assignment_organisation_fk references organisation,
        response text not null default 'NO_RESPONSE' constraint assignment_response check (response in ('NO_RESPONSE',
          'UNDER_CONSIDERATION', 'ACCEPTED', 'ACCEPTED_IN_PART', 'ACCEPTED_IN_PRINCIPLE', 'NOTED', 'REJECTED')),
        delivery_status text constraint assignment_delivery_status check (delivery_status in ('NOT_STARTED',
          'IN_PROGRESS', 'PENDING_VERIFICATION', 'IMPLEMENTED', 'PARTLY_IMPLEMENTED', 'NOT_IMPLEMENTED', 'SUPERSEDED')),
        constraint assignment_unique unique (recommendation_id, organisation_id)
      )`);
    await runner.query('create index assignment_by_organisation on assignment (organisation_id)');
    await runner.query(`
      create table published_activity (
        id int4 generated always as identity constraint published_activity_pk primary key,
        assignment_id int4 not null constraint published_activity_assignment_fk references assignment,
        year int4 not null,
        title text not null,
        summary text not null,
        stage text not null constraint published_activity_stage check (stage in ('PLANNED', 'IN_PROGRESS', 'COMPLETE')),
        source text not null,
        constraint published_activity_unique unique (assignment_id, title)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table published_activity, assignment');
  }
}
