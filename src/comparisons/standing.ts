import { max, mean, min, standardDeviation, zScore } from 'simple-statistics';
import { Float, Int } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { Field, ObjectType, registerEnumType } from '../graph/declare';
import { type Indicator, IndicatorDirection } from '../indicators/indicator';
import { Observation, ObservationMarker } from '../indicators/observation';
import { differenceOf, type Estimate } from './difference';
import { Distribution, distributionOf, hasValue } from './distribution';
import { isCount, signOf, tidy } from './measure';
import type { Peer } from './peers.reader';

export enum RankOrder {
  HIGHEST_FIRST = 'HIGHEST_FIRST',
  LOWEST_FIRST = 'LOWEST_FIRST',
}
registerEnumType(RankOrder, {
  name: 'RankOrder',
  audience: EVERYONE,
  description: 'Which value has rank 1: the best, or for what is neither good nor bad the highest.',
  values: {
    HIGHEST_FIRST: {
      audience: EVERYONE,
      description: 'Rank 1 is the highest value: higher is better, or it is context.',
    },
    LOWEST_FIRST: { audience: EVERYONE, description: 'Rank 1 is the lowest value: lower is better.' },
  },
});

@ObjectType({
  audience: EVERYONE,
  description:
    'Where the latest published value of a council stands among others: those with a value for the very same period, itself among them.',
})
export class Standing {
  @Field(() => Int, {
    nullable: true,
    audience: EVERYONE,
    description:
      'Its rank: one more than the number of councils with a better value, so equal values share one and the next is skipped (1, 1, 3). null where it has none: see `reason`. Do not make much of it where `notClearlyDifferent` is large.',
  })
  rank!: number | null;

  @Field(() => Int, { audience: EVERYONE, description: 'How many councils are ranked: those that have a value.' })
  of!: number;

  @Field(() => RankOrder, { audience: EVERYONE, description: 'Which value has rank 1.' })
  order!: RankOrder;

  @Field(() => Int, { nullable: true, audience: EVERYONE, description: 'How many others share its rank.' })
  tiedWith!: number | null;

  @Field(() => Float, {
    nullable: true,
    audience: EVERYONE,
    description:
      'Percentile rank, over 0 and under 100, 100 being the end that rank 1 is at: the percentage of councils with a worse value, and half of those with an equal one, itself included (mid-rank; Crocker and Algina 1986, Introduction to Classical and Modern Test Theory, chapter 19). null where it has no rank.',
  })
  percentile!: number | null;

  @Field(() => Float, {
    nullable: true,
    audience: EVERYONE,
    description:
      'Standard score, to compare its places on different indicators: how many standard deviations its value is from the plain mean of the councils ranked, positive always being better: (value - mean) / standard deviation, its sign turned where lower is better. null where there is no better or worse (CONTEXT_ONLY), no rank, or all values are equal.',
  })
  zScore!: number | null;

  @Field(() => Int, {
    nullable: true,
    audience: EVERYONE,
    description:
      'How many of the other councils it does not clearly differ from, by the test that changes are put to (two estimates, 5% level). null where there are no confidence limits, and for what has no rank.',
  })
  notClearlyDifferent!: number | null;

  @Field(() => Boolean, {
    audience: EVERYONE,
    description: 'Whether its own value is marked as of low reliability (marker u). It is ranked all the same.',
  })
  lowReliability!: boolean;

  @Field(() => Distribution, {
    nullable: true,
    audience: EVERYONE,
    description: 'What the values of the councils come to; null where there is none to be had.',
  })
  distribution!: Distribution | null;

  @Field(() => String, {
    nullable: true,
    audience: EVERYONE,
    description: 'Why it has no rank; null where it has one.',
  })
  reason!: string | null;
}

/** One of a council's neighbours, or the council itself, where they are ranked. */
@ObjectType({
  audience: EVERYONE,
  description: 'A council among statistical neighbours, with what it has for the period.',
})
export class StandingMember {
  councilId!: number;

