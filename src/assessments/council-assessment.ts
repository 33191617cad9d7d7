import { GraphQLLocalDate } from 'graphql-scalars';
import { GraphQLISODateTime, Int } from 'type-graphql';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { COUNCIL_AND_OFFICE, OFFICE_ONLY, type TypeRule } from '../graph/audience';
import { Field, ObjectType, registerEnumType } from '../graph/declare';
import { Node } from '../graph/node';
import type { Viewer } from '../identity/viewer';
import type { Owned } from '../workflow/access';
import { Assessment, AssessmentFinding, AssessmentReply } from './assessment';

export enum AssessmentStatus {
  DRAFT = 'DRAFT',
  AWAITING_REPLY = 'AWAITING_REPLY',
  REPLIED = 'REPLIED',
  PUBLISHED = 'PUBLISHED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(AssessmentStatus, {
  name: 'AssessmentStatus',
  audience: COUNCIL_AND_OFFICE,
  description: 'Where an assessment stands on its way to publication.',
  values: {
    DRAFT: { audience: OFFICE_ONLY, description: 'Being written; the council does not see it.' },
    AWAITING_REPLY: { audience: COUNCIL_AND_OFFICE, description: 'The council sees it and may reply.' },
    REPLIED: { audience: COUNCIL_AND_OFFICE, description: 'The council has replied.' },
    PUBLISHED: { audience: COUNCIL_AND_OFFICE, description: 'Published: everyone sees a copy.' },
    WITHDRAWN: { audience: OFFICE_ONLY, description: 'Given up by the Office before it was published.' },
  },
});

/** What the council concerned sees. Not what was withdrawn: that may be a draft which nobody showed it. */
const SHOWN: readonly AssessmentStatus[] = [
  AssessmentStatus.AWAITING_REPLY,
  AssessmentStatus.REPLIED,
  AssessmentStatus.PUBLISHED,
];

const ASSESSMENTS_RULE: TypeRule = {
  mayBeSeen: (row: Owned & { status: AssessmentStatus }, viewer: Viewer) =>
    viewer.view === 'OFFICE' || (viewer.organisation?.id === row.organisationId && SHOWN.includes(row.status)),
  says: 'a council its own from when it may reply; the Office all',
};

@Entity('council_assessment')
@ObjectType({
  implements: [Node, Assessment],
  audience: COUNCIL_AND_OFFICE,
  description:
    "The Office's assessment of a council's progress in a year, as it is worked on. The council sees it from when it may reply, and nobody else does before it is published as a PublishedAssessment.",
  rule: ASSESSMENTS_RULE,
})
export class CouncilAssessment extends Assessment {
  @Column('int4')
  @Field(() => Int, {
    audience: COUNCIL_AND_OFFICE,
    description: 'Counts its changes: give it as `expectedVersion` when you change it.',
  })
  version!: number;

  @Column('text')
  @Field(() => AssessmentStatus, { audience: COUNCIL_AND_OFFICE, description: 'Where it stands.' })
  status!: AssessmentStatus;

  /** Counts how often the council was asked to reply: a revised assessment asks again. */
  @Column('int4')
  round!: number;

  @Column('date', { nullable: true })
  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: COUNCIL_AND_OFFICE,
    description:
      'The last day that is kept free for the reply of the council: without one, it is published later. null where it has not been asked yet.',
  })
  replyDueOn!: string | null;

  @Column('timestamptz', { nullable: true })
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    audience: COUNCIL_AND_OFFICE,
    description: 'When it is to be published; null where that is not decided.',
  })
  releaseAt!: Date | null;

  @Column('timestamptz')
  @Field(() => GraphQLISODateTime, { audience: COUNCIL_AND_OFFICE, description: 'When it was last changed.' })
  updatedAt!: Date;
}

@Entity('assessment_finding')
export class DraftedFinding extends AssessmentFinding {
  @Column('int4')
  councilAssessmentId!: number;

  @Column('int4')
  organisationId!: number;
}

@Entity('assessment_reply')
export class SubmittedReply extends AssessmentReply {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('int4')
  councilAssessmentId!: number;

  @Column('int4')
  organisationId!: number;

  /** The round of the assessment that it replies to. */
  @Column('int4')
  round!: number;

  @Column('text')
  submittedBy!: string;
}
