import type { MigrationInterface, QueryRunner } from 'typeorm';

const MARKERS = `('b', 'c', 'e', 'k', 'p', 'r', 'u', 'x', 'z')`;
const MEASUREMENT = `
  indicator_id int4 not null,
  area_id int4 not null,
  period_start date not null,
  period_end date not null,
  value float8,
  lower float8,
  upper float8,
  marker text,
  note text,
  revision int4 not null`;

export class Indicators1763800007000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table indicator (
        id int4 generated always as identity constraint indicator_pk primary key,
        code text not null constraint indicator_code_unique unique,
        name text not null,
        domain text not null,
        description text not null,
        unit text not null,
        direction text not null constraint indicator_direction
          check (direction in ('HIGHER_IS_BETTER', 'LOWER_IS_BETTER', 'CONTEXT_ONLY')),
        source text not null,
        licence text not null,
        limitations text,
        derived boolean not null
      )`);
    await runner.query(`
      create table observation (${MEASUREMENT},
        constraint observation_pk primary key (indicator_id, area_id, period_end, period_start),
        constraint observation_indicator_fk foreign key (indicator_id) references indicator,
        constraint observation_area_fk foreign key (area_id) references area,
        constraint observation_revision_fk foreign key (revision) references publication,
        constraint observation_period check (period_start <= period_end),
        constraint observation_marker check (marker in ${MARKERS}),
        constraint observation_missing_says_why check (value is not null or marker is not null),
        constraint observation_limits check (lower <= value and value <= upper)
      )`);
    await runner.query(
      'create index observation_by_area on observation (area_id, indicator_id, period_end, period_start)',
    );
    await runner.query(
      'create index observation_by_period on observation (period_end, period_start, indicator_id, area_id)',
    );
    // What was published before a revision. Never changed: corrections add to it.
    await runner.query(`
      create table observation_revision (${MEASUREMENT},
        replaced_in_revision int4 not null
          constraint observation_revision_replaced_fk references publication,
        constraint observation_revision_pk
          primary key (indicator_id, area_id, period_end, period_start, replaced_in_revision),
        constraint observation_revision_observation_fk foreign key (indicator_id, area_id, period_end, period_start)
          references observation
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table observation_revision, observation, indicator');
  }
}
