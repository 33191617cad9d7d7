import type { Reads } from '../database/database';
import { manyByKey, oneByKey } from '../database/readers';
import { Council } from './council';

/** By its present code or a former one. */
export const councilByCode = oneByKey(Council, {
  key: 'area_code.code',
  type: 'text',
  join: 'join area_code on area_code.area_id = area.id',
  where: `area.kind = 'COUNCIL'`,
});

export const districtsOfCounty = manyByKey(Council, {
  key: 'area.county_id',
  type: 'int4',
  where: 'area.is_current = (select county.is_current from area county where county.id = area.county_id)',
  order: 'area.name, area.id',
});

export const predecessorsOfCouncil = manyByKey(Council, {
  key: 'area_succession.successor_id',
  type: 'int4',
  join: 'join area_succession on area_succession.predecessor_id = area.id',
  order: 'area.name, area.id',
});

export const successorsOfCouncil = manyByKey(Council, {
  key: 'area_succession.predecessor_id',
  type: 'int4',
  join: 'join area_succession on area_succession.successor_id = area.id',
  order: 'area.name, area.id',
});

export const neighboursOfCouncil = manyByKey(Council, {
  key: 'statistical_neighbour.council_id',
  type: 'int4',
  join: 'join statistical_neighbour on statistical_neighbour.neighbour_id = area.id',
  order: 'statistical_neighbour.rank',
});

export async function formerCodesOfCouncil(database: Reads, ids: readonly number[]): Promise<string[][]> {
  const rows = await database.rows<{ id: number; codes: string[] }>(
    `select area.id, array_agg(area_code.code order by area_code.code) as codes
     from area join area_code on area_code.area_id = area.id and area_code.code <> area.code
     where area.id = any($1::int4[]) group by area.id`,
    [ids],
  );
  const codes = new Map(rows.map((row) => [row.id, row.codes]));
  return ids.map((id) => codes.get(id) ?? []);
}
