import { Float, Int } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { Field, ObjectType, registerEnumType } from '../graph/declare';
import { Period } from '../indicators/observation';
import { mannKendall, theilSenSlope } from './mann-kendall';
import { tidy } from './measure';
import { breakBetween, comparablePoints, type Series, type SeriesPoint } from './series';
import type { SeriesBreak } from './series-breaks';

export enum TrendDirection {
  RISING = 'RISING',
  FALLING = 'FALLING',
  NO_CLEAR_TREND = 'NO_CLEAR_TREND',
  NOT_ENOUGH_POINTS = 'NOT_ENOUGH_POINTS',
}
registerEnumType(TrendDirection, {
  name: 'TrendDirection',
  audience: EVERYONE,
  description:
    "Which way a series moves. Whether that is better is for the indicator's direction to say, and for what its limitations say of the series.",
  values: {
    RISING: { audience: EVERYONE, description: 'Rises more steadily than chance explains (5% level).' },
    FALLING: { audience: EVERYONE, description: 'Falls more steadily than chance explains (5% level).' },
    NO_CLEAR_TREND: { audience: EVERYONE, description: 'No steadier than chance explains (5% level).' },
    NOT_ENOUGH_POINTS: { audience: EVERYONE, description: 'Too few comparable points to say; `reason` says why.' },
  },
});

/** Four values in a row come about by chance in 2 of 24 orders (p = 0.083): they can never show a trend. */
const FEWEST_POINTS = 5;
/** The exact test of many more takes long, and long ago says little of where things go. */
const MOST_POINTS = 40;
const LEVEL = 0.05;

@ObjectType({
  audience: EVERYONE,
  description:
    "Which way a council's series of comparable figures moves: those since the last series break, of periods as long as the latest, none overlapping the next; the latest 40 at most. At least five, as the Fingertips trend markers of the Office for Health Improvement and Disparities ask too: fewer cannot show a trend at the 5% level.",
})
export class IndicatorTrend {
  @Field(() => TrendDirection, { audience: EVERYONE, description: 'Which way it moves.' })
  direction!: TrendDirection;

  @Field(() => Int, { audience: EVERYONE, description: 'How many comparable points there are.' })
  points!: number;

  @Field(() => Period, { nullable: true, audience: EVERYONE, description: 'The earliest of them; null without any.' })
  from!: Period | null;

  @Field(() => Period, { nullable: true, audience: EVERYONE, description: 'The latest of them; null without any.' })
  to!: Period | null;

  @Field(() => Float, {
    nullable: true,
    audience: EVERYONE,
    description:
      'Change a year, in the unit of the indicator: the median of the slopes between any two points (Theil-Sen; Sen 1968, Journal of the American Statistical Association 63:1379). null without enough points.',
  })
  slopePerYear!: number | null;

  @Field(() => Float, {
    nullable: true,
    audience: EVERYONE,
    description: 'Two-sided p-value of the test, exact; null without enough points.',
  })
  pValue!: number | null;

  @Field(() => Boolean, {
    audience: EVERYONE,
    description: 'Whether some of the points were derived from figures of predecessors.',
  })
  derived!: boolean;

  @Field(() => String, {
    nullable: true,
    audience: EVERYONE,
    description: 'Why there are not enough points; null where there are.',
  })
  reason!: string | null;

  @Field(() => String, {
    nullable: true,
    audience: EVERYONE,
    description:
      'How it was tested, with the source; null where it was not. It looks at the order of the values alone, not at their confidence limits.',
  })
  method!: string | null;
}

const METHOD =
  'Mann-Kendall test (Mann 1945, Econometrica 13:245; Kendall 1975, Rank Correlation Methods), two-sided, by the exact distribution of its statistic with ties.';

export function trendOf(series: Series): IndicatorTrend {
  const { points, seriesBreak } = trendPoints(series);
  const common = {
    points: points.length,
    from: points[0]?.period ?? null,
    to: points.at(-1)?.period ?? null,
    derived: points.some((point) => point.derived),
  };
  if (points.length < FEWEST_POINTS) {
    const reason = `Comparable points: ${points.length}; it takes at least ${FEWEST_POINTS}.`;
    return {
      ...common,
      direction: TrendDirection.NOT_ENOUGH_POINTS,
      slopePerYear: null,
      pValue: null,
      reason: [reason, seriesBreak?.reason, series.notJoined].filter(Boolean).join(' '),
      method: null,
    };
  }
  const { statistic, pValue } = mannKendall(points.map(({ value }) => value));
  const clear = statistic > 0 ? TrendDirection.RISING : TrendDirection.FALLING;
  return {
    ...common,
    direction: pValue < LEVEL ? clear : TrendDirection.NO_CLEAR_TREND,
    slopePerYear: tidy(theilSenSlope(points.map(({ period, value }) => ({ time: middleOf(period), value })))),
    pValue: tidy(pValue),
    reason: null,
    method: METHOD,
  };
}

/** The points of the trend, and the break that they begin after. */
function trendPoints(series: Series): { points: SeriesPoint[]; seriesBreak: SeriesBreak | undefined } {
  const points: SeriesPoint[] = [];
  for (const point of comparablePoints(series).reverse()) {
    const next = points[0];
    const seriesBreak = next && breakBetween(series, point, next);
    if (seriesBreak) return { points, seriesBreak };
    if (!next || point.period.end < next.period.start) points.unshift(point);
    if (points.length === MOST_POINTS) break;
  }
  return { points, seriesBreak: undefined };
}

const YEAR = 365.25 * 86_400_000;

/** The middle of a period, in years. */
const middleOf = ({ start, end }: Period): number => (Date.parse(start) + Date.parse(end)) / 2 / YEAR;
