import { GraphQLLocalDate } from 'graphql-scalars';
import { GraphQLISODateTime, Int } from 'type-graphql';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { REPORTING } from '../graph/audience';
import { Field, ObjectType, registerEnumType } from '../graph/declare';
import { Node } from '../graph/node';
import { DeliveryStatus } from '../recommendations/assignment';
import { DELIVERY_DETAIL, OWN_OR_OFFICE } from '../workflow/access';
import { PROGRESS_UPDATES } from './access';
import { EvidenceKind, EvidenceStrength, Verdict } from './evidence';
import { Rag } from './rag';

export enum UpdateStatus {
  DRAFT = 'DRAFT',
  SUBMITTED = 'SUBMITTED',
  RETURNED = 'RETURNED',
  APPROVED = 'APPROVED',
  PUBLISHED = 'PUBLISHED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(UpdateStatus, {
  name: 'UpdateStatus',
  audience: REPORTING,
  description: 'Where a progress update stands on its way to publication.',
  values: {
    DRAFT: { audience: REPORTING, description: 'Being written.' },
    SUBMITTED: { audience: REPORTING, description: 'Waits for review.' },
    RETURNED: { audience: REPORTING, description: 'Sent back with a review note.' },
    APPROVED: { audience: REPORTING, description: 'Reviewed and found good; waits for publication.' },
    PUBLISHED: { audience: REPORTING, description: 'Published: everyone sees a copy.' },
    WITHDRAWN: { audience: REPORTING, description: 'Taken back by its organisation.' },
  },
});

@Entity('progress_update')
@ObjectType({
  implements: Node,
  audience: REPORTING,
  description:
    'A report for a period on an assignment or an action, as it is worked on. Its organisation and the Office see it at every stage, departments once it is submitted; what the public sees is a PublishedUpdate.',
  rule: PROGRESS_UPDATES,
})
export class ProgressUpdate extends Node {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  /** For the outside: it does not tell how many updates there are. */
  @Column('uuid')
  key!: string;

  @Column('int4', { nullable: true })
  assignmentId!: number | null;

  @Column('int4', { nullable: true })
  actionId!: number | null;

  @Column('int4')
  organisationId!: number;

  @Column('int4')
  @Field(() => Int, {
    audience: REPORTING,
    description: 'Counts its changes: give it as `expectedVersion` when you change it.',
  })
  version!: number;

  @Column('text')
  @Field(() => UpdateStatus, { audience: REPORTING, description: 'Where it stands on its way to publication.' })
  status!: UpdateStatus;

  @Column('date')
  @Field(() => GraphQLLocalDate, { audience: REPORTING, description: 'First day of the period it reports on.' })
  periodStart!: string;

  @Column('date')
  @Field(() => GraphQLLocalDate, { audience: REPORTING, description: 'Last day of the period it reports on.' })
  periodEnd!: string;

  @Column('text')
  @Field(() => String, { audience: REPORTING, description: 'What was done, in the words of the organisation.' })
  summary!: string;

  @Column('text', { nullable: true })
  @Field(() => DeliveryStatus, {
    nullable: true,
    audience: REPORTING,
    description: 'What has happened, as it reports; null where it has nothing to report, and what is published stays.',
  })
  deliveryStatus!: DeliveryStatus | null;

  @Column('text')
  @Field(() => Rag, { audience: REPORTING, description: 'The rating it gives itself.' })
  selfRatedRag!: Rag;

  @Column('int4', { nullable: true })
  @Field(() => Int, {
    nullable: true,
    audience: REPORTING,
    description: 'How much of the action is done, as it reports: percent, 0 to 100; null where it does not say.',
  })
  percentComplete!: number | null;

  @Column('boolean')
  @Field(() => Boolean, {
    audience: REPORTING,
    description: 'Whether it says that there is nothing to report for the period. That is a report too.',
  })
  nothingToReport!: boolean;

  @Column('timestamptz', { nullable: true })
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    audience: REPORTING,
    description: 'When it is to be published; null where that is not decided.',
  })
  releaseAt!: Date | null;

  /** The published update that this one corrects. */
  @Column('int4', { nullable: true })
  correctsId!: number | null;

  @Column('timestamptz')
  @Field(() => GraphQLISODateTime, { audience: REPORTING, description: 'When it was last changed.' })
  updatedAt!: Date;
}

@Entity('evidence')
@ObjectType({
  audience: REPORTING,
  description: 'What backs a progress update. Seen by those who see the update.',
  rule: DELIVERY_DETAIL,
})
export class Evidence {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('int4')
  progressUpdateId!: number;

  @Column('int4')
  organisationId!: number;

  @Column('text')
  @Field(() => String, { audience: REPORTING, description: 'What it is called.' })
  title!: string;

  @Column('text')
  @Field(() => EvidenceKind, { audience: REPORTING, description: 'What kind of thing it is.' })
  kind!: EvidenceKind;

  @Column('text', { nullable: true })
  @Field(() => String, {
    nullable: true,
    audience: REPORTING,
    description: 'Where it is on the web; null where it is not there.',
  })
  url!: string | null;

  @Column('date', { nullable: true })
  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: REPORTING,
    description: 'The day it is of; null where it has none.',
  })
  datedOn!: string | null;
}

@Entity('verification')
@ObjectType({
  audience: REPORTING,
  description: 'What the Office found when it verified a progress update. Its organisation and the Office see it.',
  rule: OWN_OR_OFFICE,
})
export class Verification {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('int4')
  progressUpdateId!: number;

  @Column('int4')
  organisationId!: number;

  @Column('text')
  @Field(() => Verdict, { audience: REPORTING, description: 'Whether the evidence bears the report out.' })
  verdict!: Verdict;

  @Column('text')
  @Field(() => Rag, { audience: REPORTING, description: 'The rating the Office gives.' })
  verifiedRag!: Rag;

  @Column('text')
  @Field(() => EvidenceStrength, { audience: REPORTING, description: 'How strong the evidence is.' })
  evidenceStrength!: EvidenceStrength;

  @Column('text', { nullable: true })
  @Field(() => String, {
    nullable: true,
    audience: REPORTING,
    description: 'What the Office has to say of it to the organisation; never published.',
  })
  note!: string | null;

  @Column('timestamptz')
  @Field(() => GraphQLISODateTime, { audience: REPORTING, description: 'When it was verified.' })
  verifiedAt!: Date;
}

@Entity('workflow_event')
@ObjectType({
  audience: REPORTING,
  description: 'A step that a progress update has taken. Its organisation and the Office see it.',
  rule: OWN_OR_OFFICE,
})
export class UpdateEvent {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('int4', { nullable: true })
  progressUpdateId!: number | null;

  @Column('int4')
  organisationId!: number;

  @Column('int4')
  actingOrganisationId!: number;

  @Column('text')
  @Field(() => String, { audience: REPORTING, description: 'What was done, such as SUBMIT.' })
  transition!: string;

  @Column('text', { nullable: true })
  @Field(() => UpdateStatus, {
    nullable: true,
    audience: REPORTING,
    description: 'Where it stood before; null for its beginning.',
  })
  fromStatus!: UpdateStatus | null;

  @Column('text')
  @Field(() => UpdateStatus, { audience: REPORTING, description: 'Where it stood then.' })
  toStatus!: UpdateStatus;

  @Column('timestamptz')
  @Field(() => GraphQLISODateTime, { audience: REPORTING, description: 'When.' })
  occurredAt!: Date;
}
