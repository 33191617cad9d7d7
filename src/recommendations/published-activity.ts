import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

export enum ActivityStage {
  PLANNED = 'PLANNED',
  IN_PROGRESS = 'IN_PROGRESS',
  COMPLETE = 'COMPLETE',
}
registerEnumType(ActivityStage, {
  name: 'ActivityStage',
  description: 'How far an activity was when its duty bearer wrote of it.',
  valuesConfig: {
    PLANNED: { description: 'It was to come.' },
    IN_PROGRESS: { description: 'It was under way.' },
    COMPLETE: { description: 'It was done.' },
  },
});

@Entity('published_activity')
@ObjectType({
  description:
    'Something a duty bearer has written of its own work elsewhere, gathered from what it published. It has not been reported to the Office, so it does not count as a report and changes no status.',
  simpleResolvers: true,
})
export class PublishedActivity {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('int4')
  assignmentId!: number;

  @Column('int4')
  @Field(() => Int, { description: 'The year it was written of; approximate.' })
  year!: number;

  @Column('text')
  @Field(() => String, { description: "A short title, in this project's words." })
  title!: string;

  @Column('text')
  @Field(() => String, { description: "What was done or planned, in this project's words." })
  summary!: string;

  @Column('text')
  @Field(() => ActivityStage, { description: 'How far it was at the time.' })
  stage!: ActivityStage;

  @Column('text')
  @Field(() => String, { description: 'Who published it.' })
  source!: string;
}
