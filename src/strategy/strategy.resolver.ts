import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Resolver, Root } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { Arg, FieldResolver, Query } from '../graph/declare';
import type { Connection } from '../graph/connection';
import type { Context } from '../graph/context';
import { loadWhole } from '../graph/load-whole';
import { registerNode } from '../graph/node';
import { StrategicObjective, StrategicPriority } from './strategy';
import {
  strategicObjectives,
  StrategicObjectiveConnection,
  StrategicObjectiveListArguments,
  strategicPriorities,
  StrategicPriorityConnection,
  StrategicPriorityListArguments,
} from './strategy.lists';
import { registerRecord } from '../publications/records';
import { objectiveByCode, objectiveById, prioritiesOfObjective, priorityByCode, priorityById } from './strategy.reader';
import { few, one } from '../graph/reads';

registerNode<StrategicObjective>('StrategicObjective', {
  key: 'code',
  find: (context, code) => context.load(objectiveByCode, code),
});
registerNode<StrategicPriority>('StrategicPriority', {
  key: 'code',
  find: (context, code) => context.load(priorityByCode, code),
});

registerRecord('strategic_objective', () => 'StrategicObjective', objectiveById);
registerRecord('strategic_priority', () => 'StrategicPriority', priorityById);

@Resolver(() => StrategicObjective)
export class StrategicObjectiveResolver {
  @Query(() => StrategicObjectiveConnection, {
    reads: { list: strategicObjectives.field },
    audience: EVERYONE,
    description: 'The three objectives of the strategy.',
  })
  strategicObjectives(
    @Ctx() context: Context,
    @Args() args: StrategicObjectiveListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<StrategicObjective>> {
    return strategicObjectives.page(context, args, info);
  }

  @FieldResolver(() => [StrategicPriority], {
    reads: few(prioritiesOfObjective),
    audience: EVERYONE,
    description: "The priorities that serve it. Which serves which is this project's own editorial mapping.",
  })
  priorities(@Ctx() context: Context, @Root() objective: StrategicObjective): Promise<StrategicPriority[]> {
    return context.load(prioritiesOfObjective, objective.id);
  }
}

@Resolver(() => StrategicPriority)
export class StrategicPriorityResolver {
  @Query(() => StrategicPriorityConnection, {
    reads: { list: strategicPriorities.field },
    audience: EVERYONE,
    description: 'The seven priorities of the strategy, 2a to 2g.',
  })
  strategicPriorities(
    @Ctx() context: Context,
    @Args() args: StrategicPriorityListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<StrategicPriority>> {
    return strategicPriorities.page(context, args, info);
  }

  @Query(() => StrategicPriority, {
    reads: { row: priorityByCode, by: 'code' },
    nullable: true,
    audience: EVERYONE,
    description: 'A priority by its code; null where there is none.',
  })
  strategicPriority(
    @Ctx() context: Context,
    @Arg('code', () => String, { audience: EVERYONE, description: 'Its code, 2a to 2g.' }) code: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<StrategicPriority | null> {
    return loadWhole(context, priorityByCode, code, info);
  }

  @FieldResolver(() => StrategicObjective, {
    reads: one(() => StrategicObjective, 'objectiveId'),
    audience: EVERYONE,
    description: "The objective it serves: this project's own editorial mapping.",
  })
  objective(@Ctx() context: Context, @Root() priority: StrategicPriority): Promise<StrategicObjective | null> {
    return context.load(objectiveById, priority.objectiveId);
  }
}
