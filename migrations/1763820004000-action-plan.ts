import type { MigrationInterface, QueryRunner } from 'typeorm';

const READERS = 'oscdr_public, oscdr_council, oscdr_government, oscdr_office';
const RATINGS = `('RED', 'AMBER_RED', 'AMBER', 'AMBER_GREEN', 'GREEN', 'NOT_RATED')`;
const DELIVERY_STATUSES = `('NOT_STARTED', 'IN_PROGRESS', 'PENDING_VERIFICATION', 'IMPLEMENTED', 'PARTLY_IMPLEMENTED',
  'NOT_IMPLEMENTED', 'SUPERSEDED')`;
const TABLES = ['action', 'milestone', 'action_priority', 'action_recommendation'];

/** The action plan, as published: actions, the milestones of each, and what they serve. The Office keeps it. */
export class ActionPlan1763820004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema as_of cascade');
    await runner.query(`
      create table action (
        id int4 generated always as identity constraint action_pk primary key,
        code text not null constraint action_code_unique unique,
        title text not null,
        summary text not null,
        organisation_id int4 not null constraint action_organisation_fk references organisation,
        starts_on date,
        due_on date,
        original_due_on date,
        delivery_status text not null default 'NOT_STARTED'
          constraint action_delivery_status check (delivery_status in ${DELIVERY_STATUSES}),
        percent_complete int4 constraint action_percent_complete check (percent_complete between 0 and 100),
        self_rated_rag text not null default 'NOT_RATED'
          constraint action_self_rated_rag check (self_rated_rag in ${RATINGS}),
        verified_rag text not null default 'NOT_RATED'
          constraint action_verified_rag check (verified_rag in ${RATINGS}),
        version int4 not null default 1,
        constraint action_owner unique (id, organisation_id),
        constraint action_dates check (starts_on <= due_on)
      )`);
    await runner.query('create index action_by_organisation on action (organisation_id)');
    await runner.query(`
      create table milestone (
        id int4 generated always as identity constraint milestone_pk primary key,
        action_id int4 not null constraint milestone_action_fk references action,
        code text not null constraint milestone_code_unique unique,
        title text not null,
        due_on date not null,
        original_due_on date not null,
        completed_on date,
        version int4 not null default 1
      )`);
    await runner.query('create index milestone_by_action on milestone (action_id, due_on)');
    for (const [link, target] of [
      ['action_priority', 'strategic_priority'],
      ['action_recommendation', 'recommendation'],
    ]) {
      const column = link!.replace('action_', '');
      // An id of their own, so that the versions of a link can be kept like those of any record.
      await runner.query(`
        create table ${link} (
          id int4 generated always as identity constraint ${link}_pk primary key,
          action_id int4 not null constraint ${link}_action_fk references action,
          ${column}_id int4 not null constraint ${link}_${column}_fk references ${target},
          constraint ${link}_unique unique (action_id, ${column}_id)
        )`);
      await runner.query(`create index ${link}_by_${column} on ${link} (${column}_id)`);
    }
    for (const table of TABLES) {
      await runner.query(
        `create trigger keep_record_version after insert or update or delete on ${table}
         for each row execute function keep_record_version()`,
      );
    }
    await runner.query(`grant select on ${TABLES.join(', ')} to ${READERS}`);
    await runner.query('grant insert, update on action, milestone to oscdr_office');
    await runner.query('grant insert, delete on action_priority, action_recommendation to oscdr_office');
    await runner.query('select rebuild_as_of()');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema as_of cascade');
    await runner.query('drop table action_recommendation, action_priority, milestone, action');
    await runner.query(`delete from record_version where table_name = any($1)`, [TABLES]);
    await runner.query('select rebuild_as_of()');
  }
}
