import { ArgsType } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { Field, InputType } from '../graph/declare';
import { connectionType } from '../graph/connection';
import { List } from '../graph/list';
import { OrderDirection, orderType } from '../graph/order';
import { PageArguments } from '../graph/page';
import { StrategicObjective, StrategicPriority } from './strategy';

export enum StrategyOrderField {
  POSITION = 'POSITION',
  TITLE = 'TITLE',
}

const StrategyOrderBy = orderType('Strategy', 'objectives or priorities', StrategyOrderField, {
  POSITION: 'In the order of the review.',
  TITLE: 'By title.',
});

@InputType({ audience: EVERYONE, description: 'Which objectives a list has; all conditions given must hold.' })
export class StrategicObjectiveFilter {
  @Field(() => [String], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only objectives with one of these codes.',
  })
  codes?: string[] | null;
}

@ArgsType()
export class StrategicObjectiveListArguments extends PageArguments {
  @Field(() => StrategicObjectiveFilter, {
    nullable: true,
    audience: EVERYONE,
    description: 'Which objectives; all where not given.',
  })
  filter?: StrategicObjectiveFilter | null;

  @Field(() => StrategyOrderBy, {
    nullable: true,
    audience: EVERYONE,
    description: 'The order; that of the review where not given.',
  })
  orderBy?: InstanceType<typeof StrategyOrderBy> | null;
}

@InputType({ audience: EVERYONE, description: 'Which priorities a list has; all conditions given must hold.' })
export class StrategicPriorityFilter {
  @Field(() => [String], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only priorities with one of these codes, such as 2d.',
  })
  codes?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only priorities that serve the objectives with these codes.',
  })
  objectives?: string[] | null;
}

@ArgsType()
export class StrategicPriorityListArguments extends PageArguments {
  @Field(() => StrategicPriorityFilter, {
    nullable: true,
    audience: EVERYONE,
    description: 'Which priorities; all where not given.',
  })
  filter?: StrategicPriorityFilter | null;

  @Field(() => StrategyOrderBy, {
    nullable: true,
    audience: EVERYONE,
    description: 'The order; that of the review where not given.',
  })
  orderBy?: InstanceType<typeof StrategyOrderBy> | null;
}

const defaultOrder = { field: StrategyOrderField.POSITION, direction: OrderDirection.ASC };

export const strategicObjectives = new List<StrategicObjective, StrategicObjectiveFilter, StrategyOrderField>({
  entity: StrategicObjective,
  filter: ({ codes }, parameters) =>
    codes ? [`strategic_objective.code = any(${parameters.add(codes, 'text[]')})`] : [],
  orders: {
    POSITION: [{ sql: 'strategic_objective.position', type: 'int4' }],
    TITLE: [
      { sql: 'strategic_objective.title', type: 'text' },
      { sql: 'strategic_objective.id', type: 'int4' },
    ],
  },
  defaultOrder,
});

export const strategicPriorities = new List<StrategicPriority, StrategicPriorityFilter, StrategyOrderField>({
  entity: StrategicPriority,
  filter: ({ codes, objectives }, parameters) => [
    ...(codes ? [`strategic_priority.code = any(${parameters.add(codes, 'text[]')})`] : []),
    ...(objectives
      ? [
          `strategic_priority.objective_id in (select id from strategic_objective where code = any(${parameters.add(objectives, 'text[]')}))`,
        ]
      : []),
  ],
  orders: {
    POSITION: [{ sql: 'strategic_priority.position', type: 'int4' }],
    TITLE: [
      { sql: 'strategic_priority.title', type: 'text' },
      { sql: 'strategic_priority.id', type: 'int4' },
    ],
  },
  defaultOrder,
});

export const StrategicObjectiveConnection = connectionType(
  () => StrategicObjective,
  'StrategicObjective',
  'objectives',
);
export const StrategicPriorityConnection = connectionType(() => StrategicPriority, 'StrategicPriority', 'priorities');
