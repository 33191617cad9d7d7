import { ArgsType } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { Field, InputType } from '../graph/declare';
import { connectionType } from '../graph/connection';
import { List } from '../graph/list';
import { OrderDirection, orderType } from '../graph/order';
import { PageArguments } from '../graph/page';
import { organisations } from '../organisations/organisation.lists';
import { Assignment, DeliveryStatus, Response } from './assignment';

export enum AssignmentOrderField {
  RECOMMENDATION = 'RECOMMENDATION',
  DUTY_BEARER = 'DUTY_BEARER',
}

const AssignmentOrderBy = orderType('Assignment', 'assignments', AssignmentOrderField, {
  RECOMMENDATION: 'By recommendation, in the order of the review, then by the name of the duty bearer.',
  DUTY_BEARER: 'By the name of the duty bearer, then by recommendation.',
});

@InputType({ audience: EVERYONE, description: 'Which assignments a list has; all conditions given must hold.' })
export class AssignmentFilter {
  @Field(() => [Response], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only those with one of these responses.',
  })
  responses?: Response[] | null;

  @Field(() => [DeliveryStatus], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only those with one of these delivery statuses; never those not reported.',
  })
  deliveryStatuses?: DeliveryStatus[] | null;

  @Field(() => Boolean, {
    nullable: true,
    audience: EVERYONE,
    description: 'true: only those reported on; false: only those not reported on.',
  })
  reported?: boolean | null;
}

@ArgsType()
export class AssignmentListArguments extends PageArguments {
  @Field(() => AssignmentFilter, {
    nullable: true,
    audience: EVERYONE,
    description: 'Which assignments; all where not given.',
  })
  filter?: AssignmentFilter | null;

  @Field(() => AssignmentOrderBy, {
    nullable: true,
    audience: EVERYONE,
    description: 'The order; by recommendation where not given.',
  })
  orderBy?: InstanceType<typeof AssignmentOrderBy> | null;
}

const RECOMMENDATION_KEY = { sql: 'recommendation.position', type: 'int4' } as const;
const DUTY_BEARER_KEY = { sql: 'duty_bearer.name', type: 'text' } as const;
const UNIQUE_KEY = { sql: 'assignment.id', type: 'int4' } as const;

export const assignments = new List<Assignment, AssignmentFilter, AssignmentOrderField>({
  entity: Assignment,
  orderJoin: `left join recommendation on recommendation.id = assignment.recommendation_id
    left join organisation duty_bearer on duty_bearer.id = assignment.organisation_id`,
  filter: ({ responses, deliveryStatuses, reported }, parameters) => [
    ...(responses ? [`assignment.response = any(${parameters.add(responses, 'text[]')})`] : []),
    ...(deliveryStatuses ? [`assignment.delivery_status = any(${parameters.add(deliveryStatuses, 'text[]')})`] : []),
    ...(reported == null ? [] : [`(assignment.delivery_status is not null) = ${parameters.add(reported, 'boolean')}`]),
  ],
  orders: {
    RECOMMENDATION: [RECOMMENDATION_KEY, DUTY_BEARER_KEY, UNIQUE_KEY],
    DUTY_BEARER: [DUTY_BEARER_KEY, RECOMMENDATION_KEY, UNIQUE_KEY],
  },
  defaultOrder: { field: AssignmentOrderField.RECOMMENDATION, direction: OrderDirection.ASC },
});

export const assignmentsOfRecommendation = assignments.under({
  where: 'assignment.recommendation_id = parent.key',
  keyType: 'int4',
});

export const assignmentsOfOrganisation = assignments.under({
  where: 'assignment.organisation_id = parent.key',
  keyType: 'int4',
});

/** For a council or police force, by its area. */
export const assignmentsOfArea = assignments.under({
  where: 'assignment.organisation_id = (select id from organisation where area_id = parent.key)',
  keyType: 'int4',
});

export const dutyBearersOfRecommendation = organisations.under({
  join: 'join assignment on assignment.organisation_id = organisation.id',
  where: 'assignment.recommendation_id = parent.key',
  keyType: 'int4',
});

export const AssignmentConnection = connectionType(() => Assignment, 'Assignment', 'assignments');
