import { GraphQLLocalDate } from 'graphql-scalars';
import { GraphQLISODateTime, Int } from 'type-graphql';
import { Distribution } from '../comparisons/distribution';
import { CouncilType } from '../councils/council';
import { EVERYONE } from '../graph/audience';
import { Field, ObjectType } from '../graph/declare';
import { Indicator } from '../indicators/indicator';

@ObjectType({
  audience: EVERYONE,
  description:
    'How many councils have reported their progress. Not having reported says nothing of what a council does.',
})
export class CouncilReporting {
  @Field(() => Int, { audience: EVERYONE, description: 'How many councils there are: those that exist now.' })
  councils!: number;

  @Field(() => Int, { audience: EVERYONE, description: 'How many have reported on at least one recommendation.' })
  reported!: number;

  @Field(() => Int, {
    audience: EVERYONE,
    description: 'How many have reported on none: always `councils` less `reported`.',
  })
  notReported!: number;
}

@ObjectType({ audience: EVERYONE, description: 'What an indicator comes to over the councils of one type.' })
export class TypeDistribution {
  @Field(() => CouncilType, { audience: EVERYONE, description: 'The type: only councils of a type are laid together.' })
  type!: CouncilType;

  @Field(() => Distribution, {
    audience: EVERYONE,
    description: 'What their values come to, in the latest period of the report that any of them has a value for.',
  })
  distribution!: Distribution;
}

@ObjectType({ audience: EVERYONE, description: 'What an indicator says of England in a yearly report.' })
export class IndicatorState {
  @Field(() => Indicator, { audience: EVERYONE, description: 'What is measured, with its source and limitations.' })
  indicator!: Indicator;

  until!: string;
}

@ObjectType({ audience: EVERYONE, description: 'A domain of indicators in a yearly report.' })
export class DomainState {
  @Field(() => String, { audience: EVERYONE, description: 'The domain, such as WELLBEING: see `Indicator.domain`.' })
  domain!: string;

  @Field(() => [IndicatorState], { cost: { size: 8 }, audience: EVERYONE, description: 'Its indicators, by code.' })
  indicators!: IndicatorState[];
}

@ObjectType({
  audience: EVERYONE,
  description:
    'The state of cohesion in England, as recommendation 1a of the review asks the Office to report it every year. Worked out from what is published when asked.',
})
export class StateOfCohesion {
  @Field(() => Int, { audience: EVERYONE, description: 'The year it is about.' })
  year!: number;

  @Field(() => Boolean, { audience: EVERYONE, description: 'Whether the year is over.' })
  isComplete!: boolean;

  @Field(() => GraphQLLocalDate, {
    audience: EVERYONE,
    description:
      'Figures are of periods that had ended by this day: the last of the year, or today while the year is not over. Figures are taken as they are published now (or at `asOf`), so a figure of the year that came out later counts.',
  })
  figuresUntil!: string;

  @Field(() => GraphQLLocalDate, {
    audience: EVERYONE,
    description:
      'Progress is what was published by the end of this day, in London: the last of the year, or today while the year is not over; today too where the register was first published after the year, as there was nothing to count then.',
  })
  progressOn!: string;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    audience: EVERYONE,
    description:
      'The last moment of `progressOn`: give it to other queries as `asOf` to see the register as this report does. null where that is the present.',
  })
  progressAsOf!: Date | null;

  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: EVERYONE,
    description: 'The day the register was first published; null where it is not yet.',
  })
  registerSince!: string | null;
}
