import type { MigrationInterface, QueryRunner } from 'typeorm';

const OFFICE = `(select id from organisation where kind = 'OFFICE')`;
/** Days are those of London, wherever the server stands. */
const TODAY = `(now() at time zone 'Europe/London')::date`;
const DUE_KIND = (column: string): string => `case when ${column} < ${TODAY} then 'OVERDUE' else 'DUE_SOON' end`;
const DUE = (column: string): string => `${column} <= ${TODAY} + 30`;
/** Reported as done, it is no longer the organisation's task. */
const OPEN = `in ('NOT_STARTED', 'IN_PROGRESS')`;

/** What somebody must do next, and who: nothing of it is stored. */
export class Tasks1763820009000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create view task with (security_invoker = true) as
      select 'RETURNED' as kind, 'ProgressUpdate' as subject_type, key::text as subject_key,
        organisation_id as for_organisation_id, organisation_id, null::date as due_on, updated_at as since
        from progress_update where status = 'RETURNED'
      union all select 'RETURNED', 'DataReturn', key::text, organisation_id, organisation_id, null, updated_at
        from data_return where status = 'RETURNED'
      union all select ${DUE_KIND('assignment.due_on')}, 'Assignment', recommendation.code || ':' || organisation.code,
        organisation.id, organisation.id, assignment.due_on, null
        from assignment join recommendation on recommendation.id = recommendation_id
        join organisation on organisation.id = organisation_id
        where ${DUE('assignment.due_on')} and coalesce(delivery_status, 'NOT_STARTED') ${OPEN} and organisation.is_current
      union all select ${DUE_KIND('due_on')}, 'Action', code, organisation_id, organisation_id, due_on, null
        from action where ${DUE('due_on')} and delivery_status ${OPEN}
      union all select ${DUE_KIND('milestone.due_on')}, 'Milestone', milestone.code, action.organisation_id,
        action.organisation_id, milestone.due_on, null
        from milestone join action on action.id = action_id
        where ${DUE('milestone.due_on')} and completed_on is null and delivery_status <> 'SUPERSEDED'
      union all select 'AWAITING_REVIEW', 'ProgressUpdate', key::text, ${OFFICE}, organisation_id, null, updated_at
        from progress_update where status = 'SUBMITTED'
      union all select 'AWAITING_REVIEW', 'DataReturn', key::text, ${OFFICE}, organisation_id, null, updated_at
        from data_return where status = 'SUBMITTED'
      union all select 'AWAITING_REVIEW', 'DueDateRequest', key::text, ${OFFICE}, organisation_id, null, updated_at
        from due_date_request where status = 'REQUESTED'
      union all select 'AWAITING_PUBLICATION', 'ProgressUpdate', key::text, ${OFFICE}, organisation_id, null, updated_at
        from progress_update where status = 'APPROVED' and release_at is null
      union all select 'AWAITING_PUBLICATION', 'RecommendationResponse', key::text, ${OFFICE}, organisation_id, null,
        updated_at
        from recommendation_response where status = 'SUBMITTED' and release_at is null`);
    await runner.query('grant select on task to oscdr_council, oscdr_government, oscdr_office');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop view task');
  }
}
