import { GraphQLLocalDate } from 'graphql-scalars';
import { EVERYONE } from '../graph/audience';
import { Field, ObjectType } from '../graph/declare';

@ObjectType({
  audience: EVERYONE,
  description:
    "Where a series of figures breaks: figures before and after are not comparable. This project's own reading of what the publishers say; breaks that a publisher marks in the figures themselves (marker b) count as well, and stand there.",
})
export class SeriesBreak {
  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: EVERYONE,
    description:
      'First day of what is comparable from there on; null where every period is a series of its own, as each edition of the deprivation indices is.',
  })
  startsOn!: string | null;

  @Field(() => String, { audience: EVERYONE, description: 'Why figures before and after are not comparable.' })
  reason!: string;
}

/** By the code of the indicator. Publishers say this in prose beside their figures, so no import brings it. */
const BREAKS: Readonly<Record<string, readonly SeriesBreak[]>> = {
  imd_average_score: [
    {
      startsOn: null,
      reason:
        'Each edition of the Index of Multiple Deprivation has its own data, methods and boundaries: scores of different editions are not comparable, only ranks within one.',
    },
  ],
  imd_income_deprived: [
    {
      startsOn: null,
      reason:
        'Each edition of the indices defines low income in its own way: shares of different editions are not comparable.',
    },
  ],
  population: [
    {
      startsOn: '2021-03-21',
      reason:
        'The census of 2021 replaced estimates that were carried forward from the census of 2011: the step from one to the other is not growth.',
    },
  ],
};

export const seriesBreaksOf = (indicatorCode: string): SeriesBreak[] => [...(BREAKS[indicatorCode] ?? [])];
