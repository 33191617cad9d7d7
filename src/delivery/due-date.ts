import { GraphQLLocalDate } from 'graphql-scalars';
import { GraphQLISODateTime, Int } from 'type-graphql';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { EVERYONE, REPORTING } from '../graph/audience';
import { Field, ObjectType, registerEnumType } from '../graph/declare';
import { Node } from '../graph/node';
import { ViewerRole } from '../identity/viewer';
import { DELIVERY_DETAIL } from '../workflow/access';
import { Workflow } from '../workflow/workflow';

export enum DueDateRequestStatus {
  REQUESTED = 'REQUESTED',
  APPROVED = 'APPROVED',
  REFUSED = 'REFUSED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(DueDateRequestStatus, {
  name: 'DueDateRequestStatus',
  audience: REPORTING,
  description: 'Where a request for another due date stands.',
  values: {
    REQUESTED: { audience: REPORTING, description: 'Waits for the Office to decide.' },
    APPROVED: { audience: REPORTING, description: 'Approved: the due date is changed, and the change published.' },
    REFUSED: { audience: REPORTING, description: 'Refused: the due date stays.' },
    WITHDRAWN: { audience: REPORTING, description: 'Taken back by its organisation.' },
  },
});

export enum DueDateDecision {
  APPROVE = 'APPROVE',
  REFUSE = 'REFUSE',
}
registerEnumType(DueDateDecision, {
  name: 'DueDateDecision',
  audience: ['OFFICE'],
  description: 'What the Office decides on a request for another due date.',
  values: {
    APPROVE: { audience: ['OFFICE'], description: 'Change the due date and publish the change.' },
    REFUSE: { audience: ['OFFICE'], description: 'Leave the due date as it is.' },
  },
});

@Entity('due_date_request')
@ObjectType({
  implements: Node,
  audience: REPORTING,
  description:
    'A request for another due date of an assignment or action. Its organisation, departments and the Office see it; an approved one is published as a DueDateChange.',
  rule: DELIVERY_DETAIL,
})
export class DueDateRequest extends Node {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

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
  @Field(() => DueDateRequestStatus, { audience: REPORTING, description: 'Where it stands.' })
  status!: DueDateRequestStatus;

  @Column('date', { nullable: true })
  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: REPORTING,
    description: 'The due date when it was made; null where there was none.',
  })
  formerDueOn!: string | null;

  @Column('date')
  @Field(() => GraphQLLocalDate, { audience: REPORTING, description: 'The due date that is asked for.' })
  newDueOn!: string;

  @Column('text')
  @Field(() => String, { audience: REPORTING, description: 'Why it is asked for.' })
  reason!: string;

  @Column('timestamptz')
  @Field(() => GraphQLISODateTime, { audience: REPORTING, description: 'When it was last changed.' })
  updatedAt!: Date;
}

const { REQUESTED, APPROVED, REFUSED, WITHDRAWN } = DueDateRequestStatus;

export const dueDateWorkflow = new Workflow<DueDateRequestStatus, 'WITHDRAW' | 'APPROVE' | 'REFUSE'>({
  noun: 'due date request',
  typeName: 'DueDateRequest',
  table: 'due_date_request',
  initial: [REQUESTED],
  transitions: {
    WITHDRAW: {
      from: [REQUESTED],
      to: WITHDRAWN,
      by: 'OWNER',
      role: ViewerRole.SUBMITTER,
      says: 'Take it back before it is decided.',
    },
    APPROVE: {
      from: [REQUESTED],
      to: APPROVED,
      by: 'OFFICE',
      role: ViewerRole.APPROVER,
      notBySubmitter: true,
      says: 'Change the due date, and publish the change.',
    },
    REFUSE: {
      from: [REQUESTED],
      to: REFUSED,
      by: 'OFFICE',
      role: ViewerRole.APPROVER,
      notBySubmitter: true,
      says: 'Leave the due date as it is.',
    },
  },
});

@Entity('due_date_change')
@ObjectType({
  audience: EVERYONE,
  description: 'A change of a due date, as published. It never changes: the dates before it stay visible for good.',
})
export class DueDateChange {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('int4', { nullable: true })
  assignmentId!: number | null;

  @Column('int4', { nullable: true })
  actionId!: number | null;

  @Column('date', { nullable: true })
  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: EVERYONE,
    description: 'The due date before; null where there was none.',
  })
  formerDueOn!: string | null;

  @Column('date')
  @Field(() => GraphQLLocalDate, { audience: EVERYONE, description: 'The due date after.' })
  newDueOn!: string;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'Why, in the words of who asked for it.' })
  reason!: string;

  @Column('int4')
  requestedById!: number;

  @Column('int4')
  approvedById!: number;

  /** The revision of the register that it was published in. */
  @Column('int4')
  revision!: number;
}
