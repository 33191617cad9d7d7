import { Float, GraphQLISODateTime } from 'type-graphql';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { OFFICE_ONLY } from '../graph/audience';
import { Field, ObjectType } from '../graph/declare';
import { ObservationMarker } from './observation';

@Entity('unreleased_observation')
@ObjectType({
  audience: OFFICE_ONLY,
  description: 'A figure that waits for its release. Nobody outside the Office sees it before.',
  rule: { mayBeSeen: (_row, viewer) => viewer.view === 'OFFICE', says: 'the Office all' },
})
export class UnreleasedObservation {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

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
    audience: OFFICE_ONLY,
    description: 'The value, in the unit of the indicator; null where a marker says why there is none.',
  })
  value!: number | null;

  @Column('float8', { nullable: true })
  @Field(() => Float, {
    nullable: true,
    audience: OFFICE_ONLY,
    description: 'Lower 95% confidence limit; null where there is none.',
  })
  lower!: number | null;

  @Column('float8', { nullable: true })
  @Field(() => Float, {
    nullable: true,
    audience: OFFICE_ONLY,
    description: 'Upper 95% confidence limit; null where there is none.',
  })
  upper!: number | null;

  @Column('text', { nullable: true })
  @Field(() => ObservationMarker, {
    nullable: true,
    audience: OFFICE_ONLY,
    description: 'What the publisher says of the value.',
  })
  marker!: ObservationMarker | null;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true, audience: OFFICE_ONLY, description: 'A remark on this one value.' })
  note!: string | null;

  @Column('timestamptz', { nullable: true })
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    audience: OFFICE_ONLY,
    description: 'When it is to be released; null where that is not decided.',
  })
  releaseAt!: Date | null;
}
