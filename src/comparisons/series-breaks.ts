import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { GraphQLLocalDate } from 'graphql-scalars';
import { EVERYONE } from '../graph/audience';
import { Field, ObjectType } from '../graph/declare';
import { projectDirectory } from '../project';

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

/** Publishers say this in prose beside their figures, if at all; so it is written down here and not imported. */
const FILE = path.join(projectDirectory, 'data/editorial/series_breaks.csv');

const breaks: readonly (SeriesBreak & { indicatorCode: string })[] = parse<Record<string, string>>(readFileSync(FILE), {
  columns: true,
}).map((row) => ({
  indicatorCode: row['indicator_code']!,
  startsOn: row['starts_on'] || null,
  reason: row['reason']!,
}));

export const seriesBreaksOf = (indicatorCode: string): SeriesBreak[] =>
  breaks.filter((each) => each.indicatorCode === indicatorCode);
