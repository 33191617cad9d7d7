import { GraphQLLocalDate } from 'graphql-scalars';
import { Int } from 'type-graphql';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { EVERYONE, OFFICE_ONLY } from '../graph/audience';
import { Field, ObjectType } from '../graph/declare';
import { Node } from '../graph/node';
import { Rag } from '../progress/rag';
import { DeliveryStatus } from '../recommendations/assignment';

@Entity('action')
@ObjectType({
  implements: Node,
  audience: EVERYONE,
  description:
    'A step of the action plan: one organisation owns it, and it serves priorities and delivers recommendations.',
})
export class Action extends Node {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'Its code in the action plan, such as A12.' })
  code!: string;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'Its title.' })
  title!: string;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'What is to be done.' })
  summary!: string;

  @Column('int4')
  organisationId!: number;

  @Column('date', { nullable: true })
  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: EVERYONE,
    description: 'The day it is planned to begin; null where none is set.',
  })
  startsOn!: string | null;

  @Column('date', { nullable: true })
  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: EVERYONE,
    description: 'The day it is due, after all changes that the Office approved; null where none is set.',
  })
  dueOn!: string | null;

  @Column('date', { nullable: true })
  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: EVERYONE,
    description: 'The day it was due at first; null where none was set.',
  })
  originalDueOn!: string | null;

  @Column('text')
  @Field(() => DeliveryStatus, { audience: EVERYONE, description: 'What has happened, as published.' })
  deliveryStatus!: DeliveryStatus;

  @Column('int4', { nullable: true })
  @Field(() => Int, {
    nullable: true,
    audience: EVERYONE,
    description: 'How much of it is done, as its owner last reported: percent, 0 to 100; null where it has not said.',
  })
  percentComplete!: number | null;

  @Column('text')
  @Field(() => Rag, { audience: EVERYONE, description: 'The rating its owner gives it, as published.' })
  selfRatedRag!: Rag;

  @Column('text')
  @Field(() => Rag, {
    audience: EVERYONE,
    description: 'The rating the Office gives it after verification, as published.',
  })
  verifiedRag!: Rag;

  @Column('int4')
  @Field(() => Int, {
    audience: OFFICE_ONLY,
    description: 'Counts its changes: give it as `expectedVersion` when you change it.',
  })
  version!: number;
}

@Entity('milestone')
@ObjectType({ implements: Node, audience: EVERYONE, description: 'Something that an action is to reach by a day.' })
export class Milestone extends Node {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('int4')
  actionId!: number;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'Its code in the action plan, such as A12.1.' })
  code!: string;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'What is to be reached.' })
  title!: string;

  @Column('date')
  @Field(() => GraphQLLocalDate, { audience: EVERYONE, description: 'The day it is due.' })
  dueOn!: string;

  @Column('date')
  @Field(() => GraphQLLocalDate, { audience: EVERYONE, description: 'The day it was due at first.' })
  originalDueOn!: string;

  @Column('date', { nullable: true })
  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: EVERYONE,
    description: 'The day it was reached; null while it is not.',
  })
  completedOn!: string | null;

  @Column('int4')
  @Field(() => Int, {
    audience: OFFICE_ONLY,
    description: 'Counts its changes: give it as `expectedVersion` when you change it.',
  })
  version!: number;
}
