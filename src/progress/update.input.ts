import { GraphQLLocalDate } from 'graphql-scalars';
import { ID, Int } from 'type-graphql';
import { OFFICE_ONLY, REPORTING } from '../graph/audience';
import { Field, InputType } from '../graph/declare';
import { ReleaseInput } from '../publications/release';
import { DeliveryStatus } from '../recommendations/assignment';
import { ChangeInput, MutationInput } from '../writes/payload';
import { EvidenceKind, EvidenceStrength, Verdict } from './evidence';
import { Rag } from './rag';

@InputType({ audience: REPORTING, description: 'A piece of evidence.' })
export class EvidenceInput {
  @Field(() => String, { audience: REPORTING, description: 'What it is called: one line.' })
  title!: string;

  @Field(() => EvidenceKind, { audience: REPORTING, description: 'What kind of thing it is.' })
  kind!: EvidenceKind;

  @Field(() => String, {
    nullable: true,
    audience: REPORTING,
    description: 'Where it is on the web: http or https. It is published with the update.',
  })
  url?: string | null;

  @Field(() => GraphQLLocalDate, { nullable: true, audience: REPORTING, description: 'The day it is of.' })
  datedOn?: string | null;
}

@InputType({
  audience: REPORTING,
  description:
    'A report for a period, whole: what is left out is empty afterwards. A draft may be incomplete until it is submitted.',
})
export class SaveProgressUpdateInput extends MutationInput {
  @Field(() => ID, {
    nullable: true,
    audience: REPORTING,
    description: 'The `id` of the draft or returned update to change; a new draft where not given.',
  })
  id?: string | null;

  @Field(() => Int, {
    nullable: true,
    audience: REPORTING,
    description:
      'With `id`, the `version` that you have read. If it has changed since, nothing is done and the error CONFLICT says the version there is.',
  })
  expectedVersion?: number | null;

  @Field(() => String, {
    nullable: true,
    audience: REPORTING,
    description:
      'For a new update: the recommendation it reports on, such as 12a, which your organisation must act on.',
  })
  recommendationCode?: string | null;

  @Field(() => String, {
    nullable: true,
    audience: REPORTING,
    description: 'For a new update: the action it reports on instead, which your organisation owns.',
  })
  actionCode?: string | null;

  @Field(() => ID, {
    nullable: true,
    audience: REPORTING,
    description: 'For a new update that corrects a published one of yours: the `id` of that ProgressUpdate.',
  })
  correctsId?: string | null;

  @Field(() => GraphQLLocalDate, { audience: REPORTING, description: 'First day of the period it reports on.' })
  periodStart!: string;

  @Field(() => GraphQLLocalDate, { audience: REPORTING, description: 'Last day of the period it reports on.' })
  periodEnd!: string;

  @Field(() => String, {
    defaultValue: '',
    audience: REPORTING,
    description: 'What was done: plain text of up to 20,000 characters. It is published as it stands.',
  })
  summary!: string;

  @Field(() => DeliveryStatus, {
    nullable: true,
    audience: REPORTING,
    description:
      'What has happened. Report what is done as PENDING_VERIFICATION: IMPLEMENTED and SUPERSEDED are for the Office to say. Where there is nothing to report, it may be left out and stays as published.',
  })
  deliveryStatus?: DeliveryStatus | null;

  @Field(() => Rag, { defaultValue: Rag.NOT_RATED, audience: REPORTING, description: 'Your own rating.' })
  selfRatedRag!: Rag;

  @Field(() => Int, {
    nullable: true,
    audience: REPORTING,
    description: 'On an action: how much of it is done, in percent, 0 to 100.',
  })
  percentComplete?: number | null;

  @Field(() => Boolean, {
    defaultValue: false,
    audience: REPORTING,
    description: 'true: there is nothing to report for the period. That counts as a report.',
  })
  nothingToReport!: boolean;

  @Field(() => [EvidenceInput], { defaultValue: [], audience: REPORTING, description: 'What backs it, at most 50.' })
  evidence!: EvidenceInput[];
}

@InputType({ audience: REPORTING, description: 'Which progress update to submit.' })
export class SubmitProgressUpdateInput extends ChangeInput {}

@InputType({ audience: REPORTING, description: 'Which progress update to take back.' })
export class WithdrawProgressUpdateInput extends ChangeInput {}

@InputType({ audience: OFFICE_ONLY, description: 'Which progress update to send back, and why.' })
export class ReturnProgressUpdateInput extends ChangeInput {
  @Field(() => String, { audience: OFFICE_ONLY, description: 'What has to be mended, for its organisation.' })
  note!: string;
}

@InputType({ audience: OFFICE_ONLY, description: 'Which progress update to approve.' })
export class ApproveProgressUpdateInput extends ChangeInput {}

@InputType({ audience: OFFICE_ONLY, description: 'Which progress update to publish, and when.' })
export class PublishProgressUpdateInput extends ReleaseInput {}

@InputType({ audience: OFFICE_ONLY, description: 'Which progress update was verified, and what was found.' })
export class VerifyProgressUpdateInput extends ChangeInput {
  @Field(() => Verdict, { audience: OFFICE_ONLY, description: 'Whether the evidence bears the report out.' })
  verdict!: Verdict;

  @Field(() => Rag, { audience: OFFICE_ONLY, description: 'The rating the Office gives.' })
  verifiedRag!: Rag;

  @Field(() => EvidenceStrength, { audience: OFFICE_ONLY, description: 'How strong the evidence is.' })
  evidenceStrength!: EvidenceStrength;

  @Field(() => String, {
    nullable: true,
    audience: OFFICE_ONLY,
    description: 'What to say of it to the organisation; never published.',
  })
  note?: string | null;
}
