import { GraphQLLocalDate } from 'graphql-scalars';
import { Int } from 'type-graphql';
import { EVERYONE, OFFICE_ONLY } from '../graph/audience';
import { Field, ObjectType, registerEnumType } from '../graph/declare';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { Node } from '../graph/node';
import { Rag } from '../progress/rag';

export enum Response {
  NO_RESPONSE = 'NO_RESPONSE',
  UNDER_CONSIDERATION = 'UNDER_CONSIDERATION',
  ACCEPTED = 'ACCEPTED',
  ACCEPTED_IN_PART = 'ACCEPTED_IN_PART',
  ACCEPTED_IN_PRINCIPLE = 'ACCEPTED_IN_PRINCIPLE',
  NOTED = 'NOTED',
  REJECTED = 'REJECTED',
}
registerEnumType(Response, {
  name: 'Response',
  audience: EVERYONE,
  description: 'What a duty bearer says to a recommendation. What it has done is another thing: see DeliveryStatus.',
  values: {
    NO_RESPONSE: { audience: EVERYONE, description: 'It has not answered.' },
    UNDER_CONSIDERATION: { audience: EVERYONE, description: 'It is still considering its answer.' },
    ACCEPTED: { audience: EVERYONE, description: 'It will do what is asked.' },
    ACCEPTED_IN_PART: { audience: EVERYONE, description: 'It will do a part of what is asked.' },
    ACCEPTED_IN_PRINCIPLE: { audience: EVERYONE, description: 'It agrees with the aim and commits to no action yet.' },
    NOTED: { audience: EVERYONE, description: 'It has taken note and takes no position.' },
    REJECTED: { audience: EVERYONE, description: 'It will not do what is asked.' },
  },
});

export enum DeliveryStatus {
  NOT_STARTED = 'NOT_STARTED',
  IN_PROGRESS = 'IN_PROGRESS',
  PENDING_VERIFICATION = 'PENDING_VERIFICATION',
  IMPLEMENTED = 'IMPLEMENTED',
  PARTLY_IMPLEMENTED = 'PARTLY_IMPLEMENTED',
  NOT_IMPLEMENTED = 'NOT_IMPLEMENTED',
  SUPERSEDED = 'SUPERSEDED',
}
registerEnumType(DeliveryStatus, {
  name: 'DeliveryStatus',
  audience: EVERYONE,
  description: 'What has happened. What the duty bearer has said is another thing: see Response.',
  values: {
    NOT_STARTED: { audience: EVERYONE, description: 'Reported: nothing has begun.' },
    IN_PROGRESS: { audience: EVERYONE, description: 'Work is under way.' },
    PENDING_VERIFICATION: { audience: EVERYONE, description: 'Reported as done; the Office has yet to verify it.' },
    IMPLEMENTED: { audience: EVERYONE, description: 'Done, and verified by the Office.' },
    PARTLY_IMPLEMENTED: { audience: EVERYONE, description: 'Done in part, and no more is to come.' },
    NOT_IMPLEMENTED: { audience: EVERYONE, description: 'Not done, and not going to be.' },
    SUPERSEDED: { audience: EVERYONE, description: 'Replaced by something else.' },
  },
});

@Entity('assignment')
@ObjectType({
  implements: Node,
  audience: EVERYONE,
  description: 'One recommendation for one duty bearer: what progress is recorded on.',
})
export class Assignment extends Node {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('int4')
  recommendationId!: number;

  @Column('int4')
  organisationId!: number;

  @Column('text')
  @Field(() => Response, {
    audience: EVERYONE,
    description: 'What the duty bearer says to the recommendation, as published.',
  })
  response!: Response;

  @Column('text', { nullable: true })
  @Field(() => DeliveryStatus, {
    nullable: true,
    audience: EVERYONE,
    description: 'What has happened, as published; null while the duty bearer has not reported.',
  })
  deliveryStatus!: DeliveryStatus | null;

  @Column('text')
  @Field(() => Rag, { audience: EVERYONE, description: 'The rating the duty bearer gives itself, as published.' })
  selfRatedRag!: Rag;

  @Column('text')
  @Field(() => Rag, {
    audience: EVERYONE,
    description: 'The rating the Office gives it after verification, as published.',
  })
  verifiedRag!: Rag;

  @Column('text', { nullable: true })
  @Field(() => String, {
    nullable: true,
    audience: EVERYONE,
    description: 'Why the duty bearer answers as it does, in its own words; null where it has not answered.',
  })
  responseRationale!: string | null;

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
    description: 'The day it was due at first, as the review asks for it; null where it names none.',
  })
  originalDueOn!: string | null;

  @Column('int4')
  @Field(() => Int, {
    audience: OFFICE_ONLY,
    description: 'Counts its changes: give it as `expectedVersion` when you change it.',
  })
  version!: number;
}
