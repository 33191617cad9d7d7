import { GraphQLLocalDate } from 'graphql-scalars';
import { GraphQLISODateTime, Int } from 'type-graphql';
import { Column, PrimaryGeneratedColumn } from 'typeorm';
import { EVERYONE } from '../graph/audience';
import { Field, InterfaceType, ObjectType, registerEnumType } from '../graph/declare';
import { Node } from '../graph/node';
import { EvidenceKind } from '../progress/evidence';

/*
 * What an assessment is made of, whether it is published or on its way there. The parts have no way to them but through
 * their assessment, so whoever may see that may see them.
 */

export enum Finding {
  SUFFICIENT = 'SUFFICIENT',
  PARTLY = 'PARTLY',
  INSUFFICIENT = 'INSUFFICIENT',
  NOT_ASSESSED = 'NOT_ASSESSED',
}
registerEnumType(Finding, {
  name: 'Finding',
  audience: EVERYONE,
  description: 'What the Office finds of a council by a criterion; the criterion says what each means.',
  values: {
    SUFFICIENT: { audience: EVERYONE, description: 'Progress is sufficient.' },
    PARTLY: { audience: EVERYONE, description: 'There is progress, and it does not go far enough.' },
    INSUFFICIENT: { audience: EVERYONE, description: 'Progress is insufficient: the council falls short.' },
    NOT_ASSESSED: {
      audience: EVERYONE,
      description: 'Nothing is found yet. Only where an assessment is being drafted; never in what is published.',
    },
  },
});

@ObjectType({ audience: EVERYONE, description: 'What a finding rests on.' })
export class AssessmentEvidence {
  @Field(() => String, { audience: EVERYONE, description: 'What it is called.' })
  title!: string;

  @Field(() => EvidenceKind, { audience: EVERYONE, description: 'What kind of thing it is.' })
  kind!: EvidenceKind;

  @Field(() => String, {
    nullable: true,
    audience: EVERYONE,
    description: 'Where it is on the web; null where it is not there.',
  })
  url!: string | null;

  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: EVERYONE,
    description: 'The day it is of; null where it has none.',
  })
  datedOn!: string | null;
}

@ObjectType({ audience: EVERYONE, description: 'What is found of a council by one criterion.' })
export abstract class AssessmentFinding {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('int4')
  criterionId!: number;

  @Column('text')
  @Field(() => Finding, { audience: EVERYONE, description: 'What is found.' })
  finding!: Finding;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'Why, in the words of the Office.' })
  summary!: string;

  @Column('jsonb')
  @Field(() => [AssessmentEvidence], { audience: EVERYONE, description: 'What it rests on.' })
  evidence!: AssessmentEvidence[];
}

@ObjectType({
  audience: EVERYONE,
  description: 'What a council says to its assessment. It has the right to, before anything is published.',
})
export class AssessmentReply {
  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'What it says, in the words of the council.' })
  text!: string;

  @Column('timestamptz')
  @Field(() => GraphQLISODateTime, { audience: EVERYONE, description: 'When it said so.' })
  submittedAt!: Date;
}

@InterfaceType({
  implements: Node,
  audience: EVERYONE,
  description:
    "The Office's assessment of a council's progress in a year: as it was published or, for those who may see that, on its way there.",
  resolveType: (row: Typed) => row.__typename,
})
export abstract class Assessment extends Node {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  /** For the outside: it does not tell how many assessments there are. */
  @Column('uuid')
  key!: string;

  @Column('int4')
  organisationId!: number;

  @Column('int4')
  @Field(() => Int, { audience: EVERYONE, description: 'The year whose progress is assessed.' })
  year!: number;

  @Column('int4')
  criteriaVersion!: number;

  @Field(() => [AssessmentFinding], {
    audience: EVERYONE,
    description: 'What is found by each criterion, in the order of the criteria.',
  })
  findings?: AssessmentFinding[];

  @Field(() => AssessmentReply, {
    nullable: true,
    audience: EVERYONE,
    description: 'What the council says to it; null where it has said nothing.',
  })
  reply?: AssessmentReply | null;
}

/** A row that says which type of the graph it is, where a field may answer several. */
export type Typed<Row extends object = object> = Row & { __typename: string };
