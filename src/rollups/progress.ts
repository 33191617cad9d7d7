import { GraphQLLocalDate } from 'graphql-scalars';
import { Float, GraphQLISODateTime, Int } from 'type-graphql';
import { EVERYONE, REPORTING } from '../graph/audience';
import { Field, ObjectType, registerEnumType } from '../graph/declare';
import { Rag } from '../progress/rag';
import { DeliveryStatus, Response } from '../recommendations/assignment';
import type { Grouping, Scope, Sight } from './progress.reader';

export enum ProgressBasis {
  PUBLISHED = 'PUBLISHED',
  SUBMITTED = 'SUBMITTED',
}
registerEnumType(ProgressBasis, {
  name: 'ProgressBasis',
  audience: EVERYONE,
  description: 'Which facts a roll-up counts.',
  values: {
    PUBLISHED: { audience: EVERYONE, description: 'What is published, and nothing else.' },
    SUBMITTED: {
      audience: REPORTING,
      description:
        'What is published, and over it what has been submitted since and is not published yet, as far as you may see it.',
    },
  },
});

@ObjectType({ audience: EVERYONE, description: 'How many assignments have a response.' })
export class ResponseCount {
  @Field(() => Response, { audience: EVERYONE, description: 'The response; NO_RESPONSE for those without.' })
  response!: Response;

  @Field(() => Int, { audience: EVERYONE, description: 'How many have it.' })
  count!: number;
}

@ObjectType({ audience: EVERYONE, description: 'How many assignments have a delivery status.' })
export class DeliveryStatusCount {
  @Field(() => DeliveryStatus, {
    nullable: true,
    audience: EVERYONE,
    description: 'The delivery status; null for those not reported.',
  })
  deliveryStatus!: DeliveryStatus | null;

  @Field(() => Int, { audience: EVERYONE, description: 'How many have it.' })
  count!: number;
}

@ObjectType({ audience: EVERYONE, description: 'How many assignments have a rating.' })
export class RagCount {
  @Field(() => Rag, { audience: EVERYONE, description: 'The rating; NOT_RATED for those without.' })
  rag!: Rag;

  @Field(() => Int, { audience: EVERYONE, description: 'How many have it.' })
  count!: number;
}

/** The numbers that every roll-up has. */
@ObjectType({ audience: EVERYONE, description: 'Never a type of its own: roll-ups have its fields.' })
export abstract class ReportedCounts {
  @Field(() => Int, {
    audience: EVERYONE,
    description:
      'How many there are to report: one for each recommendation and duty bearer, that is, assignments. An organisation that bears two recommendations counts twice.',
  })
  dutyBearers!: number;

  @Field(() => Int, { audience: EVERYONE, description: 'How many of them have been reported on.' })
  reported!: number;

  @Field(() => Int, {
    audience: EVERYONE,
    description: 'How many of them have not: always `dutyBearers` less `reported`.',
  })
  notReported!: number;

  @Field(() => [DeliveryStatusCount], {
    cost: { size: 8 },
    audience: EVERYONE,
    description: 'By delivery status, every status and *not reported* (null) among them; they add up to `dutyBearers`.',
  })
  byDeliveryStatus!: DeliveryStatusCount[];
}

@ObjectType({
  audience: EVERYONE,
  description: 'How far duty bearers have come, counted. Not reported is always a category of its own.',
})
export class Progress extends ReportedCounts {
  /** What was rolled up, to list who of it has not reported. */
  place!: { scope: Scope; sight: Sight; key: number; grouping?: Grouping; group?: string | null };

  @Field(() => ProgressBasis, { audience: EVERYONE, description: 'Which facts are counted.' })
  basis!: ProgressBasis;

  @Field(() => [ResponseCount], {
    cost: { size: 7 },
    audience: EVERYONE,
    description: 'By response, every response among them; they add up to `dutyBearers`.',
  })
  byResponse!: ResponseCount[];

  @Field(() => [RagCount], {
    cost: { size: 6 },
    audience: EVERYONE,
    description: "By the Office's rating, every rating among them; they add up to `dutyBearers`.",
  })
  byVerifiedRag!: RagCount[];

  @Field(() => Int, {
    audience: EVERYONE,
    description:
      'How many are past their due date and not reported as done: not reported, NOT_STARTED or IN_PROGRESS. By the day in London.',
  })
  overdue!: number;

  @Field(() => Int, { audience: EVERYONE, description: 'How many are due later now than they were at first.' })
  slipped!: number;

  @Field(() => Float, {
    nullable: true,
    audience: EVERYONE,
    description:
      'The median of the days from the original to the present due date, of those that slipped; the mean of the middle two where they are even in number (PostgreSQL percentile_cont). Null where none has.',
  })
  medianDaysSlipped!: number | null;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    audience: EVERYONE,
    description: 'When a report on any of them was last published; null where none was.',
  })
  lastReportedAt!: Date | null;

  @Field(() => Int, {
    audience: EVERYONE,
    description:
      'How many rate themselves better than the Office rates them, of those that both have rated (RED, AMBER_RED, AMBER, AMBER_GREEN, GREEN in this order).',
  })
  selfRatedAboveVerified!: number;
}

@ObjectType({ audience: EVERYONE, description: 'A group of a roll-up.' })
export class ProgressGroup {
  @Field(() => String, {
    nullable: true,
    audience: EVERYONE,
    description:
      'The key of the group: a GSS code, a type of council, the code of a priority, a month such as 2026-07. Null for what belongs to no group.',
  })
  key!: string | null;

  @Field(() => String, { audience: EVERYONE, description: 'What to call the group.' })
  label!: string;

  @Field(() => Progress, { audience: EVERYONE, description: 'How far its duty bearers have come.' })
  progress!: Progress;
}

@ObjectType({ audience: EVERYONE, description: 'Published progress at the end of a day.' })
export class ProgressPoint extends ReportedCounts {
  @Field(() => GraphQLLocalDate, { audience: EVERYONE, description: 'The day.' })
  on!: string;

  @Field(() => Int, { audience: EVERYONE, description: 'The revision of the register at its end, in London.' })
  revision!: number;
}

export enum ProgressGrouping {
  REGION = 'REGION',
  COUNCIL_TYPE = 'COUNCIL_TYPE',
  POLICE_FORCE = 'POLICE_FORCE',
  PRIORITY = 'PRIORITY',
  MONTH = 'MONTH',
}
registerEnumType(ProgressGrouping, {
  name: 'ProgressGrouping',
  audience: EVERYONE,
  description: 'What a roll-up can be grouped by.',
  values: {
    REGION: { audience: EVERYONE, description: 'By the region of councils; others belong to no group.' },
    COUNCIL_TYPE: { audience: EVERYONE, description: 'By the type of councils; others belong to no group.' },
    POLICE_FORCE: {
      audience: EVERYONE,
      description: 'By police force: the force itself, and the councils that it polices.',
    },
    PRIORITY: {
      audience: EVERYONE,
      description: 'By strategic priority. What serves several priorities counts in each, so groups add up to more.',
    },
    MONTH: {
      audience: EVERYONE,
      description: 'By the month in which a report was last published; what is not reported belongs to no group.',
    },
  },
});

export enum SeriesInterval {
  MONTH = 'MONTH',
  QUARTER = 'QUARTER',
}
registerEnumType(SeriesInterval, {
  name: 'SeriesInterval',
  audience: EVERYONE,
  description: 'How far apart the points of a time series are.',
  values: {
    MONTH: { audience: EVERYONE, description: 'The last day of each month.' },
    QUARTER: { audience: EVERYONE, description: 'The last day of each quarter.' },
  },
});
