import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Resolver, Root } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import type { Connection } from '../graph/connection';
import type { Context } from '../graph/context';
import { loadWhole } from '../graph/load-whole';
import { Arg, FieldResolver, Query } from '../graph/declare';
import { registerNode } from '../graph/node';
import { PageArguments } from '../graph/page';
import { Organisation } from '../organisations/organisation';
import { organisationById } from '../organisations/organisation.reader';
import { changesOfRecord, RecordChange, RecordChangeConnection } from '../publications/record-change';
import { registerRecord } from '../publications/records';
import { Recommendation } from '../recommendations/recommendation';
import { StrategicPriority } from '../strategy/strategy';
import { Action, Milestone } from './action';
import {
  ActionConnection,
  ActionListArguments,
  actions,
  actionsOfOrganisation,
  actionsOfPriority,
  actionsOfRecommendation,
} from './action.lists';
import {
  actionByCode,
  actionById,
  milestoneByCode,
  milestoneById,
  milestonesOfAction,
  prioritiesOfAction,
  recommendationsOfAction,
} from './action.reader';
import { few, many, one } from '../graph/reads';

registerNode<Action>('Action', {
  key: 'code',
  find: (context, code) => context.load(actionByCode, code),
});
registerRecord('action', () => 'Action', actionById);
registerNode<Milestone>('Milestone', {
  key: 'code',
  find: (context, code) => context.load(milestoneByCode, code),
});
registerRecord('milestone', () => 'Milestone', milestoneById);

const changesOfAction = changesOfRecord('action');
const changesOfMilestone = changesOfRecord('milestone');

@Resolver(() => Action)
export class ActionResolver {
  @Query(() => ActionConnection, {
    reads: { list: actions.field },
    audience: EVERYONE,
    description: 'The actions of the action plan, of every owner. None has been published yet unless it is here.',
  })
  actions(
    @Ctx() context: Context,
    @Args() args: ActionListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Action>> {
    return actions.page(context, args, info);
  }

  @Query(() => Action, {
    reads: { row: actionByCode, by: 'code' },
    nullable: true,
    audience: EVERYONE,
    description: 'An action by its code; null where there is none.',
  })
  action(
    @Ctx() context: Context,
    @Arg('code', () => String, { audience: EVERYONE, description: 'Its code in the action plan, such as A12.' })
    code: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Action | null> {
    return loadWhole(context, actionByCode, code, info);
  }

  @FieldResolver(() => Organisation, {
    reads: one(() => Organisation, 'organisationId'),
    audience: EVERYONE,
    description: 'Who owns it, and must do it.',
  })
  owner(@Ctx() context: Context, @Root() action: Action): Promise<Organisation | null> {
    return context.load(organisationById, action.organisationId);
  }

  @FieldResolver(() => [Milestone], {
    reads: few(milestonesOfAction),
    audience: EVERYONE,
    description: 'Its milestones, the first due first.',
  })
  milestones(@Ctx() context: Context, @Root() action: Action): Promise<Milestone[]> {
    return context.load(milestonesOfAction, action.id);
  }

  @FieldResolver(() => [StrategicPriority], {
    reads: few(prioritiesOfAction),
    audience: EVERYONE,
    description: 'The priorities that it serves.',
  })
  priorities(@Ctx() context: Context, @Root() action: Action): Promise<StrategicPriority[]> {
    return context.load(prioritiesOfAction, action.id);
  }

  @FieldResolver(() => [Recommendation], {
    reads: few(recommendationsOfAction),
    audience: EVERYONE,
    description: 'The recommendations that it delivers.',
  })
  recommendations(@Ctx() context: Context, @Root() action: Action): Promise<Recommendation[]> {
    return context.load(recommendationsOfAction, action.id);
  }

  @FieldResolver(() => RecordChangeConnection, {
    reads: many(changesOfAction),
    audience: EVERYONE,
    description: 'Everything that was published of it, the first time first: what, when, after whose report.',
  })
  history(
    @Ctx() context: Context,
    @Root() action: Action,
    @Args() page: PageArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<RecordChange>> {
    return changesOfAction(action.id, context, page, info);
  }
}

@Resolver(() => Milestone)
export class MilestoneResolver {
  @FieldResolver(() => Action, {
    reads: one(() => Action, 'actionId'),
    audience: EVERYONE,
    description: 'The action it belongs to.',
  })
  action(@Ctx() context: Context, @Root() milestone: Milestone): Promise<Action | null> {
    return context.load(actionById, milestone.actionId);
  }

  @FieldResolver(() => RecordChangeConnection, {
    reads: many(changesOfMilestone),
    audience: EVERYONE,
    description: 'Everything that was published of it, the first time first: what, when, after whose report.',
  })
  history(
    @Ctx() context: Context,
    @Root() milestone: Milestone,
    @Args() page: PageArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<RecordChange>> {
    return changesOfMilestone(milestone.id, context, page, info);
  }
}

@Resolver(() => Organisation)
export class OrganisationActionsResolver {
  @FieldResolver(() => ActionConnection, {
    reads: many(actionsOfOrganisation),
    audience: EVERYONE,
    description: 'The actions of the action plan that it owns.',
  })
  actions(
    @Ctx() context: Context,
    @Root() organisation: Organisation,
    @Args() args: ActionListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Action>> {
    return actionsOfOrganisation(organisation.id, context, args, info);
  }
}

@Resolver(() => Recommendation)
export class RecommendationActionsResolver {
  @FieldResolver(() => ActionConnection, {
    reads: many(actionsOfRecommendation),
    audience: EVERYONE,
    description: 'The actions of the action plan that deliver it.',
  })
  actions(
    @Ctx() context: Context,
    @Root() recommendation: Recommendation,
    @Args() args: ActionListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Action>> {
    return actionsOfRecommendation(recommendation.id, context, args, info);
  }
}

@Resolver(() => StrategicPriority)
export class PriorityActionsResolver {
  @FieldResolver(() => ActionConnection, {
    reads: many(actionsOfPriority),
    audience: EVERYONE,
    description: 'The actions of the action plan that serve it.',
  })
  actions(
    @Ctx() context: Context,
    @Root() priority: StrategicPriority,
    @Args() args: ActionListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Action>> {
    return actionsOfPriority(priority.id, context, args, info);
  }
}
