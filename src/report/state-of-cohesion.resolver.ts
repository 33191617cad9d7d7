import { Ctx, Int, Resolver, Root } from 'type-graphql';
import { changeOf, IndicatorChange } from '../comparisons/change';
import { latestOf } from '../comparisons/comparison';
import { SeriesPoint } from '../comparisons/series';
import { EVERYONE } from '../graph/audience';
import type { Context } from '../graph/context';
import { Arg, FieldResolver, Query } from '../graph/declare';
import { Observation } from '../indicators/observation';
import { ProgressPoint } from '../rollups/progress';
import { CouncilReporting, DomainState, IndicatorState, StateOfCohesion, TypeDistribution } from './state-of-cohesion';
import {
  councilReporting,
  coverageOf,
  distributionsByType,
  domainsOf,
  englandSeries,
  nationalProgress,
  stateOfCohesion,
} from './state-of-cohesion.service';

@Resolver(() => StateOfCohesion)
export class StateOfCohesionResolver {
  @Query(() => StateOfCohesion, {
    audience: EVERYONE,
    description:
      'The state of cohesion in England in a year: progress, indicators and gaps. `npm run report` makes a page of it.',
  })
  stateOfCohesion(
    @Ctx() context: Context,
    @Arg('year', () => Int, {
      audience: EVERYONE,
      description: 'The year, from 2024 to the present one.',
    })
    year: number,
  ): Promise<StateOfCohesion> {
    return stateOfCohesion(context, year);
  }

  @FieldResolver(() => ProgressPoint, {
    cost: { points: 10 },
    audience: EVERYONE,
    description: 'Published progress of all duty bearers at the end of `progressOn`, not reported always among it.',
  })
  progress(@Ctx() context: Context, @Root() state: StateOfCohesion): Promise<ProgressPoint> {
    return nationalProgress(context, state);
  }

  @FieldResolver(() => CouncilReporting, {
    audience: EVERYONE,
    description: 'How many councils had reported by the end of `progressOn`.',
  })
  councils(@Ctx() context: Context, @Root() state: StateOfCohesion): Promise<CouncilReporting> {
    return councilReporting(context, state);
  }

  @FieldResolver(() => [DomainState], {
    cost: { points: 5, size: 8 },
    audience: EVERYONE,
    description: 'What the indicators say, by domain.',
  })
  domains(@Ctx() context: Context, @Root() state: StateOfCohesion): Promise<DomainState[]> {
    return domainsOf(context, state);
  }
}

@Resolver(() => IndicatorState)
export class IndicatorStateResolver {
  @FieldResolver(() => Observation, {
    nullable: true,
    audience: EVERYONE,
    description:
      "England's latest figure by the report's day; null where none is published. It is the publisher's, and never worked out from councils.",
  })
  async england(@Ctx() context: Context, @Root() state: IndicatorState): Promise<Observation | null> {
    return latestOf(await englandSeries(context, state));
  }

  @FieldResolver(() => IndicatorChange, {
    audience: EVERYONE,
    description: "What changed to England's latest figure from the comparable one before, and what may be said of it.",
  })
  async change(@Ctx() context: Context, @Root() state: IndicatorState): Promise<IndicatorChange> {
    return changeOf(state.indicator, await englandSeries(context, state), null);
  }

  @FieldResolver(() => [SeriesPoint], {
    cost: { size: 20 },
    audience: EVERYONE,
    description: "England's figures in order of time, up to the report's day.",
  })
  async series(@Ctx() context: Context, @Root() state: IndicatorState): Promise<SeriesPoint[]> {
    return (await englandSeries(context, state)).points;
  }

  @FieldResolver(() => [TypeDistribution], {
    cost: { points: 5, size: 6 },
    audience: EVERYONE,
    description:
      'What it comes to over the councils of each type; types of which no council has a value are left out. Types may differ in period.',
  })
  distributions(@Ctx() context: Context, @Root() state: IndicatorState): Promise<TypeDistribution[]> {
    return distributionsByType(context, state);
  }

  @FieldResolver(() => Int, {
    cost: { points: 1 },
    audience: EVERYONE,
    description: "How many of the present councils have a value, of any period that had ended by the report's day.",
  })
  async councilsWithFigure(@Ctx() context: Context, @Root() state: IndicatorState): Promise<number> {
    return (await coverageOf(context, state)).councilsWithFigure;
  }

  @FieldResolver(() => Int, {
    cost: { points: 1 },
    audience: EVERYONE,
    description:
      'How many of the present councils have none: not measured at that tier, withheld, or founded since. The figures of predecessors do not count.',
  })
  async councilsWithoutFigure(@Ctx() context: Context, @Root() state: IndicatorState): Promise<number> {
    return (await coverageOf(context, state)).councilsWithoutFigure;
  }
}
