import { Float, GraphQLISODateTime, Int } from 'type-graphql';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { COUNCIL_AND_OFFICE } from '../graph/audience';
import { Field, ObjectType, registerEnumType } from '../graph/declare';
import { Node } from '../graph/node';
import { ViewerRole } from '../identity/viewer';
import { ObservationMarker } from '../indicators/observation';
import { OWN_OR_OFFICE } from '../workflow/access';
import { Workflow } from '../workflow/workflow';

export enum DataReturnStatus {
  SUBMITTED = 'SUBMITTED',
  RETURNED = 'RETURNED',
  APPROVED = 'APPROVED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(DataReturnStatus, {
  name: 'DataReturnStatus',
  audience: COUNCIL_AND_OFFICE,
  description: 'Where a data return stands.',
  values: {
    SUBMITTED: { audience: COUNCIL_AND_OFFICE, description: 'Waits for review.' },
    RETURNED: { audience: COUNCIL_AND_OFFICE, description: 'Sent back with a review note.' },
    APPROVED: { audience: COUNCIL_AND_OFFICE, description: 'Found good: its figures wait for a release.' },
    WITHDRAWN: { audience: COUNCIL_AND_OFFICE, description: 'Taken back by its organisation.' },
  },
});

@Entity('data_return')
@ObjectType({
  implements: Node,
  audience: COUNCIL_AND_OFFICE,
  description:
    'Figures that a body has returned for its own area, on their way to a release. The body and the Office see them, and nobody else before the release.',
  rule: OWN_OR_OFFICE,
})
export class DataReturn extends Node {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('uuid')
  key!: string;

  @Column('int4')
  organisationId!: number;

  @Column('int4')
  @Field(() => Int, {
    audience: COUNCIL_AND_OFFICE,
    description: 'Counts its changes: give it as `expectedVersion` when you change it.',
  })
  version!: number;

  @Column('text')
  @Field(() => DataReturnStatus, { audience: COUNCIL_AND_OFFICE, description: 'Where it stands.' })
  status!: DataReturnStatus;

  @Column('timestamptz')
  @Field(() => GraphQLISODateTime, { audience: COUNCIL_AND_OFFICE, description: 'When it was last changed.' })
  updatedAt!: Date;
}

@Entity('returned_observation')
@ObjectType({
  audience: COUNCIL_AND_OFFICE,
  description: 'A figure of a data return, or that there is nothing to report.',
  rule: OWN_OR_OFFICE,
})
export class ReturnedObservation {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('int4')
  dataReturnId!: number;

  @Column('int4')
  organisationId!: number;

  @Column('int4')
  indicatorId!: number;

  @Column('int4')
  areaId!: number;

  @Column('date')
  periodStart!: string;

  @Column('date')
  periodEnd!: string;

  @Column('float8', { nullable: true })
  @Field(() => Float, {
    nullable: true,
    audience: COUNCIL_AND_OFFICE,
    description: 'The value, in the unit of the indicator; null where a marker or `nothingToReport` says why.',
  })
  value!: number | null;

  @Column('float8', { nullable: true })
  @Field(() => Float, {
    nullable: true,
    audience: COUNCIL_AND_OFFICE,
    description: 'Lower 95% confidence limit; null where there is none.',
  })
  lower!: number | null;

  @Column('float8', { nullable: true })
  @Field(() => Float, {
    nullable: true,
    audience: COUNCIL_AND_OFFICE,
    description: 'Upper 95% confidence limit; null where there is none.',
  })
  upper!: number | null;

  @Column('text', { nullable: true })
  @Field(() => ObservationMarker, {
    nullable: true,
    audience: COUNCIL_AND_OFFICE,
    description: 'What is to be said of it.',
  })
  marker!: ObservationMarker | null;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true, audience: COUNCIL_AND_OFFICE, description: 'A remark on this one value.' })
  note!: string | null;

  @Column('boolean')
  @Field(() => Boolean, {
    audience: COUNCIL_AND_OFFICE,
    description: 'A zero return: the body has nothing to report for the period. It counts as reported.',
  })
  nothingToReport!: boolean;
}

const { SUBMITTED, RETURNED, APPROVED, WITHDRAWN } = DataReturnStatus;

export const dataReturnWorkflow = new Workflow<DataReturnStatus, 'AMEND' | 'WITHDRAW' | 'RETURN' | 'APPROVE'>({
  noun: 'data return',
  typeName: 'DataReturn',
  table: 'data_return',
  initial: [SUBMITTED],
  transitions: {
    AMEND: {
      from: [RETURNED],
      to: SUBMITTED,
      by: 'OWNER',
      role: ViewerRole.SUBMITTER,
      says: 'Hand it in again, with other figures.',
    },
    WITHDRAW: {
      from: [SUBMITTED, RETURNED],
      to: WITHDRAWN,
      by: 'OWNER',
      role: ViewerRole.SUBMITTER,
      says: 'Take it back for good, before it is approved.',
    },
    RETURN: {
      from: [SUBMITTED],
      to: RETURNED,
      by: 'OFFICE',
      role: ViewerRole.APPROVER,
      says: 'Send it back, with a note that says what to mend.',
    },
    APPROVE: {
      from: [SUBMITTED],
      to: APPROVED,
      by: 'OFFICE',
      role: ViewerRole.APPROVER,
      notBySubmitter: true,
      says: 'Find its figures good for release.',
    },
  },
});

export const DATA_RETURNS = { entity: DataReturn, workflow: dataReturnWorkflow };
