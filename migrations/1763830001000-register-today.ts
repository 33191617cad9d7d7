import type { MigrationInterface, QueryRunner } from 'typeorm';

const MOMENT = `nullif(current_setting('oscdr.moment', true), '')::timestamptz`;

/**
 * The day that "overdue" is reckoned by: today in London, wherever the server stands, or the day of the moment that a
 * request looks at. And the action plan as one list, for those who draw it.
 */
export class RegisterToday1763830001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function register_today() returns date language sql stable parallel safe as
      $$ select (coalesce(${MOMENT}, now()) at time zone 'Europe/London')::date $$`);
    await runner.query(`
      create view timeline_item with (security_invoker = true) as
      select line.*, case when is_open then coalesce(greatest(register_today() - due_on, 0), 0) else 0 end as days_late,
        coalesce(is_open and (register_today() - due_on > 28 or due_on - original_due_on > 90), false) as is_critically_late
      from (
        select 'ACTION' as kind, action.code, action.title, action.id as action_id, null::int4 as milestone_id,
          action.organisation_id, action.starts_on, action.due_on, action.original_due_on, null::date as completed_on,
          action.delivery_status in ('NOT_STARTED', 'IN_PROGRESS') as is_open
        from action
        union all
        select 'MILESTONE', milestone.code, milestone.title, action.id, milestone.id, action.organisation_id, null,
          milestone.due_on, milestone.original_due_on, milestone.completed_on,
          milestone.completed_on is null and action.delivery_status <> 'SUPERSEDED'
        from milestone join action on action.id = milestone.action_id
      ) line`);
    await runner.query('grant select on timeline_item to oscdr_public, oscdr_council, oscdr_government, oscdr_office');
    await runner.query('select rebuild_as_of()');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema as_of cascade');
    await runner.query('drop view timeline_item');
    await runner.query('drop function register_today()');
    await runner.query('select rebuild_as_of()');
  }
}