  @Field(() => Observation, {
    nullable: true,
    audience: EVERYONE,
    description: 'Its figure for the period, or why there is none; null where nothing is published.',
  })
  observation!: Observation | null;

  @Field(() => Int, {
    nullable: true,
    audience: EVERYONE,
    description: 'Its rank among them; null where it has no value, or the indicator is not ranked.',
  })
  rank!: number | null;
}

@ObjectType({
  audience: EVERYONE,
  description: 'Where the latest published value of a council stands among its statistical neighbours.',
})
export class NeighbourStanding extends Standing {
  @Field(() => [StandingMember], {
    cost: { size: 16 },
    audience: EVERYONE,
    description: 'The neighbours and the council itself, by rank; those without a rank come last.',
  })
  members!: StandingMember[];
}

const UNRANKED = { rank: null, tiedWith: null, percentile: null, zScore: null, notClearlyDifferent: null };

/** Where a council's value stands among peers; `own` is its figure, or why there is none to rank. */
export function standingAmong(indicator: Indicator, own: Observation | string, peers: readonly Peer[]): Standing {
  const valued = peers.filter(hasValue);
  const common = {
    of: valued.length,
    order: signOf(indicator) > 0 ? RankOrder.HIGHEST_FIRST : RankOrder.LOWEST_FIRST,
    lowReliability: typeof own !== 'string' && own.marker === ObservationMarker.u,
    distribution: distributionOf(indicator, peers),
  };
  const obstacle = typeof own === 'string' ? own : whyUnranked(indicator, valued.length);
  if (obstacle !== null) return { ...common, ...UNRANKED, reason: obstacle };

  const estimate = own as Observation & Estimate;
  const others = valued.filter(({ councilId }) => councilId !== estimate.areaId).map(({ observation }) => observation);
  const ahead = aheadOf(indicator, estimate.value);
  const better = others.filter(({ value }) => ahead(value)).length;
  const tiedWith = others.filter(({ value }) => value === estimate.value).length;
  const tests = others.map((other) => differenceOf(other, estimate).significant);
  return {
    ...common,
    rank: better + 1,
    tiedWith,
    percentile: tidy((100 * (valued.length - better - (tiedWith + 1) / 2)) / valued.length),
    zScore: standardScore(
      indicator,
      estimate.value,
      valued.map(({ observation }) => observation.value),
    ),
    notClearlyDifferent: tests.includes(null) ? null : tests.filter((significant) => !significant).length,
    reason: null,
  };
}

const aheadOf = (indicator: Indicator, value: number) => (other: number) => (other - value) * signOf(indicator) > 0;

function whyUnranked(indicator: Indicator, of: number): string | null {
  if (indicator.direction !== IndicatorDirection.CONTEXT_ONLY && isCount(indicator)) {
    return `Not ranked: a number of ${indicator.unit} grows with the size of the council, which is neither good nor bad.`;
  }
  return of < 2 ? 'Not ranked: no other council of the group has a value for the same period.' : null;
}

function standardScore(indicator: Indicator, value: number, values: number[]): number | null {
  if (indicator.direction === IndicatorDirection.CONTEXT_ONLY || min(values) === max(values)) return null;
  return tidy(signOf(indicator) * zScore(value, mean(values), standardDeviation(values)));
}

/** The same among neighbours, with each of them named. */
export function neighbourStanding(
  indicator: Indicator,
  own: Observation | string,
  peers: readonly Peer[],
): NeighbourStanding {
  const alone = peers.length === 1 ? 'Not ranked: it has no statistical neighbours.' : own;
  const standing = standingAmong(indicator, alone, peers);
  const values = peers.filter(hasValue).map(({ observation }) => observation.value);
  const rankOf = (peer: Peer): number | null =>
    standing.rank !== null && hasValue(peer)
      ? values.filter(aheadOf(indicator, peer.observation.value)).length + 1
      : null;
  const members = peers.map((peer) => ({ ...peer, rank: rankOf(peer) }));
  return { ...standing, members: members.sort((one, other) => (one.rank ?? Infinity) - (other.rank ?? Infinity)) };
}
