import { GraphQLISODateTime, Int } from 'type-graphql';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { REPORTING, type TypeRule } from '../graph/audience';
import { Field, ObjectType, registerEnumType } from '../graph/declare';
import { Node } from '../graph/node';
import { ViewerRole } from '../identity/viewer';
import type { Viewer } from '../identity/viewer';
import { Response } from '../recommendations/assignment';
import { isOwnOrOffice, type Owned } from '../workflow/access';
import { Workflow } from '../workflow/workflow';

export enum ResponseStatus {
  SUBMITTED = 'SUBMITTED',
  PUBLISHED = 'PUBLISHED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(ResponseStatus, {
  name: 'ResponseStatus',
  audience: REPORTING,
  description: 'Where a response to a recommendation stands on its way to publication.',
  values: {
    SUBMITTED: { audience: REPORTING, description: 'Waits for the Office to publish it.' },
    PUBLISHED: { audience: REPORTING, description: 'Published: it is what the register says.' },
    WITHDRAWN: { audience: REPORTING, description: 'Taken back, or replaced by another, before it was published.' },
  },
});

const RESPONSES_RULE: TypeRule = {
  mayBeSeen: (row: Owned & { status: ResponseStatus }, viewer: Viewer) =>
    isOwnOrOffice(row, viewer) || (viewer.view === 'GOVERNMENT' && row.status !== ResponseStatus.WITHDRAWN),
  says: 'an organisation its own; departments what is submitted or published; the Office all',
};

@Entity('recommendation_response')
@ObjectType({
  implements: Node,
  audience: REPORTING,
  description:
    'What a duty bearer says to a recommendation, on its way to publication. The Office publishes it and does not vet it: what is published stands on the assignment.',
  rule: RESPONSES_RULE,
})
export class RecommendationResponse extends Node {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('uuid')
  key!: string;

  @Column('int4')
  assignmentId!: number;

  @Column('int4')
  organisationId!: number;

  @Column('int4')
  @Field(() => Int, {
    audience: REPORTING,
    description: 'Counts its changes: give it as `expectedVersion` when you change it.',
  })
  version!: number;

  @Column('text')
  @Field(() => ResponseStatus, { audience: REPORTING, description: 'Where it stands on its way to publication.' })
  status!: ResponseStatus;

  @Column('text')
  @Field(() => Response, { audience: REPORTING, description: 'What it says.' })
  response!: Response;

  @Column('text')
  @Field(() => String, { audience: REPORTING, description: 'Why, in its own words.' })
  rationale!: string;

  @Column('timestamptz', { nullable: true })
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    audience: REPORTING,
    description: 'When it is to be published; null where that is not decided.',
  })
  releaseAt!: Date | null;

  @Column('timestamptz')
  @Field(() => GraphQLISODateTime, { audience: REPORTING, description: 'When it was last changed.' })
  updatedAt!: Date;
}

const { SUBMITTED, PUBLISHED, WITHDRAWN } = ResponseStatus;

export const responseWorkflow = new Workflow<ResponseStatus, 'WITHDRAW' | 'SCHEDULE' | 'PUBLISH'>({
  noun: 'response',
  typeName: 'RecommendationResponse',
  table: 'recommendation_response',
  initial: [SUBMITTED],
  transitions: {
    WITHDRAW: {
      from: [SUBMITTED],
      to: WITHDRAWN,
      by: 'OWNER',
      role: ViewerRole.SUBMITTER,
      says: 'Take it back before it is published. A new response does so by itself.',
    },
    SCHEDULE: {
      from: [SUBMITTED],
      by: 'OFFICE',
      role: ViewerRole.PUBLISHER,
      notBySubmitter: true,
      says: 'Have it published at a release time.',
    },
    PUBLISH: {
      from: [SUBMITTED],
      to: PUBLISHED,
      by: 'OFFICE',
      role: ViewerRole.PUBLISHER,
      notBySubmitter: true,
      says: 'Publish it for everyone.',
    },
  },
});

export const RESPONSES = { entity: RecommendationResponse, workflow: responseWorkflow };
