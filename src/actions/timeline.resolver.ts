import type { GraphQLResolveInfo } from 'graphql';
import { GraphQLLocalDate } from 'graphql-scalars';
import { Args, ArgsType, Ctx, Info, Resolver, Root } from 'type-graphql';
import { detailOfAction } from '../delivery/delivery.reader';
import { EVERYONE, REPORTING } from '../graph/audience';
import { type Connection, connectionType } from '../graph/connection';
import type { Context } from '../graph/context';
import { Field, FieldResolver, InputType, Query } from '../graph/declare';
import { List } from '../graph/list';
import { OrderDirection } from '../graph/order';
import { PageArguments } from '../graph/page';
import { Organisation } from '../organisations/organisation';
import { organisationById } from '../organisations/organisation.reader';
import { Action } from './action';
import { actionById } from './action.reader';
import { TimelineItem, TimelineKind } from './timeline';
import { one } from '../graph/reads';

@InputType({ audience: EVERYONE, description: 'Which lines a timeline has; all conditions given must hold.' })
class TimelineFilter {
  @Field(() => [String], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only lines owned by organisations with one of these codes.',
  })
  owners?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only lines of actions that serve one of these priorities, by code.',
  })
  priorities?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    audience: EVERYONE,
    description: 'true: only what is critically late; false: only what is not.',
  })
  isCriticallyLate?: boolean | null;
}

@ArgsType()
class TimelineArguments extends PageArguments {
  @Field(() => TimelineFilter, {
    nullable: true,
    audience: EVERYONE,
    description: 'Which lines; all where not given.',
  })
  filter?: TimelineFilter | null;
}

enum TimelineOrderField {
  PLAN = 'PLAN',
}

const timeline = new List<TimelineItem, TimelineFilter, TimelineOrderField>({
  entity: TimelineItem,
  filter: ({ owners, priorities, isCriticallyLate }, parameters) => [
    ...(owners
      ? [
          `timeline_item.organisation_id in (select id from organisation where code = any(${parameters.add(owners, 'text[]')}))`,
        ]
      : []),
    ...(priorities
      ? [
          `timeline_item.action_id in (select action_id from action_priority join strategic_priority on strategic_priority.id = priority_id
             where strategic_priority.code = any(${parameters.add(priorities, 'text[]')}))`,
        ]
      : []),
    ...(isCriticallyLate == null
      ? []
      : [`timeline_item.is_critically_late = ${parameters.add(isCriticallyLate, 'boolean')}`]),
  ],
  orders: {
    // An action, then its milestones by the day they are due: from the top of a chart to its bottom.
    PLAN: [
      { sql: 'timeline_item.action_id', type: 'int4' },
      { sql: 'timeline_item.kind', type: 'text' },
      { sql: `coalesce(timeline_item.due_on, '9999-12-31')`, type: 'date' },
      { sql: 'timeline_item.code', type: 'text' },
    ],
  },
  defaultOrder: { field: TimelineOrderField.PLAN, direction: OrderDirection.ASC },
});

const TimelineItemConnection = connectionType(() => TimelineItem, 'TimelineItem', 'lines of a timeline');

@Resolver(() => TimelineItem)
export class TimelineResolver {
  @Query(() => TimelineItemConnection, {
    audience: EVERYONE,
    description:
      'The action plan as it is drawn, for a Gantt chart: each action and below it its milestones, with planned and original dates and how late they are.',
  })
  timeline(
    @Ctx() context: Context,
    @Args() args: TimelineArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<TimelineItem>> {
    return timeline.page(context, args, info);
  }

  @FieldResolver(() => Action, {
    reads: one(() => Action, 'actionId'),
    audience: EVERYONE,
    description: 'The action, or the one that the milestone belongs to; it says what it serves.',
  })
  action(@Ctx() context: Context, @Root() item: TimelineItem): Promise<Action | null> {
    return context.load(actionById, item.actionId);
  }

  @FieldResolver(() => Organisation, {
    reads: one(() => Organisation, 'organisationId'),
    audience: EVERYONE,
    description: 'Who owns it.',
  })
  owner(@Ctx() context: Context, @Root() item: TimelineItem): Promise<Organisation | null> {
    return context.load(organisationById, item.organisationId);
  }

  @FieldResolver(() => GraphQLLocalDate, {
    nullable: true,
    audience: REPORTING,
    description:
      'For an action, the day by which its owner expects to be done; null where it has not said, or you may not see it.',
  })
  async forecastOn(@Ctx() context: Context, @Root() item: TimelineItem): Promise<string | null> {
    if (item.kind === TimelineKind.MILESTONE) return null;
    return (await context.load(detailOfAction, item.actionId))?.forecastOn ?? null;
  }
}
