import type { Reads } from '../database/database';
import { Observation } from '../indicators/observation';

/** What a figure beside a council's is read by: the period of that one, and a region, or null for England. */
export const besideKey = ({ indicatorId, periodStart, periodEnd }: Observation, regionId: number | null): string =>
  JSON.stringify([indicatorId, regionId, periodStart, periodEnd]);

/** What England or regions have for the very periods of councils' figures; null where nothing is published. */
export async function observationsBeside(database: Reads, keys: readonly string[]): Promise<(Observation | null)[]> {
  const wanted = keys.map((key) => JSON.parse(key) as unknown[]);
  const rows = await database.rows<Observation & { position: number }>(
    `select wanted.position::int4 as position, ${database.columns(Observation)}
     from unnest($1::int4[], $2::int4[], $3::date[], $4::date[]) with ordinality
       as wanted(indicator_id, region_id, period_start, period_end, position)
     join observation using (indicator_id, period_start, period_end)
     where observation.area_id = coalesce(wanted.region_id, (select id from area where kind = 'COUNTRY'))`,
    [0, 1, 2, 3].map((index) => wanted.map((parts) => parts[index])),
  );
  const found = new Map(rows.map((row) => [row.position, row]));
  return keys.map((_, index) => found.get(index + 1) ?? null);
}
