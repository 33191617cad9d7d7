import { GraphQLLocalDate } from 'graphql-scalars';
import { ArgsType } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { connectionType } from '../graph/connection';
import { Field, InputType } from '../graph/declare';
import { List } from '../graph/list';
import { OrderDirection, orderType } from '../graph/order';
import { PageArguments } from '../graph/page';
import { DeliveryStatus } from '../recommendations/assignment';
import { Action } from './action';

export enum ActionOrderField {
  CODE = 'CODE',
  DUE_ON = 'DUE_ON',
}

const ActionOrderBy = orderType('Action', 'actions', ActionOrderField, {
  CODE: 'By code.',
  DUE_ON: 'By the day it is due; those without one always come last.',
});

@InputType({ audience: EVERYONE, description: 'Which actions a list has; all conditions given must hold.' })
export class ActionFilter {
  @Field(() => [String], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only actions owned by organisations with one of these codes.',
  })
  owners?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only actions that serve one of these priorities, by code.',
  })
  priorities?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only actions that deliver one of these recommendations, by code.',
  })
  recommendations?: string[] | null;

  @Field(() => [DeliveryStatus], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only actions with one of these delivery statuses.',
  })
  deliveryStatuses?: DeliveryStatus[] | null;

  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: EVERYONE,
    description: 'Only actions due before this day; never those without a due date.',
  })
  dueBefore?: string | null;
}

@ArgsType()
export class ActionListArguments extends PageArguments {
  @Field(() => ActionFilter, {
    nullable: true,
    audience: EVERYONE,
    description: 'Which actions; all where not given.',
  })
  filter?: ActionFilter | null;

  @Field(() => ActionOrderBy, {
    nullable: true,
    audience: EVERYONE,
    description: 'The order; by code where not given.',
  })
  orderBy?: InstanceType<typeof ActionOrderBy> | null;
}

export const actions = new List<Action, ActionFilter, ActionOrderField>({
  entity: Action,
  filter: ({ owners, priorities, recommendations, deliveryStatuses, dueBefore }, parameters) => [
    ...(owners
      ? [
          `action.organisation_id in (select id from organisation where code = any(${parameters.add(owners, 'text[]')}))`,
        ]
      : []),
    ...(priorities
      ? [
          `action.id in (select action_id from action_priority join strategic_priority on strategic_priority.id = priority_id
             where strategic_priority.code = any(${parameters.add(priorities, 'text[]')}))`,
        ]
      : []),
    ...(recommendations
      ? [
          `action.id in (select action_id from action_recommendation join recommendation on recommendation.id = recommendation_id
             where recommendation.code = any(${parameters.add(recommendations, 'text[]')}))`,
        ]
      : []),
    ...(deliveryStatuses ? [`action.delivery_status = any(${parameters.add(deliveryStatuses, 'text[]')})`] : []),
    ...(dueBefore ? [`action.due_on < ${parameters.add(dueBefore, 'date')}`] : []),
  ],
  orders: {
    CODE: [{ sql: 'action.code', type: 'text' }],
    DUE_ON: [
      {
        sql: (direction) =>
          `coalesce(action.due_on, ${direction === OrderDirection.ASC ? `'9999-12-31'` : `'0001-01-01'`})`,
        type: 'date',
      },
      { sql: 'action.code', type: 'text' },
    ],
  },
  defaultOrder: { field: ActionOrderField.CODE, direction: OrderDirection.ASC },
});

export const actionsOfOrganisation = actions.under({
  where: 'action.organisation_id = parent.key',
  keyType: 'int4',
});

export const actionsOfRecommendation = actions.under({
  join: 'join action_recommendation on action_recommendation.action_id = action.id',
  where: 'action_recommendation.recommendation_id = parent.key',
  keyType: 'int4',
});

export const actionsOfPriority = actions.under({
  join: 'join action_priority on action_priority.action_id = action.id',
  where: 'action_priority.priority_id = parent.key',
  keyType: 'int4',
});

export const ActionConnection = connectionType(() => Action, 'Action', 'actions');
