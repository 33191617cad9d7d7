import { ArgsType } from 'type-graphql';
import { EVERYONE, REPORTING } from '../graph/audience';
import { connectionType } from '../graph/connection';
import { Field, InputType } from '../graph/declare';
import { List } from '../graph/list';
import { OrderDirection, orderType } from '../graph/order';
import { PageArguments } from '../graph/page';
import { ProgressUpdate, UpdateStatus } from './progress-update';
import { PublishedUpdate } from './published-update';

export enum UpdateOrderField {
  PERIOD = 'PERIOD',
}

const UpdateOrderBy = orderType('Update', 'updates', UpdateOrderField, {
  PERIOD: 'By the last day of the period.',
});

@InputType({ audience: REPORTING, description: 'Which progress updates a list has.' })
export class ProgressUpdateFilter {
  @Field(() => [UpdateStatus], { nullable: true, audience: REPORTING, description: 'Only updates that stand here.' })
  statuses?: UpdateStatus[] | null;

  @Field(() => [String], {
    nullable: true,
    audience: REPORTING,
    description: 'Only updates of the organisations with these codes.',
  })
  organisations?: string[] | null;
}

@ArgsType()
export class ProgressUpdateListArguments extends PageArguments {
  @Field(() => ProgressUpdateFilter, {
    nullable: true,
    audience: REPORTING,
    description: 'Which updates; all that you may see where not given.',
  })
  filter?: ProgressUpdateFilter | null;

  @Field(() => UpdateOrderBy, {
    nullable: true,
    audience: EVERYONE,
    description: 'The order; the latest period first where not given.',
  })
  orderBy?: InstanceType<typeof UpdateOrderBy> | null;
}

@ArgsType()
export class PublishedUpdateListArguments extends PageArguments {
  @Field(() => UpdateOrderBy, {
    nullable: true,
    audience: EVERYONE,
    description: 'The order; the latest period first where not given.',
  })
  orderBy?: InstanceType<typeof UpdateOrderBy> | null;
}

const defaultOrder = { field: UpdateOrderField.PERIOD, direction: OrderDirection.DESC };

export const progressUpdates = new List<ProgressUpdate, ProgressUpdateFilter, UpdateOrderField>({
  entity: ProgressUpdate,
  filter: ({ statuses, organisations }, parameters) => [
    ...(statuses ? [`progress_update.status = any(${parameters.add(statuses, 'text[]')})`] : []),
    ...(organisations
      ? [
          `progress_update.organisation_id in (select id from organisation where code = any(${parameters.add(organisations, 'text[]')}))`,
        ]
      : []),
  ],
  orders: {
    PERIOD: [
      { sql: 'progress_update.period_end', type: 'date' },
      { sql: 'progress_update.id', type: 'int4' },
    ],
  },
  defaultOrder,
});

const publishedUpdates = new List<PublishedUpdate, Record<string, never>, UpdateOrderField>({
  entity: PublishedUpdate,
  orders: {
    PERIOD: [
      { sql: 'published_update.period_end', type: 'date' },
      { sql: 'published_update.id', type: 'int4' },
    ],
  },
  defaultOrder,
});

export const progressUpdatesOfAssignment = progressUpdates.under({
  where: 'progress_update.assignment_id = parent.key',
  keyType: 'int4',
});

export const progressUpdatesOfAction = progressUpdates.under({
  where: 'progress_update.action_id = parent.key',
  keyType: 'int4',
});

export const publishedUpdatesOfAssignment = publishedUpdates.under({
  where: 'published_update.assignment_id = parent.key',
  keyType: 'int4',
});

export const publishedUpdatesOfAction = publishedUpdates.under({
  where: 'published_update.action_id = parent.key',
  keyType: 'int4',
});

export const publishedUpdatesOfPublication = publishedUpdates.under({
  where: 'published_update.revision = parent.key',
  keyType: 'int4',
});

export const ProgressUpdateConnection = connectionType(
  () => ProgressUpdate,
  'ProgressUpdate',
  'progress updates',
  REPORTING,
);
export const PublishedUpdateConnection = connectionType(() => PublishedUpdate, 'PublishedUpdate', 'published updates');
