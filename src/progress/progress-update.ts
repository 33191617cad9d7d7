import { GraphQLLocalDate } from 'graphql-scalars';
import { GraphQLISODateTime } from 'type-graphql';
import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { EVERYONE, REPORTING } from '../graph/audience';
import { Field, ObjectType, registerEnumType } from '../graph/declare';
import { Node } from '../graph/node';
import { DeliveryStatus } from '../recommendations/assignment';
import { DELIVERY_DETAIL, OWN_OR_OFFICE, PROGRESS_UPDATES } from './access';
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
    'A report for a period on an assignment, as it is worked on. Its organisation and the Office see it at every stage, departments once it is submitted; what the public sees is a PublishedUpdate.',
  rule: PROGRESS_UPDATES,
})
export class ProgressUpdate extends Node {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  /** For the outside: it does not tell how many updates there are. */
  @Column('uuid')
  key!: string;

  @Column('int4')
  assignmentId!: number;

  @Column('int4')
  organisationId!: number;

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

  @Column('text')
  @Field(() => DeliveryStatus, { audience: REPORTING, description: 'What has happened, as it reports.' })
  deliveryStatus!: DeliveryStatus;

  @Column('text')
  @Field(() => Rag, { audience: REPORTING, description: 'The rating it gives itself.' })
  selfRatedRag!: Rag;

  @Column('timestamptz')
  @Field(() => GraphQLISODateTime, { audience: REPORTING, description: 'When it was last changed.' })
  updatedAt!: Date;
}

@Entity('submission')
@ObjectType({
  audience: REPORTING,
  description: 'Who submitted a progress update, and when. Its organisation and the Office see it.',
  rule: OWN_OR_OFFICE,
})
export class Submission {
  @PrimaryColumn('int4')
  progressUpdateId!: number;

  @Column('int4')
  organisationId!: number;

  @Column('text')
  @Field(() => String, { audience: REPORTING, description: "The person, as the organisation's sign-in names them." })
  submittedBy!: string;

  @Column('timestamptz')
  @Field(() => GraphQLISODateTime, { audience: REPORTING, description: 'When it was submitted.' })
  submittedAt!: Date;
}

@Entity('review_note')
@ObjectType({
  audience: REPORTING,
  description: 'What a reviewer wrote when a progress update was returned. Its organisation and the Office see it.',
  rule: OWN_OR_OFFICE,
})
export class ReviewNote {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('int4')
  progressUpdateId!: number;

  @Column('int4')
  organisationId!: number;

  @Column('text')
  @Field(() => String, { audience: REPORTING, description: 'What has to be mended.' })
  text!: string;

  @Column('timestamptz')
  @Field(() => GraphQLISODateTime, { audience: REPORTING, description: 'When it was written.' })
  writtenAt!: Date;
}

@Entity('delivery_detail')
@ObjectType({
  audience: REPORTING,
  description:
    'How delivery goes, beyond what is published. Departments and the Office see it for everyone, a duty bearer its own.',
  rule: DELIVERY_DETAIL,
})
export class DeliveryDetail {
  @PrimaryColumn('int4')
  assignmentId!: number;

  @Column('int4')
  organisationId!: number;

  @Column('date', { nullable: true })
  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: REPORTING,
    description: 'The day by which the duty bearer expects to be done; null where it has not said.',
  })
  forecastOn!: string | null;

  @Column('text', { nullable: true })
  @Field(() => String, {
    nullable: true,
    audience: REPORTING,
    description: 'What stands in the way; null where nothing is named.',
  })
  blockers!: string | null;
}

@Entity('published_update')
@ObjectType({
  audience: EVERYONE,
  description:
    'A report for a period on an assignment, as it was published. It never changes: a correction is another one.',
})
export class PublishedUpdate {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('int4')
  assignmentId!: number;

  @Column('date')
  @Field(() => GraphQLLocalDate, { audience: EVERYONE, description: 'First day of the period it reports on.' })
  periodStart!: string;

  @Column('date')
  @Field(() => GraphQLLocalDate, { audience: EVERYONE, description: 'Last day of the period it reports on.' })
  periodEnd!: string;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'What was done, in the words of the organisation.' })
  summary!: string;

  @Column('text')
  @Field(() => DeliveryStatus, { audience: EVERYONE, description: 'What has happened, as it reports.' })
  deliveryStatus!: DeliveryStatus;

  @Column('text')
  @Field(() => Rag, { audience: EVERYONE, description: 'The rating it gives itself.' })
  selfRatedRag!: Rag;

  /** The revision of the register that it was published in. */
  @Column('int4')
  revision!: number;
}
