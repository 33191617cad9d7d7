import { GraphQLLocalDate } from 'graphql-scalars';
import { Float } from 'type-graphql';
import { type Audience, EVERYONE } from '../graph/audience';
import { Field, ObjectType, registerEnumType } from '../graph/declare';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../graph/node';

/** The letters that official statistics mark values with; the graph shows them as they are, because they are the standard. */
export enum ObservationMarker {
  b = 'b',
  c = 'c',
  e = 'e',
  k = 'k',
  p = 'p',
  r = 'r',
  u = 'u',
  x = 'x',
  z = 'z',
}

export const MARKER_MEANINGS: Record<ObservationMarker, string> = {
  b: 'A break in the series: not comparable with the values before.',
  c: 'Confidential: withheld so that nobody can be recognised.',
  e: 'Estimated.',
  k: 'Low: rounds to zero, but is not zero.',
  p: 'Provisional: will be revised.',
  r: 'Revised.',
  u: 'Of low reliability.',
  x: 'Not available.',
  z: 'Not applicable.',
};
registerEnumType(ObservationMarker, {
  name: 'ObservationMarker',
  audience: EVERYONE,
  description: 'What the publisher says of a value, in the letters (shorthand) of official statistics.',
  values: Object.fromEntries(
    Object.entries(MARKER_MEANINGS).map(([marker, description]) => [marker, { audience: EVERYONE, description }]),
  ) as Record<ObservationMarker, { audience: Audience; description: string }>,
});

/** What an observation states, now or in an earlier revision. */
@ObjectType({
  audience: EVERYONE,
  description: 'Never a type of its own: observations and their revisions have its fields.',
})
export abstract class Measurement {
  @Column('float8', { nullable: true })
  @Field(() => Float, {
    nullable: true,
    audience: EVERYONE,
    description: 'The value, in the unit of the indicator; null where there is none: see `missingReason`.',
  })
  value!: number | null;

  @Column('float8', { nullable: true })
  @Field(() => Float, {
    nullable: true,
    audience: EVERYONE,
    description: 'Lower 95% confidence limit, in the same unit; null where none is published.',
  })
  lower!: number | null;

  @Column('float8', { nullable: true })
  @Field(() => Float, {
    nullable: true,
    audience: EVERYONE,
    description: 'Upper 95% confidence limit, in the same unit; null where none is published.',
  })
  upper!: number | null;

  @Column('text', { nullable: true })
  @Field(() => ObservationMarker, {
    nullable: true,
    audience: EVERYONE,
    description: 'What the publisher says of the value; null for an ordinary one.',
  })
  marker!: ObservationMarker | null;

  @Column('text', { nullable: true })
  @Field(() => String, {
    nullable: true,
    audience: EVERYONE,
    description: 'A remark on this one value; null for nearly all.',
  })
  note!: string | null;

  /** The revision of the register that brought it. */
  @Column('int4')
  revision!: number;
}

@Entity('observation')
@ObjectType({
  implements: Node,
  audience: EVERYONE,
  description: 'What an indicator says of one area in one period: a value, or why there is none.',
})
export class Observation extends Measurement {
  @PrimaryColumn('int4')
  indicatorId!: number;

  @PrimaryColumn('int4')
  areaId!: number;

  @PrimaryColumn('date')
  periodStart!: string;

  @PrimaryColumn('date')
  periodEnd!: string;
}

@ObjectType({ audience: EVERYONE, description: 'The time that an observation is about.' })
export class Period {
  @Field(() => GraphQLLocalDate, { audience: EVERYONE, description: 'Its first day.' })
  start!: string;

  @Field(() => GraphQLLocalDate, {
    audience: EVERYONE,
    description: 'Its last day; the same as `start` for a single day.',
  })
  end!: string;
}

/** What an observation said before it was revised. */
@Entity('observation_revision')
@ObjectType({
  audience: EVERYONE,
  description: 'What an observation said before it was revised: nothing published is ever lost.',
})
export class ObservationRevision extends Measurement {
  @PrimaryColumn('int4')
  indicatorId!: number;

  @PrimaryColumn('int4')
  areaId!: number;

  @PrimaryColumn('date')
  periodStart!: string;

  @PrimaryColumn('date')
  periodEnd!: string;

  /** The revision of the register in which it was replaced. */
  @PrimaryColumn('int4')
  replacedInRevision!: number;
}
