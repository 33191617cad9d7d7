import type { Reads } from '../database/database';
import { Observation } from '../indicators/observation';
import { populationNear } from './population';

/** What one of the councils that a series rests on has for one period; the council itself or a predecessor. */
export interface SeriesRow {
  /** Null for the council itself. */
  predecessor: string | null;
  /** Whether that predecessor went to several councils. */
  divided: boolean;
  /** The predecessor's, nearest in time. */
  population: number | null;
  /** Null for a predecessor that has no figure at all. */
  observation: Observation | null;
}

/** What a series is read by: `12:3` is indicator 3 in council 12. */
export const seriesKey = (councilId: number, indicatorId: number): string => `${councilId}:${indicatorId}`;

/**
 * All figures of a council and of those it directly took over from, in order of time. A county among these is left out:
 * it overlaps its districts, and was larger than the successor where the county was divided.
 */
export async function seriesOfCouncil(database: Reads, keys: readonly string[]): Promise<SeriesRow[][]> {
  const wanted = keys.map((key) => key.split(':').map(Number));
  const rows = await database.rows<Omit<SeriesRow, 'observation'> & Observation & { position: number }>(
    `select wanted.position::int4 as position, source.predecessor, source.divided, near.population,
       ${database.columns(Observation)}
     from unnest($1::int4[], $2::int4[]) with ordinality as wanted(council_id, indicator_id, position)
     cross join lateral (
       select wanted.council_id as area_id, null as predecessor, false as divided
       union all
       select area.id, area.name,
         (select count(*) from area_succession other where other.predecessor_id = area.id) > 1
       from area_succession join area on area.id = area_succession.predecessor_id
       where area_succession.successor_id = wanted.council_id and area.type <> 'COUNTY'
     ) source
     left join observation on observation.indicator_id = wanted.indicator_id
       and observation.area_id = source.area_id
     left join ${populationNear('observation.area_id', 'observation.period_end')} near on source.predecessor is not null
     order by observation.period_end, observation.period_start, source.predecessor`,
    [0, 1].map((index) => wanted.map((ids) => ids[index])),
  );
  const series = keys.map(() => [] as SeriesRow[]);
  for (const { position, predecessor, divided, population, ...observation } of rows) {
    series[position - 1]!.push({
      predecessor,
      divided,
      population,
      observation: observation.indicatorId === null ? null : observation,
    });
  }
  return series;
}
