import { GraphQLISODateTime, Float } from 'type-graphql';
import { OFFICE_ONLY, COUNCIL_AND_OFFICE } from '../graph/audience';
import { Field, InputType } from '../graph/declare';
import { ObservationMarker } from '../indicators/observation';
import type { ReleaseChoice } from '../publications/release';
import { ChangeInput, MutationInput } from '../writes/payload';

const CSV_DESCRIPTION =
  'CSV with the columns indicator_code, period and value, and where needed lower_ci, upper_ci, marker, note and nothing_to_report (yes); area_code may be there and must be your own. The rules are those of docs/import.md; all or nothing is taken.';

@InputType({ audience: COUNCIL_AND_OFFICE, description: 'One figure that your organisation returns for its own area.' })
export class SubmitObservationInput extends MutationInput {
  @Field(() => String, {
    audience: COUNCIL_AND_OFFICE,
    description: 'An indicator that is collected by return, by its code.',
  })
  indicatorCode!: string;

  @Field(() => String, {
    audience: COUNCIL_AND_OFFICE,
    description: 'The period in ISO 8601: 2026, 2026-Q1, 2026-03, 2026-03-25, 2025-04-01/P1Y or first/last day.',
  })
  period!: string;

  @Field(() => Float, {
    nullable: true,
    audience: COUNCIL_AND_OFFICE,
    description: 'The value, in the unit of the indicator. Without one, a `marker` or `nothingToReport` must say why.',
  })
  value?: number | null;

  @Field(() => Float, { nullable: true, audience: COUNCIL_AND_OFFICE, description: 'Lower 95% confidence limit.' })
  lower?: number | null;

  @Field(() => Float, { nullable: true, audience: COUNCIL_AND_OFFICE, description: 'Upper 95% confidence limit.' })
  upper?: number | null;

  @Field(() => ObservationMarker, {
    nullable: true,
    audience: COUNCIL_AND_OFFICE,
    description: 'What is to be said of it.',
  })
  marker?: ObservationMarker | null;

  @Field(() => String, { nullable: true, audience: COUNCIL_AND_OFFICE, description: 'A remark on this one value.' })
  note?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    audience: COUNCIL_AND_OFFICE,
    description: 'true: a zero return. There is nothing to report for the period, and that counts as reported.',
  })
  nothingToReport!: boolean;
}

@InputType({ audience: COUNCIL_AND_OFFICE, description: 'A whole return of figures for your own area.' })
export class SubmitObservationsInput extends MutationInput {
  @Field(() => String, { audience: COUNCIL_AND_OFFICE, description: CSV_DESCRIPTION })
  csv!: string;
}

@InputType({
  audience: COUNCIL_AND_OFFICE,
  description: 'Which returned data return to hand in again, with which figures.',
})
export class AmendDataReturnInput extends ChangeInput {
  @Field(() => String, { audience: COUNCIL_AND_OFFICE, description: `All its figures anew. ${CSV_DESCRIPTION}` })
  csv!: string;
}

@InputType({ audience: COUNCIL_AND_OFFICE, description: 'Which data return to take back.' })
export class WithdrawDataReturnInput extends ChangeInput {}

@InputType({ audience: OFFICE_ONLY, description: 'Which data return to send back, and why.' })
export class ReturnDataReturnInput extends ChangeInput {
  @Field(() => String, { audience: OFFICE_ONLY, description: 'What has to be mended, for its organisation.' })
  note!: string;
}

@InputType({ audience: OFFICE_ONLY, description: 'Which data return to approve.' })
export class ApproveDataReturnInput extends ChangeInput {}

@InputType({ audience: OFFICE_ONLY, description: 'Of which indicator to release the figures that wait, and when.' })
export class PublishIndicatorReleaseInput extends MutationInput implements ReleaseChoice {
  @Field(() => String, { audience: OFFICE_ONLY, description: 'The indicator, by its code.' })
  indicatorCode!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    audience: OFFICE_ONLY,
    description: 'true: release now, and not at a release time.',
  })
  immediately!: boolean;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    audience: OFFICE_ONLY,
    description: 'When to release. Where not given, at the next 09:30 in London from Monday to Friday.',
  })
  releaseAt?: Date | null;
}
