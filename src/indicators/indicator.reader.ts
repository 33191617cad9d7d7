import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { Reads } from '../database/database';
import { oneByKey } from '../database/readers';
import { Indicator } from './indicator';
import { Observation, ObservationRevision } from './observation';

export const indicatorById = oneByKey(Indicator, { key: 'indicator.id', type: 'int4' });
export const indicatorByCode = oneByKey(Indicator, { key: 'indicator.code', type: 'text' });

/** By indicator, area and days of the period, as `wellbeing_anxiety:E08000004:2022-04-01:2023-03-31`. */
export async function observationByKey(database: Reads, keys: readonly string[]): Promise<(Observation | null)[]> {
  // Without colons in a code: else a long key of colons would be taken apart in every way there is.
  const parts = keys.map((key) => /^([^:]+):([^:]+):(\d{4}-\d\d-\d\d):(\d{4}-\d\d-\d\d)$/.exec(key)?.slice(1) ?? []);
  const rows = await database.rows<Observation & { position: number }>(
    `select wanted.position::int4 as position, ${database.columns(Observation)}
     from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality
       as wanted(indicator_code, area_code, period_start, period_end, position)
     join indicator on indicator.code = wanted.indicator_code
     join area_code on area_code.code = wanted.area_code
     join observation on observation.indicator_id = indicator.id and observation.area_id = area_code.area_id
      and observation.period_start::text = wanted.period_start and observation.period_end::text = wanted.period_end`,
    [0, 1, 2, 3].map((index) => parts.map((part) => part[index] ?? null)),
  );
  const found = new Map(rows.map((row) => [row.position, row]));
  return keys.map((_, index) => found.get(index + 1) ?? null);
}

/** Reads the rows of an entity that belong to each observation, by the observation's key, in `order`. */
export function manyByObservation<Row extends ObjectLiteral>(entity: EntityTarget<Row>, order: string) {
  return async (database: Reads, observations: readonly Observation[]): Promise<Row[][]> => {
    const rows = await database.rows<Row & { position: number }>(
      `select wanted.position::int4 as position, ${database.columns(entity)}
       from unnest($1::int4[], $2::int4[], $3::date[], $4::date[]) with ordinality
         as wanted(indicator_id, area_id, period_start, period_end, position)
       join ${database.table(entity)} using (indicator_id, area_id, period_start, period_end)
       order by ${order}`,
      [
        observations.map((each) => each.indicatorId),
        observations.map((each) => each.areaId),
        observations.map((each) => each.periodStart),
        observations.map((each) => each.periodEnd),
      ],
    );
    const grouped = observations.map(() => [] as Row[]);
    for (const row of rows) {
      grouped[row.position - 1]!.push(row);
    }
    return grouped;
  };
}

/** What observations said before they were revised, the latest first. */
export const revisionsOfObservation = manyByObservation(
  ObservationRevision,
  'observation_revision.replaced_in_revision desc',
);
