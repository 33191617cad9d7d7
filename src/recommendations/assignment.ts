import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { Node } from '../graph/node';

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
  description: 'What a duty bearer says to a recommendation. What it has done is another thing: see DeliveryStatus.',
  valuesConfig: {
    NO_RESPONSE: { description: 'It has not answered.' },
    UNDER_CONSIDERATION: { description: 'It is still considering its answer.' },
    ACCEPTED: { description: 'It will do what is asked.' },
    ACCEPTED_IN_PART: { description: 'It will do a part of what is asked.' },
    ACCEPTED_IN_PRINCIPLE: { description: 'It agrees with the aim and commits to no action yet.' },
    NOTED: { description: 'It has taken note and takes no position.' },
    REJECTED: { description: 'It will not do what is asked.' },
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
  description: 'What has happened. What the duty bearer has said is another thing: see Response.',
  valuesConfig: {
    NOT_STARTED: { description: 'Reported: nothing has begun.' },
    IN_PROGRESS: { description: 'Work is under way.' },
    PENDING_VERIFICATION: { description: 'Reported as done; the Office has yet to verify it.' },
    IMPLEMENTED: { description: 'Done, and verified by the Office.' },
    PARTLY_IMPLEMENTED: { description: 'Done in part, and no more is to come.' },
    NOT_IMPLEMENTED: { description: 'Not done, and not going to be.' },
    SUPERSEDED: { description: 'Replaced by something else.' },
  },
});

@Entity('assignment')
@ObjectType({
  implements: Node,
  description: 'One recommendation for one duty bearer: what progress is recorded on.',
  simpleResolvers: true,
})
export class Assignment extends Node {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('int4')
  recommendationId!: number;

  @Column('int4')
  organisationId!: number;

  @Column('text')
  @Field(() => Response, { description: 'What the duty bearer says to the recommendation, as published.' })
  response!: Response;

  @Column('text', { nullable: true })
  @Field(() => DeliveryStatus, {
    nullable: true,
    description: 'What has happened, as published; null while the duty bearer has not reported.',
  })
  deliveryStatus!: DeliveryStatus | null;
}
