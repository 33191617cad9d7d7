import { GraphQLLocalDate } from 'graphql-scalars';
import { max, mean, median, min, quantile, standardDeviation, sum } from 'simple-statistics';
import { ArgsType, Float, Int } from 'type-graphql';
import { AreaKind } from '../areas/area';
import { areaByCode } from '../areas/area.reader';
import { CouncilType } from '../councils/council';
import { EVERYONE } from '../graph/audience';
import type { Context } from '../graph/context';
import { Field, ObjectType } from '../graph/declare';
import { BadUserInput } from '../graph/errors';
import type { Indicator } from '../indicators/indicator';
import { type Observation, ObservationMarker, Period } from '../indicators/observation';
import { isRate, tidy } from './measure';
import { type LatestKey, latestPeriodOfGroup, type Peer, type PeersKey, peersOfGroup } from './peers.reader';
import { POPULATION_WEIGHTS } from './population';

@ObjectType({
  audience: EVERYONE,
  description:
    'What the values of an indicator come to over several councils in one period. Published values only; a county never stands beside its districts, nor a council beside one that replaced it.',
})
export class Distribution {
  @Field(() => Period, { audience: EVERYONE, description: 'The period that all the values are of.' })
  period!: Period;

  @Field(() => Int, { audience: EVERYONE, description: 'How many councils have a value: all figures rest on these.' })
  count!: number;

  @Field(() => Int, {
    audience: EVERYONE,
    description: 'How many more the publisher names without a value, with a marker that says why.',
  })
  withoutValue!: number;

  @Field(() => Int, {
    audience: EVERYONE,
    description: 'How many of the values are marked as of low reliability (marker u). They count all the same.',
  })
  lowReliability!: number;

  @Field(() => Float, {
    audience: EVERYONE,
    description: 'Mean of the values; `method` says whether it is weighted. Not the figure of England or of a region.',
  })
  mean!: number;

  @Field(() => Boolean, { audience: EVERYONE, description: 'Whether the mean is weighted by population.' })
  weighted!: boolean;

  @Field(() => Float, { audience: EVERYONE, description: 'Median of the values, each council counting the same.' })
  median!: number;

  @Field(() => Float, {
    audience: EVERYONE,
    description:
      'Lower quartile, each council counting the same, interpolated: type 7 of Hyndman and Fan (1996), The American Statistician 50:361, as in R, NumPy, Excel and the percentile_cont of SQL.',
  })
  lowerQuartile!: number;

  @Field(() => Float, { audience: EVERYONE, description: 'Upper quartile, worked out in the same way.' })
  upperQuartile!: number;

  @Field(() => Float, { audience: EVERYONE, description: 'The lowest value.' })
  minimum!: number;

  @Field(() => Float, { audience: EVERYONE, description: 'The highest value.' })
  maximum!: number;

  @Field(() => Float, {
    audience: EVERYONE,
    description:
      'Standard deviation, each council counting the same. Divided by their number and not by one less: they are all there are, and no sample.',
  })
  standardDeviation!: number;

  @Field(() => String, { audience: EVERYONE, description: 'What the mean is weighted by, or why it is not.' })
  method!: string;
}

@ArgsType()
export class DistributionArguments {
  @Field(() => [CouncilType], {
    nullable: true,
    audience: EVERYONE,
    description:
      'Only councils of these types. Where not given, all types but counties; a county overlaps its districts, so the two are never taken together.',
  })
  types?: CouncilType[] | null;

  @Field(() => String, {
    nullable: true,
    audience: EVERYONE,
    description: 'Only councils of the region with this GSS code, such as E12000002. Abolished councils are of none.',
  })
  region?: string | null;

  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: EVERYONE,
    description:
      'The latest period with a value that had ended by this day is taken; the latest there is where not given.',
  })
  until?: string | null;
}

/** A council with a value for the period. */
export interface ValuedPeer extends Peer {
  observation: Observation & { value: number };
}

export const hasValue = (peer: Peer): peer is ValuedPeer =>
  peer.observation !== null && peer.observation.value !== null;

/** What the values of some councils come to; null where none has one. */
export function distributionOf(indicator: Indicator, peers: readonly Peer[]): Distribution | null {
  const valued = peers.filter(hasValue);
  const [first] = valued;
  if (!first) return null;
  const values = valued.map(({ observation }) => observation.value);
  return {
    period: { start: first.observation.periodStart, end: first.observation.periodEnd },
    count: values.length,
    withoutValue: peers.filter(({ observation }) => observation !== null).length - values.length,
    lowReliability: valued.filter(({ observation }) => observation.marker === ObservationMarker.u).length,
    ...meanOf(indicator, valued),
    median: tidy(median(values)),
    lowerQuartile: tidy(quantile(values, 0.25)),
    upperQuartile: tidy(quantile(values, 0.75)),
    minimum: min(values),
    maximum: max(values),
    standardDeviation: tidy(standardDeviation(values)),
  };
}

function meanOf(
  indicator: Indicator,
  valued: readonly ValuedPeer[],
): Pick<Distribution, 'mean' | 'weighted' | 'method'> {
  const uncounted = valued.filter(({ population }) => population === null).length;
  const obstacle = !isRate(indicator)
    ? `values in ${indicator.unit} are no rate of a population`
    : uncounted > 0
      ? `the register has no population for ${uncounted} of the ${valued.length}`
      : null;
  if (obstacle !== null) {
    return {
      mean: tidy(mean(valued.map(({ observation }) => observation.value))),
      weighted: false,
      method: `Plain mean, each council counting the same: ${obstacle}.`,
    };
  }
  const weighted = sum(valued.map(({ population, observation }) => population! * observation.value));
  return {
    mean: tidy(weighted / sum(valued.map(({ population }) => population!))),
    weighted: true,
    method: `Mean weighted by ${POPULATION_WEIGHTS}.`,
  };
}

const { COUNTY, NON_METROPOLITAN_DISTRICT } = CouncilType;

/** County councils lie over districts; the rest of the types cover England without overlap. */
const NOT_OVERLAPPING = Object.values(CouncilType).filter((type) => type !== COUNTY);

/** What the values of councils come to in the latest period that any of them has one for. */
export async function distributionOver(
  context: Context,
  indicator: Indicator,
  { types = null, region = null, until = null }: DistributionArguments,
): Promise<Distribution | null> {
  if (types?.includes(COUNTY) && types.includes(NON_METROPOLITAN_DISTRICT)) {
    throw new BadUserInput(
      `"types" must not have ${COUNTY} together with ${NON_METROPOLITAN_DISTRICT}: a county overlaps its districts, and their people would count twice.`,
    );
  }
  const area = await context.loadOptional(areaByCode, region);
  if (region !== null && area?.kind !== AreaKind.REGION) {
    throw new BadUserInput(`"region" (${region}) is not the GSS code of a region, such as E12000002.`);
  }
  const group = { indicatorId: indicator.id, types: types ?? NOT_OVERLAPPING, regionId: area?.id ?? null };
  const latest: LatestKey = { ...group, until };
  const period = await context.load(latestPeriodOfGroup, JSON.stringify(latest));
  if (!period) return null;
  const key: PeersKey = { ...group, periodStart: period.periodStart, periodEnd: period.periodEnd };
  return distributionOf(indicator, await context.load(peersOfGroup, JSON.stringify(key)));
}
