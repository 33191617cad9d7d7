import { Float, Int } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { GOVERNMENT_AND_OFFICE } from '../graph/audience';
import { Field, ObjectType } from '../graph/declare';
import { ConcernSignalCode } from './signals';

/** A view: the figures behind the signals, of each current council. */
@Entity('council_concern')
@ObjectType({
  audience: GOVERNMENT_AND_OFFICE,
  description:
    'A council and the signals it raises, each with its figures. A signal says where to look, and not what is there. From published facts.',
})
export class CouncilConcern {
  @PrimaryColumn('int4')
  areaId!: number;

  @Column('int4')
  clearlyWorse!: number;

  @Column('int4')
  @Field(() => Int, {
    audience: GOVERNMENT_AND_OFFICE,
    description: 'How many indicators could be compared with the statistical neighbours.',
  })
  compared!: number;

  @Column('int4')
  @Field(() => Int, { audience: GOVERNMENT_AND_OFFICE, description: 'How many assignments the council has.' })
  assignments!: number;

  @Column('int4')
  notReported!: number;

  @Column('int4')
  overdue!: number;
}

@ObjectType({ audience: GOVERNMENT_AND_OFFICE, description: 'A signal of a council, raised or not, with its figures.' })
export class ConcernSignal {
  @Field(() => ConcernSignalCode, { audience: GOVERNMENT_AND_OFFICE, description: 'Which signal.' })
  code!: ConcernSignalCode;

  @Field(() => Boolean, {
    audience: GOVERNMENT_AND_OFFICE,
    description: 'Whether it is raised: whether `figure` is at least `threshold`.',
  })
  isRaised!: boolean;

  @Field(() => Int, {
    audience: GOVERNMENT_AND_OFFICE,
    description: 'The figure: how many, of what `explanation` says.',
  })
  figure!: number;

  @Field(() => Int, { audience: GOVERNMENT_AND_OFFICE, description: 'The least figure that raises the signal.' })
  threshold!: number;

  @Field(() => String, { audience: GOVERNMENT_AND_OFFICE, description: 'What is counted, and how.' })
  explanation!: string;
}

/** A view: a council's latest figure of an indicator beside the mean of its statistical neighbours. */
@Entity('neighbour_gap')
@ObjectType({
  audience: GOVERNMENT_AND_OFFICE,
  description:
    "A council's latest figure of an indicator beside those of its statistical neighbours in the same period.",
})
export class NeighbourGap {
  @PrimaryColumn('int4')
  areaId!: number;

  @PrimaryColumn('int4')
  indicatorId!: number;

  @Column('date')
  periodStart!: string;

  @Column('date')
  periodEnd!: string;

  @Column('float8')
  @Field(() => Float, { audience: GOVERNMENT_AND_OFFICE, description: "The council's value, in the indicator's unit." })
  value!: number;

  @Column('float8')
  @Field(() => Float, { audience: GOVERNMENT_AND_OFFICE, description: 'Its lower 95% confidence limit.' })
  lower!: number;

  @Column('float8')
  @Field(() => Float, { audience: GOVERNMENT_AND_OFFICE, description: 'Its upper 95% confidence limit.' })
  upper!: number;

  @Column('float8')
  @Field(() => Float, {
    audience: GOVERNMENT_AND_OFFICE,
    description: 'The mean of the neighbours that have a value, each counted once whatever its size.',
  })
  neighbourMean!: number;

  @Column('int4')
  @Field(() => Int, { audience: GOVERNMENT_AND_OFFICE, description: 'How many neighbours have a value.' })
  neighbours!: number;

  @Column('boolean')
  @Field(() => Boolean, {
    audience: GOVERNMENT_AND_OFFICE,
    description: "Whether the council's limits lie wholly on the worse side of that mean.",
  })
  isClearlyWorse!: boolean;
}
