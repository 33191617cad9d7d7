import type { GraphQLResolveInfo } from 'graphql';
import { Args, ArgsType, Ctx, Info, Int, Resolver, Root } from 'type-graphql';
import { areaById } from '../areas/area.reader';
import { Council } from '../councils/council';
import { manyByKey } from '../database/readers';
import { GOVERNMENT_AND_OFFICE } from '../graph/audience';
import { type Connection, connectionType } from '../graph/connection';
import type { Context } from '../graph/context';
import { Field, FieldResolver, InputType, Query } from '../graph/declare';
import { List } from '../graph/list';
import { OrderDirection } from '../graph/order';
import { PageArguments } from '../graph/page';
import { Indicator } from '../indicators/indicator';
import { indicatorById } from '../indicators/indicator.reader';
import { Period } from '../indicators/observation';
import { ConcernSignal, CouncilConcern, NeighbourGap } from './council-concern';
import { ConcernSignalCode, RAISED, SIGNALS, SIGNALS_VERSION } from './signals';
import { one } from '../graph/reads';

@InputType({ audience: GOVERNMENT_AND_OFFICE, description: 'Which councils of concern a list has.' })
class ConcernFilter {
  @Field(() => [ConcernSignalCode], {
    nullable: true,
    audience: GOVERNMENT_AND_OFFICE,
    description: 'Only councils that raise all of these signals.',
  })
  signals?: ConcernSignalCode[] | null;

  @Field(() => Int, {
    defaultValue: 1,
    audience: GOVERNMENT_AND_OFFICE,
    description: 'Only councils that raise at least so many signals; 0 for every council.',
  })
  atLeast!: number;
}

@ArgsType()
class ConcernListArguments extends PageArguments {
  @Field(() => ConcernFilter, {
    nullable: true,
    audience: GOVERNMENT_AND_OFFICE,
    description: 'Which councils; those that raise at least one signal where not given.',
  })
  filter?: ConcernFilter | null;
}

enum ConcernOrderField {
  CONCERN = 'CONCERN',
}

const concerns = new List<CouncilConcern, ConcernFilter, ConcernOrderField>({
  entity: CouncilConcern,
  defaultFilter: { atLeast: 1 },
  filter: ({ signals, atLeast }, parameters) => [
    `${RAISED} >= ${parameters.add(atLeast, 'int4')}`,
    ...(signals ?? []).map((code) => `(${SIGNALS[code].figure}) >= ${SIGNALS[code].threshold}`),
  ],
  orders: {
    // By how many signals are raised, then by the figures of each in turn: no score hides them.
    CONCERN: [
      { sql: RAISED, type: 'int4' },
      ...Object.values(SIGNALS).map(({ figure }) => ({ sql: `(${figure})`, type: 'int4' as const })),
      { sql: 'council_concern.area_id', type: 'int4' },
    ],
  },
  defaultOrder: { field: ConcernOrderField.CONCERN, direction: OrderDirection.DESC },
});

const CouncilConcernConnection = connectionType(
  () => CouncilConcern,
  'CouncilConcern',
  'councils of concern',
  GOVERNMENT_AND_OFFICE,
);

const gapsOfCouncil = manyByKey(NeighbourGap, {
  key: 'neighbour_gap.area_id',
  type: 'int4',
  where: 'neighbour_gap.is_clearly_worse',
  order: 'neighbour_gap.indicator_id',
});

const FIGURES: Record<ConcernSignalCode, (concern: CouncilConcern) => number> = {
  CLEARLY_WORSE_THAN_NEIGHBOURS: ({ clearlyWorse }) => clearlyWorse,
  NOTHING_REPORTED: ({ notReported, assignments }) => (notReported === assignments ? notReported : 0),
  OVERDUE: ({ overdue }) => overdue,
};

function signalsOf(concern: CouncilConcern): ConcernSignal[] {
  return Object.values(ConcernSignalCode).map((code) => {
    const { threshold, says } = SIGNALS[code];
    const figure = FIGURES[code](concern);
    return { code, figure, threshold, isRaised: figure >= threshold, explanation: says };
  });
}

@Resolver(() => CouncilConcern)
export class CouncilConcernResolver {
  @Query(() => CouncilConcernConnection, {
    cost: { points: 20 },
    audience: GOVERNMENT_AND_OFFICE,
    description:
      "Councils to look at first: ranked by how many of a declared set of signals they raise, then by the signals' figures. The set is this project's own proposal.",
  })
  councilsOfConcern(
    @Ctx() context: Context,
    @Args() args: ConcernListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<CouncilConcern>> {
    return concerns.page(context, args, info);
  }

  @FieldResolver(() => Council, { audience: GOVERNMENT_AND_OFFICE, description: 'The council.' })
  async council(@Ctx() context: Context, @Root() concern: CouncilConcern): Promise<Council | null> {
    return (await context.load(areaById, concern.areaId)) as Council | null;
  }

  @FieldResolver(() => [ConcernSignal], {
    audience: GOVERNMENT_AND_OFFICE,
    description: 'Every signal of the set, raised or not, with its figure.',
  })
  signals(@Root() concern: CouncilConcern): ConcernSignal[] {
    return signalsOf(concern);
  }

  @FieldResolver(() => Int, {
    audience: GOVERNMENT_AND_OFFICE,
    description: 'The version of the set of signals and of their thresholds.',
  })
  signalsVersion(): number {
    return SIGNALS_VERSION;
  }

  @FieldResolver(() => [NeighbourGap], {
    audience: GOVERNMENT_AND_OFFICE,
    description: 'The indicators that are clearly worse than those of its neighbours, with the figures.',
  })
  clearlyWorseIndicators(@Ctx() context: Context, @Root() concern: CouncilConcern): Promise<NeighbourGap[]> {
    return context.load(gapsOfCouncil, concern.areaId);
  }
}

@Resolver(() => NeighbourGap)
export class NeighbourGapResolver {
  @FieldResolver(() => Indicator, {
    reads: one(() => Indicator, 'indicatorId'),
    audience: GOVERNMENT_AND_OFFICE,
    description: 'What was measured.',
  })
  indicator(@Ctx() context: Context, @Root() gap: NeighbourGap): Promise<Indicator | null> {
    return context.load(indicatorById, gap.indicatorId);
  }

  @FieldResolver(() => Period, { audience: GOVERNMENT_AND_OFFICE, description: 'When it was measured.' })
  period(@Root() { periodStart, periodEnd }: NeighbourGap): Period {
    return { start: periodStart, end: periodEnd };
  }
}
