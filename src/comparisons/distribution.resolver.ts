import { GraphQLLocalDate } from 'graphql-scalars';
import { Ctx, Resolver, Root } from 'type-graphql';
import { AreaKind } from '../areas/area';
import { areaByCode } from '../areas/area.reader';
import { CouncilType } from '../councils/council';
import { EVERYONE } from '../graph/audience';
import type { Context } from '../graph/context';
import { Arg, FieldResolver } from '../graph/declare';
import { BadUserInput } from '../graph/errors';
import { Indicator } from '../indicators/indicator';
import { Distribution, distributionOf } from './distribution';
import { type LatestKey, latestPeriodOfGroup, type PeersKey, peersOfGroup } from './peers.reader';
import { SeriesBreak, seriesBreaksOf } from './series-breaks';

@Resolver(() => Indicator)
export class IndicatorDistributionResolver {
  @FieldResolver(() => Distribution, {
    nullable: true,
    audience: EVERYONE,
    description: 'What its values come to over councils in one period; null where none of them has a value.',
  })
  distribution(
    @Ctx() context: Context,
    @Root() indicator: Indicator,
    @Arg('types', () => [CouncilType], {
      nullable: true,
      audience: EVERYONE,
      description:
        'Only councils of these types. Where not given, all types but counties; a county overlaps its districts, so the two are never taken together.',
    })
    types: CouncilType[] | null,
    @Arg('region', () => String, {
      nullable: true,
      audience: EVERYONE,
      description: 'Only councils of the region with this GSS code, such as E12000002. Abolished councils are of none.',
    })
    region: string | null,
    @Arg('until', () => GraphQLLocalDate, {
      nullable: true,
      audience: EVERYONE,
      description:
        'The latest period with a value that had ended by this day is taken; the latest there is where not given.',
    })
    until: string | null,
  ): Promise<Distribution | null> {
    return distributionOver(context, indicator, types ?? null, region ?? null, until ?? null);
  }

  @FieldResolver(() => [SeriesBreak], {
    audience: EVERYONE,
    description:
      'Where its series is known to break, beside what the publisher marks in the figures (marker b): no change or trend is worked out across a break.',
  })
  seriesBreaks(@Root() indicator: Indicator): SeriesBreak[] {
    return seriesBreaksOf(indicator.code);
  }
}

const { COUNTY, NON_METROPOLITAN_DISTRICT } = CouncilType;

/** County councils lie over districts; the rest of the types cover England without overlap. */
const NOT_OVERLAPPING = Object.values(CouncilType).filter((type) => type !== COUNTY);

async function distributionOver(
  context: Context,
  indicator: Indicator,
  types: CouncilType[] | null,
  region: string | null,
  until: string | null,
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
