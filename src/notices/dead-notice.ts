import { GraphQLISODateTime, Int } from 'type-graphql';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { OFFICE_ONLY } from '../graph/audience';
import { Field, ObjectType } from '../graph/declare';
import { Node } from '../graph/node';
import { NoticeChannel } from './notice-subscription';

/** A delivery, as the Office sees it: row policies show it those that were given up. */
@Entity('notice_delivery')
@ObjectType({
  implements: Node,
  audience: OFFICE_ONLY,
  description: 'A notice that was given up, because it could not be delivered however often it was tried.',
  rule: { mayBeSeen: (_row, viewer) => viewer.view === 'OFFICE', says: 'the Office all' },
})
export class DeadNotice extends Node {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('uuid')
  key!: string;

  @Column('int4')
  organisationId!: number;

  @Column('text')
  @Field(() => NoticeChannel, { audience: OFFICE_ONLY, description: 'By which way it was to go.' })
  channel!: NoticeChannel;

  @Column('text')
  @Field(() => String, {
    audience: OFFICE_ONLY,
    description: 'The host that it was to go to, such as oldham.gov.uk; the rest of the address is not shown.',
  })
  targetHost!: string;

  @Column('text')
  @Field(() => String, {
    audience: OFFICE_ONLY,
    description: 'What happened, for programs, such as RESPONSE_PUBLISHED.',
  })
  event!: string;

  @Column('text')
  @Field(() => String, { audience: OFFICE_ONLY, description: 'What happened, in a sentence.' })
  title!: string;

  @Column('timestamptz')
  @Field(() => GraphQLISODateTime, { audience: OFFICE_ONLY, description: 'When it happened.' })
  occurredAt!: Date;

  @Column('int4')
  @Field(() => Int, {
    audience: OFFICE_ONLY,
    description: 'How often it was tried, since the Office last had it tried again.',
  })
  attempts!: number;

  @Column('text', { nullable: true })
  @Field(() => String, {
    nullable: true,
    audience: OFFICE_ONLY,
    description: 'Why the latest attempt failed; null where it has been delivered since.',
  })
  lastError!: string | null;

  /** Null where a delivery was never given up, and so is no dead notice. */
  @Column('timestamptz', { nullable: true })
  @Field(() => GraphQLISODateTime, { audience: OFFICE_ONLY, description: 'When it was last given up.' })
  deadAt!: Date;

  @Column('timestamptz', { nullable: true })
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    audience: OFFICE_ONLY,
    description: 'When it is tried next; null unless the Office has had it tried again and it is still under way.',
  })
  nextAttemptAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    audience: OFFICE_ONLY,
    description: 'When it was delivered after all; null where it was not.',
  })
  deliveredAt!: Date | null;
}
