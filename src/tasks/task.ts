import { GraphQLLocalDate } from 'graphql-scalars';
import { GraphQLISODateTime } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { REPORTING } from '../graph/audience';
import { Field, ObjectType, registerEnumType } from '../graph/declare';
import { isOwnOrOffice, type Owned } from '../workflow/access';
import type { Viewer } from '../identity/viewer';

export enum TaskKind {
  RETURNED = 'RETURNED',
  OVERDUE = 'OVERDUE',
  DUE_SOON = 'DUE_SOON',
  AWAITING_REVIEW = 'AWAITING_REVIEW',
  AWAITING_PUBLICATION = 'AWAITING_PUBLICATION',
}
registerEnumType(TaskKind, {
  name: 'TaskKind',
  audience: REPORTING,
  description: 'Why somebody must act.',
  values: {
    RETURNED: { audience: REPORTING, description: 'It was sent back to you: mend it and hand it in again.' },
    OVERDUE: { audience: REPORTING, description: 'Its due date is past, and you have not reported it as done.' },
    DUE_SOON: { audience: REPORTING, description: 'It is due within 30 days, and you have not reported it as done.' },
    AWAITING_REVIEW: { audience: REPORTING, description: 'For the Office: it waits to be reviewed or decided.' },
    AWAITING_PUBLICATION: {
      audience: REPORTING,
      description: 'For the Office: it waits to be published, and no time is set.',
    },
  },
});

/** A view: a task is never stored, it is there while there is something to do. */
@Entity('task')
@ObjectType({
  audience: REPORTING,
  description: 'Something that your organisation must do next.',
  rule: {
    mayBeSeen: (row: Owned & { forOrganisationId: number }, viewer: Viewer) =>
      isOwnOrOffice({ organisationId: row.forOrganisationId }, viewer),
    says: 'an organisation its own',
  },
})
export class Task {
  @Column('text')
  @Field(() => TaskKind, { audience: REPORTING, description: 'Why you must act.' })
  kind!: TaskKind;

  @PrimaryColumn('text')
  subjectType!: string;

  @PrimaryColumn('text')
  subjectKey!: string;

  @Column('int4')
  forOrganisationId!: number;

  @Column('int4')
  organisationId!: number;

  @Column('date', { nullable: true })
  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: REPORTING,
    description: 'The day it is due; null where it has none.',
  })
  dueOn!: string | null;

  @Column('timestamptz', { nullable: true })
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    audience: REPORTING,
    description: 'Since when it has waited for you; null where it goes by the due date.',
  })
  since!: Date | null;
}
