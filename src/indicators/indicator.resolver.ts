import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Resolver, Root } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { Arg, FieldResolver, Query } from '../graph/declare';
import type { Connection } from '../graph/connection';
import type { Context } from '../graph/context';
import { loadWhole } from '../graph/load-whole';
import { registerNode } from '../graph/node';
import { registerRecord } from '../publications/records';
import { Indicator } from './indicator';
import { IndicatorConnection, IndicatorListArguments, indicators } from './indicator.lists';
import { indicatorByCode, indicatorById } from './indicator.reader';
import type { Observation } from './observation';
import { ObservationConnection, ObservationListArguments, observationsOfIndicator } from './observation.lists';
import { many } from '../graph/reads';

registerNode<Indicator>('Indicator', { key: 'code', find: (context, code) => context.load(indicatorByCode, code) });

registerRecord('indicator', () => 'Indicator', indicatorById);

@Resolver(() => Indicator)
export class IndicatorResolver {
  @Query(() => IndicatorConnection, {
    reads: { list: indicators.field },
    audience: EVERYONE,
    description: 'What is measured.',
  })
  indicators(
    @Ctx() context: Context,
    @Args() args: IndicatorListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Indicator>> {
    return indicators.page(context, args, info);
  }

  @Query(() => Indicator, {
    reads: { row: indicatorByCode, by: 'code' },
    nullable: true,
    audience: EVERYONE,
    description: 'An indicator by its code; null where there is none.',
  })
  indicator(
    @Ctx() context: Context,
    @Arg('code', () => String, { audience: EVERYONE, description: 'Its code, such as wellbeing_anxiety.' })
    code: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Indicator | null> {
    return loadWhole(context, indicatorByCode, code, info);
  }

  @FieldResolver(() => ObservationConnection, {
    reads: many(observationsOfIndicator),
    audience: EVERYONE,
    description: 'Its figures in every area and period, gaps too.',
  })
  observations(
    @Ctx() context: Context,
    @Root() indicator: Indicator,
    @Args() args: ObservationListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Observation>> {
    return observationsOfIndicator(indicator.id, context, args, info);
  }
}
