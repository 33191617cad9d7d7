import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Resolver, Root } from 'type-graphql';
import { areaById } from '../areas/area.reader';
import { Council } from '../councils/council';
import { EVERYONE } from '../graph/audience';
import type { Connection } from '../graph/connection';
import type { Context } from '../graph/context';
import { FieldResolver } from '../graph/declare';
import { Observation } from '../indicators/observation';
import { changeOf, IndicatorChange } from './change';
import {
  amongPeers,
  besideEngland,
  besideRegion,
  IndicatorComparison,
  laterGapOf,
  latestOf,
  seriesOf,
  whyNoLatest,
} from './comparison';
import {
  ComparisonArguments,
  comparisonOfCouncil,
  ComparisonConnection,
  ComparisonListArguments,
  comparisonsOfCouncil,
} from './comparison.lists';
import { SeriesPoint } from './series';
import { NeighbourStanding, neighbourStanding, Standing, standingAmong, StandingMember } from './standing';
import { IndicatorTrend, trendOf } from './trend';
import { one } from '../graph/reads';
import { Area } from '../areas/area';

@Resolver(() => Council)
export class CouncilComparisonsResolver {
  @FieldResolver(() => IndicatorComparison, {
    nullable: true,
    cost: { points: 3 },
    audience: EVERYONE,
    description: 'What an indicator says of it beside others and over time; null where there is no such indicator.',
  })
  comparison(
    @Ctx() context: Context,
    @Root() council: Council,
    @Args() args: ComparisonArguments,
  ): Promise<IndicatorComparison | null> {
    return comparisonOfCouncil(council, context, args);
  }

  @FieldResolver(() => ComparisonConnection, {
    audience: EVERYONE,
    description:
      'The same of every indicator that has figures of it or of its predecessors. Lay indicators side by side by `zScore`, which is positive where better, and not by rank: groups differ in size.',
  })
  comparisons(
    @Ctx() context: Context,
    @Root() council: Council,
    @Args() args: ComparisonListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Pick<Connection<IndicatorComparison>, 'nodes' | 'edges' | 'pageInfo' | 'totalCount'>> {
    return comparisonsOfCouncil(council, context, args, info);
  }
}

@Resolver(() => IndicatorComparison)
export class ComparisonResolver {
  @FieldResolver(() => Observation, {
    nullable: true,
    audience: EVERYONE,
    description:
      "The council's latest published figure that has a value: all standings and figures beside it are of its period. null where there is none: see `reason`.",
  })
  async latest(@Ctx() context: Context, @Root() comparison: IndicatorComparison): Promise<Observation | null> {
    return latestOf(await seriesOf(context, comparison));
  }

  @FieldResolver(() => Observation, {
    nullable: true,
    audience: EVERYONE,
    description: 'A later observation without a value, which says why; null where `latest` is the latest there is.',
  })
  async laterGap(@Ctx() context: Context, @Root() comparison: IndicatorComparison): Promise<Observation | null> {
    return laterGapOf(await seriesOf(context, comparison));
  }

  @FieldResolver(() => String, {
    nullable: true,
    audience: EVERYONE,
    description: 'Why there is no latest figure; null where there is one.',
  })
  async reason(@Ctx() context: Context, @Root() comparison: IndicatorComparison): Promise<string | null> {
    return whyNoLatest(await seriesOf(context, comparison));
  }

  @FieldResolver(() => Observation, {
    nullable: true,
    audience: EVERYONE,
    description: "England's figure for the very same period; null where none is published.",
  })
  england(@Ctx() context: Context, @Root() comparison: IndicatorComparison): Promise<Observation | null> {
    return besideEngland(context, comparison);
  }

  @FieldResolver(() => Observation, {
    nullable: true,
    audience: EVERYONE,
    description: "The region's figure for the very same period; null where none is published.",
  })
  region(@Ctx() context: Context, @Root() comparison: IndicatorComparison): Promise<Observation | null> {
    return besideRegion(context, comparison);
  }

  @FieldResolver(() => Standing, {
    cost: { points: 3 },
    audience: EVERYONE,
    description:
      'Where it stands among the councils of its own type, in England. Councils that were abolished since count where they had a value for the period and their successor has none.',
  })
  amongType(@Ctx() context: Context, @Root() comparison: IndicatorComparison): Promise<Standing> {
    const group = { types: [comparison.council.type], regionId: null };
    return amongPeers(context, comparison, group, standingAmong);
  }

  @FieldResolver(() => NeighbourStanding, {
    cost: { points: 3 },
    audience: EVERYONE,
    description: 'Where it stands among its statistical neighbours: see `Council.neighbours`.',
  })
  amongNeighbours(@Ctx() context: Context, @Root() comparison: IndicatorComparison): Promise<NeighbourStanding> {
    return amongPeers(context, comparison, { neighboursOf: comparison.council.id }, neighbourStanding);
  }

  @FieldResolver(() => IndicatorChange, {
    audience: EVERYONE,
    description:
      'What changed since the day given as `since`, or else since the figure before, and what may be said of it.',
  })
  async change(@Ctx() context: Context, @Root() comparison: IndicatorComparison): Promise<IndicatorChange> {
    return changeOf(comparison.indicator, await seriesOf(context, comparison), comparison.since);
  }

  @FieldResolver(() => IndicatorTrend, { audience: EVERYONE, description: 'Which way its figures move.' })
  async trend(@Ctx() context: Context, @Root() comparison: IndicatorComparison): Promise<IndicatorTrend> {
    return trendOf(await seriesOf(context, comparison));
  }

  @FieldResolver(() => [SeriesPoint], {
    cost: { size: 20 },
    audience: EVERYONE,
    description:
      'All its points in order of time: its own figures, and before it had any those derived from the figures of its predecessors. Breaks of the series are in `Indicator.seriesBreaks` and in the markers.',
  })
  async series(@Ctx() context: Context, @Root() comparison: IndicatorComparison): Promise<SeriesPoint[]> {
    return (await seriesOf(context, comparison)).points;
  }

  @FieldResolver(() => String, {
    nullable: true,
    audience: EVERYONE,
    description:
      'Why figures of its predecessors are missing from the series, in the latest period of which that is so; null where none are.',
  })
  async notJoined(@Ctx() context: Context, @Root() comparison: IndicatorComparison): Promise<string | null> {
    return (await seriesOf(context, comparison)).notJoined;
  }
}

@Resolver(() => StandingMember)
export class StandingMemberResolver {
  @FieldResolver(() => Council, {
    reads: one(() => Area, 'councilId', ['kind']),
    audience: EVERYONE,
    description: 'Which council.',
  })
  council(@Ctx() context: Context, @Root() member: StandingMember): Promise<Council> {
    return context.load(areaById, member.councilId) as Promise<Council>;
  }
}
