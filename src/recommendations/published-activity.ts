import { Int } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { Field, ObjectType, registerEnumType } from '../graph/declare';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

export enum ActivityStage {
  PLANNED = 'PLANNED',
  IN_PROGRESS = 'IN_PROGRESS',
  COMPLETE = 'COMPLETE',
}
registerEnumType(ActivityStage, {
  name: 'ActivityStage',
  audience: EVERYONE,
  description: 'How far an activity was when its duty bearer wrote of it.',
  values: {
    PLANNED: { audience: EVERYONE, description: 'It was to come.' },
    IN_PROGRESS: { audience: EVERYONE, description: 'It was under way.' },
    COMPLETE: { audience: EVERYONE, description: 'It was done.' },
  },
});

@Entity('published_activity')
@ObjectType({
  audience: EVERYONE,
  description:
    'Something a duty bearer has written of its own work elsewhere, gathered from what it published. It has not been reported to the Office, so it does not count as a report and changes no status.',
})
export class PublishedActivity {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('int4')
  assignmentId!: number;

  @Column('int4')
  @Field(() => Int, { audience: EVERYONE, description: 'The year it was written of; approximate.' })
  year!: number;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: "A short title, in this project's words." })
  title!: string;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: "What was done or planned, in this project's words." })
  summary!: string;

  @Column('text')
  @Field(() => ActivityStage, { audience: EVERYONE, description: 'How far it was at the time.' })
  stage!: ActivityStage;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'Who published it.' })
  source!: string;
}
