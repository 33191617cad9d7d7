import type { GraphQLResolveInfo } from 'graphql';
import { Args, ArgsType, Ctx, Info, Resolver, Root } from 'type-graphql';
import { REPORTING } from '../graph/audience';
import { type Connection, connectionType } from '../graph/connection';
import type { Context } from '../graph/context';
import { Field, FieldResolver, InputType, Query } from '../graph/declare';
import { List } from '../graph/list';
import { findById, idOf, Node } from '../graph/node';
import { OrderDirection } from '../graph/order';
import { PageArguments } from '../graph/page';
import { Organisation } from '../organisations/organisation';
import { organisationById } from '../organisations/organisation.reader';
import { Task, TaskKind } from './task';
import { one } from '../graph/reads';

@InputType({ audience: REPORTING, description: 'Which tasks a list has.' })
class TaskFilter {
  @Field(() => [TaskKind], { nullable: true, audience: REPORTING, description: 'Only tasks of these kinds.' })
  kinds?: TaskKind[] | null;
}

@ArgsType()
class TaskListArguments extends PageArguments {
  @Field(() => TaskFilter, {
    nullable: true,
    audience: REPORTING,
    description: 'Which tasks; all where not given.',
  })
  filter?: TaskFilter | null;
}

enum TaskOrderField {
  URGENCY = 'URGENCY',
}

const tasks = new List<Task, TaskFilter, TaskOrderField>({
  entity: Task,
  where: `task.for_organisation_id = (select nullif(current_setting('oscdr.organisation', true), '')::int4)`,
  filter: ({ kinds }, parameters) => (kinds ? [`task.kind = any(${parameters.add(kinds, 'text[]')})`] : []),
  orders: {
    URGENCY: [
      {
        sql: `array_position('{RETURNED,OVERDUE,DUE_SOON,AWAITING_REVIEW,AWAITING_PUBLICATION}', task.kind)`,
        type: 'int4',
      },
      { sql: `coalesce(task.due_on, '9999-12-31')`, type: 'date' },
      { sql: `coalesce(extract(epoch from task.since), 0)::float8`, type: 'float8' },
      { sql: 'task.subject_type', type: 'text' },
      { sql: 'task.subject_key', type: 'text' },
    ],
  },
  defaultOrder: { field: TaskOrderField.URGENCY, direction: OrderDirection.ASC },
});

const TaskConnection = connectionType(() => Task, 'Task', 'tasks', REPORTING);

@Resolver(() => Task)
export class TaskResolver {
  @Query(() => TaskConnection, {
    audience: REPORTING,
    description:
      'What your organisation must do next, the most urgent first: what was returned to you, what is overdue or due within 30 days; for the Office also what waits for its review or publication.',
  })
  myTasks(
    @Ctx() context: Context,
    @Args() args: TaskListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Task>> {
    return tasks.page(context, args, info);
  }

  @FieldResolver(() => Organisation, {
    reads: one(() => Organisation, 'organisationId'),
    audience: REPORTING,
    description: 'Whose work it is about: your own, or for the Office that of who waits.',
  })
  organisation(@Ctx() context: Context, @Root() task: Task): Promise<Organisation | null> {
    return context.load(organisationById, task.organisationId);
  }

  @FieldResolver(() => Node, { nullable: true, audience: REPORTING, description: 'What it is about.' })
  subject(@Ctx() context: Context, @Root() task: Task, @Info() { schema }: GraphQLResolveInfo): Promise<Node | null> {
    return findById(context, idOf(task.subjectType, task.subjectKey), schema);
  }
}
