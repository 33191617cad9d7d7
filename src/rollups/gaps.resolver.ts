import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Resolver } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import type { Connection } from '../graph/connection';
import type { Context } from '../graph/context';
import { FieldResolver, ObjectType, Query } from '../graph/declare';
import { Recommendation } from '../recommendations/recommendation';
import {
  RecommendationConnection,
  RecommendationListArguments,
  recommendations,
} from '../recommendations/recommendation.lists';
import { StrategicPriority } from '../strategy/strategy';
import {
  strategicPriorities,
  StrategicPriorityConnection,
  StrategicPriorityListArguments,
} from '../strategy/strategy.lists';

@ObjectType({ audience: EVERYONE, description: 'Where nothing is planned, said or done, as published.' })
export class Gaps {}

const prioritiesWithoutAction = strategicPriorities.under({
  where: `not exists (select from action_priority join action on action.id = action_priority.action_id
    where action_priority.priority_id = strategic_priority.id
      and action.delivery_status in ('NOT_STARTED', 'IN_PROGRESS', 'PENDING_VERIFICATION'))`,
  keyType: 'int4',
});
const withoutAny = (what: string) =>
  recommendations.under({
    where: `recommendation.kind = 'RECOMMENDATION' and not exists (select from assignment
      where assignment.recommendation_id = recommendation.id and ${what})`,
    keyType: 'int4',
  });
const withoutResponse = withoutAny(`assignment.response <> 'NO_RESPONSE'`);
const withoutReport = withoutAny('assignment.delivery_status is not null');

/** A gap is the register's, not a parent's. */
const NO_PARENT = 0;

@Resolver(() => Gaps)
export class GapsResolver {
  @Query(() => Gaps, { audience: EVERYONE, description: 'Where nothing is planned, said or done, as published.' })
  gaps(): Gaps {
    return new Gaps();
  }

  @FieldResolver(() => StrategicPriorityConnection, {
    audience: EVERYONE,
    description: 'Priorities that no live action serves: none that is open or waits to be verified.',
  })
  prioritiesWithoutLiveAction(
    @Ctx() context: Context,
    @Args() args: StrategicPriorityListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<StrategicPriority>> {
    return prioritiesWithoutAction(NO_PARENT, context, args, info);
  }

  @FieldResolver(() => RecommendationConnection, {
    audience: EVERYONE,
    description: 'Recommendations that nobody has answered.',
  })
  recommendationsWithoutResponse(
    @Ctx() context: Context,
    @Args() args: RecommendationListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Recommendation>> {
    return withoutResponse(NO_PARENT, context, args, info);
  }

  @FieldResolver(() => RecommendationConnection, {
    audience: EVERYONE,
    description: 'Recommendations that nobody has reported on.',
  })
  recommendationsWithoutReport(
    @Ctx() context: Context,
    @Args() args: RecommendationListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Recommendation>> {
    return withoutReport(NO_PARENT, context, args, info);
  }
}
