import type { CouncilType } from '../councils/council';
import type { Reads } from '../database/database';
import { Observation } from '../indicators/observation';
import { populationNear } from './population';

/** Councils that are compared with each other: those of some types, or a council and its statistical neighbours. */
export type PeerGroup = { types: readonly CouncilType[]; regionId: number | null } | { neighboursOf: number };

/** What one of them has for the period; nothing at all only among neighbours. */
export interface Peer {
  councilId: number;
  population: number | null;
  observation: Observation | null;
}

export type PeersKey = PeerGroup & { indicatorId: number; periodStart: string; periodEnd: string };

/**
 * What the councils of groups have for a period, by groups as JSON: councils of a level share most of theirs, and a
 * DataLoader knows equal texts. A council that was replaced is left out where its successor has a value for the period
 * too, or its people would count twice.
 */
export async function peersOfGroup(database: Reads, keys: readonly string[]): Promise<Peer[][]> {
  const rows = await database.rows<Omit<Peer, 'observation'> & Observation & { position: number }>(
    // Materialized, because the past of `area` is made of JSON: reading that for each group would take seconds.
    `with council as materialized (select id, type, region_id from area where kind = 'COUNCIL')
     select wanted.position::int4 as position, peer.id as "councilId", near.population,
       ${database.columns(Observation)}
     from unnest($1::jsonb[]) with ordinality as wanted(key, position)
     cross join lateral jsonb_to_record(wanted.key) as "group"("indicatorId" int4, "periodStart" date,
       "periodEnd" date, types text[], "regionId" int4, "neighboursOf" int4)
     cross join lateral (
       select council.id from council where council.type = any("group".types)
         and ("group"."regionId" is null or council.region_id = "group"."regionId")
       union all
       select "group"."neighboursOf" where "group"."neighboursOf" is not null
       union all
       select neighbour_id from statistical_neighbour where council_id = "group"."neighboursOf"
     ) peer
     left join observation on observation.indicator_id = "group"."indicatorId" and observation.area_id = peer.id
       and observation.period_end = "group"."periodEnd" and observation.period_start = "group"."periodStart"
     left join ${populationNear('observation.area_id', 'observation.period_end')} near on true
     where (observation.area_id is not null or "group"."neighboursOf" is not null)
       -- A lookup for each that was replaced: as a join of the two tables it took seconds, begun from the wrong end.
       and not exists (select from area_succession
         where area_succession.predecessor_id = peer.id
           and (select succeeding.value from observation succeeding
             where succeeding.area_id = area_succession.successor_id
               and succeeding.indicator_id = observation.indicator_id
               and succeeding.period_end = observation.period_end
               and succeeding.period_start = observation.period_start) is not null)
     order by peer.id`,
    [keys],
  );
  const groups = keys.map(() => [] as Peer[]);
  for (const { position, councilId, population, ...observation } of rows) {
    groups[position - 1]!.push({
      councilId,
      population,
      observation: observation.indicatorId === null ? null : observation,
    });
  }
  return groups;
}

export interface LatestKey {
  indicatorId: number;
  types: readonly CouncilType[];
  regionId: number | null;
  until: string | null;
}

/** The latest period in which a council of a group has a value, complete by a day; by groups as JSON. */
export async function latestPeriodOfGroup(
  database: Reads,
  keys: readonly string[],
): Promise<({ periodStart: string; periodEnd: string } | null)[]> {
  const rows = await database.rows<{ position: number; periodStart: string; periodEnd: string }>(
    `select wanted.position::int4 as position, latest.period_start as "periodStart", latest.period_end as "periodEnd"
     from unnest($1::jsonb[]) with ordinality as wanted(key, position)
     cross join lateral jsonb_to_record(wanted.key) as "group"("indicatorId" int4, types text[], "regionId" int4,
       until date)
     cross join lateral (
       select observation.period_start, observation.period_end from observation
       join area on area.id = observation.area_id and area.kind = 'COUNCIL' and area.type = any("group".types)
       where observation.indicator_id = "group"."indicatorId" and observation.value is not null
         and ("group"."regionId" is null or area.region_id = "group"."regionId")
         and ("group".until is null or observation.period_end <= "group".until)
       order by observation.period_end desc, observation.period_start desc limit 1
     ) latest`,
    [keys],
  );
  const found = new Map(rows.map((row) => [row.position, row]));
  return keys.map((_, index) => found.get(index + 1) ?? null);
}
