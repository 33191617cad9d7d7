import type { MigrationInterface, QueryRunner } from 'typeorm';

const VIEWS = ['neighbour_gap', 'council_concern'];

/**
 * The figures behind the signals of concern, from published facts: a council's latest figures beside the mean of its
 * statistical neighbours, and how far it is with what it must do. src/concerns says which figures raise a signal.
 */
export class CouncilsOfConcern1763830003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create view neighbour_gap with (security_invoker = true) as
      with latest as materialized (
        select distinct on (observation.indicator_id, observation.area_id) observation.*, indicator.direction
        from observation join indicator on indicator.id = observation.indicator_id
        join area on area.id = observation.area_id and area.kind = 'COUNCIL' and area.is_current
        where observation.value is not null and indicator.direction <> 'CONTEXT_ONLY'
        order by observation.indicator_id, observation.area_id, observation.period_end desc, observation.period_start desc
      ), peer as materialized (
        select statistical_neighbour.council_id, other.indicator_id, other.period_start, other.period_end,
          avg(other.value) as mean, count(*)::int4 as neighbours
        from latest other join statistical_neighbour on statistical_neighbour.neighbour_id = other.area_id
        group by 1, 2, 3, 4
      )
      select own.area_id, own.indicator_id, own.period_start, own.period_end, own.value, own.lower, own.upper,
        peer.mean as neighbour_mean, peer.neighbours,
        case own.direction when 'HIGHER_IS_BETTER' then own.upper < peer.mean else own.lower > peer.mean end
          as is_clearly_worse
      from latest own
      join peer on peer.council_id = own.area_id and peer.indicator_id = own.indicator_id
        and peer.period_end = own.period_end and peer.period_start = own.period_start
      where own.lower is not null and own.upper is not null and peer.neighbours >= 5`);
    await runner.query(`
      create view council_concern with (security_invoker = true) as
      select area.id as area_id, coalesce(gap.worse, 0)::int4 as clearly_worse,
        coalesce(gap.compared, 0)::int4 as compared, coalesce(duty.assignments, 0)::int4 as assignments,
        coalesce(duty.not_reported, 0)::int4 as not_reported, coalesce(duty.overdue, 0)::int4 as overdue
      from area
      left join (select area_id, count(*) filter (where is_clearly_worse) as worse, count(*) as compared
        from neighbour_gap group by area_id) gap on gap.area_id = area.id
      left join (select organisation.area_id, count(*) as assignments,
          count(*) filter (where delivery_status is null) as not_reported,
          count(*) filter (where due_on < register_today()
            and (delivery_status is null or delivery_status in ('NOT_STARTED', 'IN_PROGRESS'))) as overdue
        from assignment join organisation on organisation.id = assignment.organisation_id group by organisation.area_id
      ) duty on duty.area_id = area.id
      where area.kind = 'COUNCIL' and area.is_current`);
    await runner.query(`grant select on ${VIEWS.join(', ')} to oscdr_government, oscdr_office`);
    await runner.query('select rebuild_as_of()');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema as_of cascade');
    await runner.query('drop view council_concern, neighbour_gap');
    await runner.query('select rebuild_as_of()');
  }
}
