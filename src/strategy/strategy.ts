import { EVERYONE } from '../graph/audience';
import { Field, ObjectType } from '../graph/declare';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { Node } from '../graph/node';

@Entity('strategic_objective')
@ObjectType({
  implements: Node,
  audience: EVERYONE,
  description: 'One of the three objectives that the review frames the five-year strategy by.',
})
export class StrategicObjective extends Node {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'Its code, such as RESPOND_AND_RECOVER.' })
  code!: string;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: "Its title, in this project's words." })
  title!: string;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: "What it aims at, in this project's words." })
  summary!: string;

  /** Where it stands in the review's own order. */
  @Column('int4')
  position!: number;
}

@Entity('strategic_priority')
@ObjectType({
  implements: Node,
  audience: EVERYONE,
  description: 'One of the seven priorities, 2a to 2g, that the strategy and its action plan are framed by.',
})
export class StrategicPriority extends Node {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'Its code in the review, such as 2d.' })
  code!: string;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: "Its title, in this project's words." })
  title!: string;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: "What it asks for, in this project's words." })
  summary!: string;

  @Column('int4')
  objectiveId!: number;

  /** Where it stands in the review's own order. */
  @Column('int4')
  position!: number;
}
