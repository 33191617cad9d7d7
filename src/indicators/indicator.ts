import { EVERYONE } from '../graph/audience';
import { Field, ObjectType, registerEnumType } from '../graph/declare';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { Node } from '../graph/node';

export enum IndicatorDirection {
  HIGHER_IS_BETTER = 'HIGHER_IS_BETTER',
  LOWER_IS_BETTER = 'LOWER_IS_BETTER',
  CONTEXT_ONLY = 'CONTEXT_ONLY',
}
registerEnumType(IndicatorDirection, {
  name: 'IndicatorDirection',
  audience: EVERYONE,
  description: 'Which way an indicator moves when things get better.',
  values: {
    HIGHER_IS_BETTER: { audience: EVERYONE, description: 'A higher value is better.' },
    LOWER_IS_BETTER: { audience: EVERYONE, description: 'A lower value is better.' },
    CONTEXT_ONLY: {
      audience: EVERYONE,
      description: 'Neither: it describes a place and says nothing of better or worse.',
    },
  },
});

@Entity('indicator')
@ObjectType({
  implements: Node,
  audience: EVERYONE,
  description: 'Something that is measured in the same way across places and over time.',
})
export class Indicator extends Node {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'Its code, such as wellbeing_anxiety.' })
  code!: string;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'Its name.' })
  name!: string;

  @Column('text')
  @Field(() => String, {
    audience: EVERYONE,
    description:
      'What it is about, in capitals: DEMOCRACY, INCLUSION, PARTICIPATION, POPULATION, RELATIONS, SAFETY or WELLBEING; new figures may bring others.',
  })
  domain!: string;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'What exactly is measured.' })
  description!: string;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'The unit of its values, such as percent or score 0-10.' })
  unit!: string;

  @Column('text')
  @Field(() => IndicatorDirection, { audience: EVERYONE, description: 'Which way it moves when things get better.' })
  direction!: IndicatorDirection;

  @Column('text')
  @Field(() => String, {
    audience: EVERYONE,
    description: 'Who publishes the figures. Name it wherever they are shown.',
  })
  source!: string;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'The licence that the figures are under.' })
  licence!: string;

  @Column('text', { nullable: true })
  @Field(() => String, {
    nullable: true,
    audience: EVERYONE,
    description: 'What somebody who uses the figures must know; null where nothing is recorded.',
  })
  limitations!: string | null;

  @Column('boolean')
  @Field(() => Boolean, {
    audience: EVERYONE,
    description: 'Whether this project derived the figures itself from the source.',
  })
  derived!: boolean;

  @Column('boolean')
  @Field(() => Boolean, {
    audience: EVERYONE,
    description: 'Whether councils and other bodies return the figures to the Office themselves.',
  })
  collectedByReturn!: boolean;

  @Column('boolean')
  @Field(() => Boolean, {
    audience: EVERYONE,
    description:
      'Whether the values that bodies return are counts of people: then those below 5 are withheld (marker c), and others are rounded to 5, before they are published.',
  })
  countsPeople!: boolean;
}
