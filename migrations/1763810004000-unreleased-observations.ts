import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Figures that wait for their release. They stand apart from published ones, and only the Office may read them. */
export class UnreleasedObservations1763810004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table unreleased_observation (
        id int4 generated always as identity constraint unreleased_observation_pk primary key,
        indicator_id int4 not null constraint unreleased_observation_indicator_fk references indicator,
        area_id int4 not null constraint unreleased_observation_area_fk references area,
        period_start date not null,
        period_end date not null,
        value float8,
        lower float8,
        upper float8,
        marker text constraint unreleased_observation_marker
          check (marker in ('b', 'c', 'e', 'k', 'p', 'r', 'u', 'x', 'z')),
        release_at timestamptz not null,
        constraint unreleased_observation_unique unique (indicator_id, area_id, period_start, period_end),
        constraint unreleased_observation_period check (period_start <= period_end),
        constraint unreleased_observation_missing_says_why check (value is not null or marker is not null)
      )`);
    await runner.query('alter table unreleased_observation enable row level security');
    await runner.query('alter table unreleased_observation force row level security');
    await runner.query('grant select on unreleased_observation to oscdr_office');
    await runner.query(
      'create policy unreleased_observation_read_by_oscdr_office on unreleased_observation for select to oscdr_office using (true)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table unreleased_observation');
  }
}
