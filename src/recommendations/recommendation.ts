import { GraphQLLocalDate } from 'graphql-scalars';
import { EVERYONE } from '../graph/audience';
import { Field, ObjectType, registerEnumType } from '../graph/declare';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { Node } from '../graph/node';

export enum RecommendationKind {
  RECOMMENDATION = 'RECOMMENDATION',
  GROUP = 'GROUP',
}
registerEnumType(RecommendationKind, {
  name: 'RecommendationKind',
  audience: EVERYONE,
  description: 'Whether an item of the review asks for something itself.',
  values: {
    RECOMMENDATION: { audience: EVERYONE, description: 'It asks somebody to act.' },
    GROUP: { audience: EVERYONE, description: 'Only a heading over other recommendations: nobody is assigned to it.' },
  },
});

export enum Recurrence {
  ANNUAL = 'ANNUAL',
  ONGOING = 'ONGOING',
}
registerEnumType(Recurrence, {
  name: 'Recurrence',
  audience: EVERYONE,
  description: 'How often a recommendation asks for the same again.',
  values: {
    ANNUAL: { audience: EVERYONE, description: 'Every year.' },
    ONGOING: { audience: EVERYONE, description: 'Regularly, without a fixed interval.' },
  },
});

@Entity('recommendation')
@ObjectType({
  implements: Node,
  audience: EVERYONE,
  description:
    'An item of the Khan Review, "Threats to Social Cohesion and Democratic Resilience" (England, 25 March 2024), in this project\'s own words.',
})
export class Recommendation extends Node {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'Its number in the review, such as 12b.' })
  code!: string;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: "A short title, in this project's words." })
  title!: string;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: "What it asks for, in this project's words." })
  summary!: string;

  @Column('text')
  @Field(() => RecommendationKind, {
    audience: EVERYONE,
    description: 'Whether it asks for something itself or is only a heading.',
  })
  kind!: RecommendationKind;

  @Column('date', { nullable: true })
  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: EVERYONE,
    description: 'The day by which the review asks for it; null where it names none.',
  })
  dueOn!: string | null;

  @Column('text', { nullable: true })
  @Field(() => Recurrence, {
    nullable: true,
    audience: EVERYONE,
    description: 'How often it recurs; null for something to be done once.',
  })
  recurrence!: Recurrence | null;

  @Column('int4', { nullable: true })
  parentId!: number | null;

  /** Where it stands in the review's own order. */
  @Column('int4')
  position!: number;
}
