import type { Reads } from '../database/database';
import type { BatchRead } from '../graph/context';
import { Indicator } from '../indicators/indicator';

export interface Days {
  /** The register's day: that of the moment it is looked at. */
  today: string;
  /** The last moment of the report's year, in London. */
  yearEndsAt: Date;
}

/** The days that the reports of years are reckoned by. */
export function daysOfYears(database: Reads, years: readonly number[]): Promise<Days[]> {
  return database.rows<Days>(
    `select register_today()::text as today,
       make_date(year + 1, 1, 1)::timestamp at time zone 'Europe/London' - interval '1 millisecond' as "yearEndsAt"
     from unnest($1::int4[]) with ordinality as wanted(year, position) order by position`,
    [years],
  );
}

export interface Reporting {
  councils: number;
  reported: number;
}

/**
 * How many of the present councils had reported by the end of each of some days: of the versions of assignments that the
 * register keeps, as progress over time is counted. Each is read once, where a roll-up a council would read all for each.
 */
export function reportingOnDays(database: Reads, days: readonly string[]): Promise<Reporting[]> {
  return database.rows<Reporting>(
    `with day as materialized (
       select ends.position, (select coalesce(max(revision), 0) from publication
         where published_at < (ends.day + 1)::timestamp at time zone 'Europe/London') as revision
       from unnest($1::date[]) with ordinality as ends(day, position)),
     reported as materialized (
       select distinct day.position, (version.content ->> 'organisation_id')::int4 as organisation_id
       from day join record_version version on version.table_name = 'assignment' and version.kind <> 'REMOVED'
         and version.revision <= day.revision
         and (version.until_revision is null or version.until_revision > day.revision)
       where version.content ->> 'delivery_status' is not null)
     select count(organisation.id)::int4 as councils, count(reported.organisation_id)::int4 as reported
     from day
     left join (organisation join area on area.id = organisation.area_id and area.kind = 'COUNCIL' and area.is_current) on true
     left join reported on reported.position = day.position and reported.organisation_id = organisation.id
     group by day.position order by day.position`,
    [days],
  );
}

export interface Coverage {
  councilsWithFigure: number;
  councilsWithoutFigure: number;
}

/** How many of the present councils have a value of each indicator, of any period that had ended by a day. */
export function coverageUntil(until: string): BatchRead<number, Coverage> {
  return (database, indicatorIds) =>
    database.rows<Coverage>(
      `select count(*) filter (where council.measured)::int4 as "councilsWithFigure",
         count(*) filter (where not council.measured)::int4 as "councilsWithoutFigure"
       from unnest($1::int4[]) with ordinality as wanted(indicator_id, position)
       cross join lateral (
         select exists (select from observation where observation.indicator_id = wanted.indicator_id
           and observation.area_id = area.id and observation.value is not null
           and observation.period_end <= $2::date) as measured
         from area where area.kind = 'COUNCIL' and area.is_current
       ) council
       group by wanted.position order by wanted.position`,
      [indicatorIds, until],
    );
}

/** Every indicator, by domain and code, whichever the key. */
export async function everyIndicator(database: Reads, keys: readonly number[]): Promise<Indicator[][]> {
  const rows = await database.rows<Indicator>(
    `select ${database.columns(Indicator)} from ${database.table(Indicator)} order by indicator.domain, indicator.code`,
  );
  return keys.map(() => rows);
}
