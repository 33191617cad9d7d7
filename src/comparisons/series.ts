import { Float } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { Field, ObjectType } from '../graph/declare';
import type { Indicator } from '../indicators/indicator';
import { Observation, ObservationMarker, Period } from '../indicators/observation';
import type { Estimate } from './difference';
import { joinPredecessors, type PredecessorRow } from './predecessors';
import { SeriesBreak, seriesBreaksOf } from './series-breaks';
import type { SeriesRow } from './series.reader';

@ObjectType({
  audience: EVERYONE,
  description:
    "A point of a council's series: its own published figure or, before it was founded, one derived from the figures of the councils it took over from.",
})
export class SeriesPoint implements Estimate {
  @Field(() => Period, { audience: EVERYONE, description: 'When.' })
  period!: Period;

  @Field(() => Float, { audience: EVERYONE, description: 'The value, in the unit of the indicator.' })
  value!: number;

  @Field(() => Float, {
    nullable: true,
    audience: EVERYONE,
    description: 'Lower 95% confidence limit, in the same unit; null where none is published.',
  })
  lower!: number | null;

  @Field(() => Float, {
    nullable: true,
    audience: EVERYONE,
    description: 'Upper 95% confidence limit, in the same unit; null where none is published.',
  })
  upper!: number | null;

  @Field(() => Boolean, {
    audience: EVERYONE,
    description: 'Whether it was worked out here from figures of predecessors. A derived figure is never ranked.',
  })
  derived!: boolean;

  @Field(() => String, {
    nullable: true,
    audience: EVERYONE,
    description: 'How it was derived; null for a published figure.',
  })
  method!: string | null;

  @Field(() => Boolean, {
    audience: EVERYONE,
    description: 'Whether the publisher marks a figure that it rests on as of low reliability (marker u).',
  })
  lowReliability!: boolean;

  @Field(() => [Observation], {
    audience: EVERYONE,
    description: "The published figures that it rests on: the council's own, or one of each predecessor.",
  })
  observations!: Observation[];
}

/** What a council's figures of one indicator come to, up to the day that was asked for. */
export interface Series {
  /** Points with a value, in order of time. */
  points: SeriesPoint[];
  /** The council's own observations, gaps too, in order of time. */
  own: Observation[];
  /** Why figures of predecessors were not joined in the latest period in which that failed. */
  notJoined: string | null;
  breaks: SeriesBreak[];
}

type KnownRow = SeriesRow & { observation: Observation };
const isKnown = (row: SeriesRow): row is KnownRow => row.observation !== null;

/** Joins a council's own figures with what those of its predecessors come to where it has none itself. */
export function joinSeries(indicator: Indicator, rows: readonly SeriesRow[], until: string | null): Series {
  const predecessors = new Set(rows.flatMap(({ predecessor }) => predecessor ?? []));
  const periods = new Map<string, KnownRow[]>();
  for (const row of rows.filter(isKnown)) {
    if (until !== null && row.observation.periodEnd > until) continue;
    const key = `${row.observation.periodEnd} ${row.observation.periodStart}`;
    periods.set(key, [...(periods.get(key) ?? []), row]);
  }
  const series: Series = { points: [], own: [], notJoined: null, breaks: seriesBreaksOf(indicator.code) };
  for (const members of periods.values()) {
    for (const { observation } of members) {
      if (observation.marker === ObservationMarker.b) series.breaks.push(markedBreak(observation));
    }
    const own = members.find(({ predecessor }) => predecessor === null)?.observation;
    if (own) series.own.push(own);
    if (own && own.value !== null) {
      series.points.push(publishedPoint(own));
      continue;
    }
    const others = members.filter((row): row is PredecessorRow => row.predecessor !== null);
    if (others.every(({ observation }) => observation.value === null)) continue;
    const joined = joinPredecessors(indicator, others, predecessors);
    if (typeof joined === 'string') series.notJoined = joined;
    else series.points.push(joined);
  }
  return series;
}

const markedBreak = ({ periodStart, note }: Observation): SeriesBreak => ({
  startsOn: periodStart,
  reason: note ?? 'The publisher marks a break in the series (marker b).',
});

const publishedPoint = (observation: Observation): SeriesPoint => ({
  period: { start: observation.periodStart, end: observation.periodEnd },
  value: observation.value!,
  lower: observation.lower,
  upper: observation.upper,
  derived: false,
  method: null,
  lowReliability: observation.marker === ObservationMarker.u,
  observations: [observation],
});

/** The break that makes two points incomparable, where there is one. */
export function breakBetween({ breaks }: Series, earlier: SeriesPoint, later: SeriesPoint): SeriesBreak | undefined {
  return breaks.find(
    ({ startsOn }) => startsOn === null || (earlier.period.start < startsOn && startsOn <= later.period.start),
  );
}

const DAY = 86_400_000;
const daysOf = ({ start, end }: Period): number => (Date.parse(end) - Date.parse(start)) / DAY;

/** Months and years differ by up to three days; a quarter beside a year differs by more. */
const LIKE_LENGTH = 3;

/**
 * The latest point, and those before it of periods as long that do not overlap its own: estimates that share data are
 * not independent.
 */
export function comparablePoints({ points }: Series): SeriesPoint[] {
  const latest = points.at(-1);
  if (!latest) return [];
  const comparable = ({ period }: SeriesPoint): boolean =>
    period.end < latest.period.start && Math.abs(daysOf(period) - daysOf(latest.period)) <= LIKE_LENGTH;
  return [...points.filter(comparable), latest];
}
