import { GraphQLLocalDate } from 'graphql-scalars';
import { ArgsType } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { Field, InputType } from '../graph/declare';
import { connectionType } from '../graph/connection';
import { List } from '../graph/list';
import { OrderDirection, orderType } from '../graph/order';
import { PageArguments } from '../graph/page';
import { Recommendation, RecommendationKind } from './recommendation';

export enum RecommendationOrderField {
  POSITION = 'POSITION',
  TITLE = 'TITLE',
  DUE_ON = 'DUE_ON',
}

const RecommendationOrderBy = orderType('Recommendation', 'recommendations', RecommendationOrderField, {
  POSITION: 'In the order of the review.',
  TITLE: 'By title.',
  DUE_ON: 'By the day it is due; those without one always come last.',
});

@InputType({ audience: EVERYONE, description: 'Which recommendations a list has; all conditions given must hold.' })
export class RecommendationFilter {
  @Field(() => [RecommendationKind], { nullable: true, audience: EVERYONE, description: 'Only items of these kinds.' })
  kinds?: RecommendationKind[] | null;

  @Field(() => [String], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only those with one of these codes, such as 12b.',
  })
  codes?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    audience: EVERYONE,
    description:
      'Only those addressed to one of these, by the code of an organisation or COUNCILS, POLICE_FORCES or DEPARTMENTS.',
  })
  addressees?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    audience: EVERYONE,
    description:
      'Only those that one of these organisations must act on, by code: DFE finds 4, which every department bears, as well as 7a.',
  })
  dutyBearers?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only those that serve one of these priorities, by code.',
  })
  priorities?: string[] | null;

  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: EVERYONE,
    description: 'Only those due before this day; never those without a due date.',
  })
  dueBefore?: string | null;
}

@ArgsType()
export class RecommendationListArguments extends PageArguments {
  @Field(() => RecommendationFilter, {
    nullable: true,
    audience: EVERYONE,
    description: 'Which recommendations; all, headings too, where not given.',
  })
  filter?: RecommendationFilter | null;

  @Field(() => RecommendationOrderBy, {
    nullable: true,
    audience: EVERYONE,
    description: 'The order; that of the review where not given.',
  })
  orderBy?: InstanceType<typeof RecommendationOrderBy> | null;
}

export const recommendations = new List<Recommendation, RecommendationFilter, RecommendationOrderField>({
  entity: Recommendation,
  filter: ({ kinds, codes, addressees, dutyBearers, priorities, dueBefore }, parameters) => [
    ...(kinds ? [`recommendation.kind = any(${parameters.add(kinds, 'text[]')})`] : []),
    ...(codes ? [`recommendation.code = any(${parameters.add(codes, 'text[]')})`] : []),
    ...(addressees
      ? [
          `recommendation.id in (select recommendation_id from recommendation_addressee
             join addressee on addressee.id = addressee_id where addressee.code = any(${parameters.add(addressees, 'text[]')}))`,
        ]
      : []),
    ...(dutyBearers
      ? [
          `recommendation.id in (select recommendation_id from assignment
             join organisation on organisation.id = organisation_id
             left join area_code on area_code.area_id = organisation.area_id
             where coalesce(area_code.code, organisation.code) = any(${parameters.add(dutyBearers, 'text[]')}))`,
        ]
      : []),
    ...(priorities
      ? [
          `recommendation.id in (select recommendation_id from recommendation_priority
             join strategic_priority on strategic_priority.id = priority_id
             where strategic_priority.code = any(${parameters.add(priorities, 'text[]')}))`,
        ]
      : []),
    ...(dueBefore ? [`recommendation.due_on < ${parameters.add(dueBefore, 'date')}`] : []),
  ],
  orders: {
    POSITION: [{ sql: 'recommendation.position', type: 'int4' }],
    TITLE: [
      { sql: 'recommendation.title', type: 'text' },
      { sql: 'recommendation.id', type: 'int4' },
    ],
    DUE_ON: [
      {
        sql: (direction) =>
          `coalesce(recommendation.due_on, ${direction === OrderDirection.ASC ? `'9999-12-31'` : `'0001-01-01'`})`,
        type: 'date',
      },
      { sql: 'recommendation.position', type: 'int4' },
    ],
  },
  defaultOrder: { field: RecommendationOrderField.POSITION, direction: OrderDirection.ASC },
});

export const recommendationsOfPriority = recommendations.under({
  join: 'join recommendation_priority on recommendation_priority.recommendation_id = recommendation.id',
  where: 'recommendation_priority.priority_id = parent.key',
  keyType: 'int4',
});

export const recommendationsOfOrganisation = recommendations.under({
  join: 'join assignment on assignment.recommendation_id = recommendation.id',
  where: 'assignment.organisation_id = parent.key',
  keyType: 'int4',
});

export const RecommendationConnection = connectionType(() => Recommendation, 'Recommendation', 'recommendations');
