import { GraphQLISODateTime } from 'type-graphql';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { REPORTING } from '../graph/audience';
import { Field, ObjectType } from '../graph/declare';
import { OWN_OR_OFFICE } from './access';

@Entity('submission')
@ObjectType({
  audience: REPORTING,
  description: 'Who submitted something, and when. Its organisation and the Office see it.',
  rule: OWN_OR_OFFICE,
})
export class Submission {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  /** One of these says what was submitted. */
  @Column('int4', { nullable: true })
  progressUpdateId!: number | null;

  @Column('int4', { nullable: true })
  recommendationResponseId!: number | null;

  @Column('int4', { nullable: true })
  dueDateRequestId!: number | null;

  @Column('int4', { nullable: true })
  dataReturnId!: number | null;

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
  description: 'What a reviewer wrote when something was returned. Its organisation and the Office see it.',
  rule: OWN_OR_OFFICE,
})
export class ReviewNote {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  /** One of these says of what. */
  @Column('int4', { nullable: true })
  progressUpdateId!: number | null;

  @Column('int4', { nullable: true })
  dueDateRequestId!: number | null;

  @Column('int4', { nullable: true })
  dataReturnId!: number | null;

  @Column('int4')
  organisationId!: number;

  @Column('text')
  @Field(() => String, { audience: REPORTING, description: 'What has to be mended.' })
  text!: string;

  @Column('timestamptz')
  @Field(() => GraphQLISODateTime, { audience: REPORTING, description: 'When it was written.' })
  writtenAt!: Date;
}
