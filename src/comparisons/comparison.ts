import { EVERYONE } from '../graph/audience';
import { Field, ObjectType } from '../graph/declare';
import { Council } from '../councils/council';
import type { Context } from '../graph/context';
import { BadUserInput } from '../graph/errors';
import { Indicator } from '../indicators/indicator';
import { MARKER_MEANINGS, type Observation } from '../indicators/observation';
import { besideKey, observationsBeside } from './beside.reader';
import { type Peer, type PeerGroup, type PeersKey, peersOfGroup } from './peers.reader';
import { joinSeries, type Series } from './series';
import { seriesKey, seriesOfCouncil } from './series.reader';

export interface ComparisonDays {
  since?: string | null;
  until?: string | null;
}

@ObjectType({
  audience: EVERYONE,
  description:
    'What an indicator says of a council beside others and over time, worked out from published figures when asked.',
})
export class IndicatorComparison {
  @Field(() => Council, { audience: EVERYONE, description: 'Which council is compared.' })
  council!: Council;

  @Field(() => Indicator, {
    audience: EVERYONE,
    description: 'What is compared. Read its limitations before you make anything of the comparison.',
  })
  indicator!: Indicator;

  since!: string | null;
  until!: string | null;
}

export function compare(council: Council, indicator: Indicator, { since, until }: ComparisonDays): IndicatorComparison {
  if (since && until && since > until) {
    throw new BadUserInput(`"since" (${since}) must not be after "until" (${until}).`);
  }
  return { council, indicator, since: since ?? null, until: until ?? null };
}

export async function seriesOf(context: Context, comparison: IndicatorComparison): Promise<Series> {
  const { council, indicator, until } = comparison;
  return joinSeries(indicator, await context.load(seriesOfCouncil, seriesKey(council.id, indicator.id)), until);
}

/** The council's latest own observation with a value. */
export const latestOf = ({ own }: Series): Observation | null => own.findLast(({ value }) => value !== null) ?? null;

/** A gap after the latest value. */
export function laterGapOf({ own }: Series): Observation | null {
  const last = own.at(-1);
  return last?.value === null ? last : null;
}

/** Why a series has no latest value; null where it has one. */
export function whyNoLatest(series: Series): string | null {
  if (latestOf(series)) return null;
  const gap = laterGapOf(series);
  const reason = gap ? (gap.note ?? MARKER_MEANINGS[gap.marker!]) : 'No figure is published for this council.';
  const derived = series.points.length > 0;
  return derived ? `${reason} Derived figures of its predecessors are in the series, and are not ranked.` : reason;
}

/** What England has for the period of a council's latest value. */
export const besideEngland = (context: Context, comparison: IndicatorComparison): Promise<Observation | null> =>
  beside(context, comparison, null);

/** The same of the council's region. */
export async function besideRegion(context: Context, comparison: IndicatorComparison): Promise<Observation | null> {
  const { regionId } = comparison.council;
  return regionId === null ? null : beside(context, comparison, regionId);
}

async function beside(
  context: Context,
  comparison: IndicatorComparison,
  regionId: number | null,
): Promise<Observation | null> {
  const latest = latestOf(await seriesOf(context, comparison));
  return latest && context.load(observationsBeside, besideKey(latest, regionId));
}

/** A council's latest value, or why it has none, with what its peers have for the same period. */
export async function amongPeers<Standing>(
  context: Context,
  comparison: IndicatorComparison,
  group: PeerGroup,
  place: (indicator: Indicator, own: Observation | string, peers: readonly Peer[]) => Standing,
): Promise<Standing> {
  const series = await seriesOf(context, comparison);
  const latest = latestOf(series);
  if (!latest) return place(comparison.indicator, whyNoLatest(series)!, []);
  const { periodStart, periodEnd, indicatorId } = latest;
  const key: PeersKey = { ...group, indicatorId, periodStart, periodEnd };
  return place(comparison.indicator, latest, await context.load(peersOfGroup, JSON.stringify(key)));
}
