import { GraphQLLocalDate } from 'graphql-scalars';
import { Int } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { EVERYONE } from '../graph/audience';
import { Field, ObjectType, registerEnumType } from '../graph/declare';

export enum TimelineKind {
  ACTION = 'ACTION',
  MILESTONE = 'MILESTONE',
}
registerEnumType(TimelineKind, {
  name: 'TimelineKind',
  audience: EVERYONE,
  description: 'What stands in a timeline.',
  values: {
    ACTION: { audience: EVERYONE, description: 'An action.' },
    MILESTONE: { audience: EVERYONE, description: 'A milestone of an action.' },
  },
});

/** A view of actions and milestones together. */
@Entity('timeline_item')
@ObjectType({
  audience: EVERYONE,
  description: 'A line of the action plan as it is drawn: an action, from its beginning to its end, or a milestone.',
})
export class TimelineItem {
  @Column('text')
  @Field(() => TimelineKind, { audience: EVERYONE, description: 'Whether it is an action or a milestone.' })
  kind!: TimelineKind;

  @PrimaryColumn('text')
  @Field(() => String, { audience: EVERYONE, description: 'Its code, such as A12 or A12.1.' })
  code!: string;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'Its title.' })
  title!: string;

  @Column('int4')
  actionId!: number;

  @Column('int4', { nullable: true })
  milestoneId!: number | null;

  @Column('int4')
  organisationId!: number;

  @Column('date', { nullable: true })
  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: EVERYONE,
    description: 'The day it is planned to begin; null where none is set, and for a milestone.',
  })
  startsOn!: string | null;

  @Column('date', { nullable: true })
  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: EVERYONE,
    description: 'The day it is due, after all changes; null where none is set.',
  })
  dueOn!: string | null;

  @Column('date', { nullable: true })
  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: EVERYONE,
    description: 'The day it was due at first; null where none was set.',
  })
  originalDueOn!: string | null;

  @Column('date', { nullable: true })
  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: EVERYONE,
    description: 'For a milestone, the day it was reached; null while it is not.',
  })
  completedOn!: string | null;

  @Column('boolean')
  @Field(() => Boolean, {
    audience: EVERYONE,
    description: 'Whether something is left to do: not reported as done, nor superseded.',
  })
  isOpen!: boolean;

  @Column('int4')
  @Field(() => Int, {
    audience: EVERYONE,
    description: 'How many days it is past its due date while it is open; 0 where it is not. By the day in London.',
  })
  daysLate!: number;

  @Column('boolean')
  @Field(() => Boolean, {
    audience: EVERYONE,
    description: 'Whether it is more than 28 days late, or open and due more than 90 days later than at first.',
  })
  isCriticallyLate!: boolean;
}
