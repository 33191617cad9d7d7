import { GraphQLLocalDate } from 'graphql-scalars';
import { Int } from 'type-graphql';
import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { EVERYONE } from '../graph/audience';
import { Field, ObjectType, registerEnumType } from '../graph/declare';

export enum CriteriaStatus {
  PROJECT_DRAFT = 'PROJECT_DRAFT',
  ADOPTED = 'ADOPTED',
}
registerEnumType(CriteriaStatus, {
  name: 'CriteriaStatus',
  audience: EVERYONE,
  description: 'Whose word assessment criteria are.',
  values: {
    PROJECT_DRAFT: { audience: EVERYONE, description: "A draft of this project's own, which nobody has adopted." },
    ADOPTED: { audience: EVERYONE, description: 'Adopted by the Office.' },
  },
});

@Entity('assessment_criteria_set')
@ObjectType({
  audience: EVERYONE,
  description:
    'A version of what councils are assessed by, and of where insufficient progress begins. It never changes: other words are another version, and an assessment keeps the version that it was made by.',
})
export class AssessmentCriteriaSet {
  @PrimaryColumn('int4')
  @Field(() => Int, { audience: EVERYONE, description: 'Its version: 1, 2, 3 and so on.' })
  version!: number;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'What it is called.' })
  label!: string;

  @Column('text')
  @Field(() => CriteriaStatus, { audience: EVERYONE, description: 'Whose word it is.' })
  status!: CriteriaStatus;

  @Column('date', { nullable: true })
  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: EVERYONE,
    description: 'The day the Office adopted it; null for a draft of this project.',
  })
  adoptedOn!: string | null;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'Who wrote it, and on what grounds.' })
  note!: string;

  @Column('int4')
  @Field(() => Int, {
    audience: EVERYONE,
    description:
      'How many criteria must be found INSUFFICIENT for the progress of a council to be insufficient: so many or more.',
  })
  leastShortfalls!: number;

  @Column('int4')
  @Field(() => Int, {
    audience: EVERYONE,
    description:
      'Progress in the country is insufficient where that of more than so many percent of the current councils is.',
  })
  mostInsufficientPercent!: number;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'Where the two numbers come from.' })
  thresholdNote!: string;

  /** The revision of the register that it was published in. */
  @Column('int4')
  revision!: number;
}

@Entity('assessment_criterion')
@ObjectType({ audience: EVERYONE, description: 'One of the things that the progress of a council is assessed by.' })
export class AssessmentCriterion {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('int4')
  criteriaVersion!: number;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'Its code within the version, such as STRATEGY.' })
  code!: string;

  /** Where it stands among the criteria of its version. */
  @Column('int4')
  position!: number;

  @Column('int4')
  recommendationId!: number;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'What it is called.' })
  title!: string;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'What is asked.' })
  question!: string;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'What the finding SUFFICIENT means.' })
  sufficient!: string;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'What the finding PARTLY means.' })
  partly!: string;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'What the finding INSUFFICIENT means.' })
  insufficient!: string;
}
