import { GraphQLLocalDate } from 'graphql-scalars';
import { Int } from 'type-graphql';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { EVERYONE } from '../graph/audience';
import { Field, ObjectType } from '../graph/declare';
import { Node } from '../graph/node';
import { DeliveryStatus } from '../recommendations/assignment';
import { EvidenceKind, EvidenceStrength, Verdict } from './evidence';
import { Rag } from './rag';

@Entity('published_update')
@ObjectType({
  implements: Node,
  audience: EVERYONE,
  description:
    'A report for a period on an assignment or an action, as it was published. It never changes: a correction is another one.',
})
export class PublishedUpdate extends Node {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('uuid')
  key!: string;

  @Column('int4', { nullable: true })
  assignmentId!: number | null;

  @Column('int4', { nullable: true })
  actionId!: number | null;

  /** The published update that this one corrects. */
  @Column('int4', { nullable: true })
  correctsId!: number | null;

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

  @Column('int4', { nullable: true })
  @Field(() => Int, {
    nullable: true,
    audience: EVERYONE,
    description: 'How much of the action is done, as it reports: percent, 0 to 100; null where it does not say.',
  })
  percentComplete!: number | null;

  @Column('boolean')
  @Field(() => Boolean, {
    audience: EVERYONE,
    description: 'Whether it says that there is nothing to report for the period. That is a report too.',
  })
  nothingToReport!: boolean;
}

@Entity('published_evidence')
@ObjectType({ audience: EVERYONE, description: 'What backs a published update, as its organisation names it.' })
export class PublishedEvidence {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('int4')
  publishedUpdateId!: number;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'What it is called.' })
  title!: string;

  @Column('text')
  @Field(() => EvidenceKind, { audience: EVERYONE, description: 'What kind of thing it is.' })
  kind!: EvidenceKind;

  @Column('text', { nullable: true })
  @Field(() => String, {
    nullable: true,
    audience: EVERYONE,
    description: 'Where it is on the web; null where it is not there.',
  })
  url!: string | null;

  @Column('date', { nullable: true })
  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: EVERYONE,
    description: 'The day it is of; null where it has none.',
  })
  datedOn!: string | null;
}

@Entity('published_verification')
@ObjectType({
  audience: EVERYONE,
  description: 'What the Office found when it verified a published update. A later one stands beside it.',
})
export class PublishedVerification {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('int4')
  publishedUpdateId!: number;

  @Column('text')
  @Field(() => Verdict, { audience: EVERYONE, description: 'Whether the evidence bears the report out.' })
  verdict!: Verdict;

  @Column('text')
  @Field(() => Rag, { audience: EVERYONE, description: 'The rating the Office gives.' })
  verifiedRag!: Rag;

  @Column('text')
  @Field(() => EvidenceStrength, { audience: EVERYONE, description: 'How strong the evidence is.' })
  evidenceStrength!: EvidenceStrength;

  /** The revision of the register that it was published in. */
  @Column('int4')
  revision!: number;
}
