import { Int } from 'type-graphql';
import { COUNCIL_AND_OFFICE, OFFICE_ONLY } from '../graph/audience';
import { Field, InputType } from '../graph/declare';
import { EvidenceInput } from '../progress/update.input';
import { ReleaseInput } from '../publications/release';
import { ChangeInput, MutationInput } from '../writes/payload';
import { Finding } from './assessment';

@InputType({ audience: OFFICE_ONLY, description: 'Which council to assess, and for which year.' })
export class DraftCouncilAssessmentInput extends MutationInput {
  @Field(() => String, { audience: OFFICE_ONLY, description: 'GSS code of a current council, such as E08000004.' })
  gssCode!: string;

  @Field(() => Int, {
    audience: OFFICE_ONLY,
    description: 'The year whose progress is assessed: from 2024, the year of the review, to this year.',
  })
  year!: number;
}

@InputType({ audience: OFFICE_ONLY, description: 'What is found by one criterion, whole: what is left out is empty.' })
export class SaveAssessmentFindingInput extends ChangeInput {
  @Field(() => String, {
    audience: OFFICE_ONLY,
    description: "A criterion of the assessment's own version, by its code.",
  })
  criterionCode!: string;

  @Field(() => Finding, { audience: OFFICE_ONLY, description: 'What is found; NOT_ASSESSED takes a finding back.' })
  finding!: Finding;

  @Field(() => String, {
    defaultValue: '',
    audience: OFFICE_ONLY,
    description:
      'Why: plain text of up to 20,000 characters, needed for every finding but NOT_ASSESSED. It is published as it stands.',
  })
  summary!: string;

  @Field(() => [EvidenceInput], {
    defaultValue: [],
    audience: OFFICE_ONLY,
    description: 'What it rests on, at most 50. SUFFICIENT and PARTLY need at least one before the council is asked.',
  })
  evidence!: EvidenceInput[];
}

export const LEAST_WORKING_DAYS = 20;
export const MOST_WORKING_DAYS = 60;

@InputType({ audience: OFFICE_ONLY, description: 'Which assessment to show to its council, and for how long.' })
export class OpenAssessmentReplyInput extends ChangeInput {
  @Field(() => Int, {
    defaultValue: LEAST_WORKING_DAYS,
    audience: OFFICE_ONLY,
    description: `How many working days to keep free for the reply after today: ${LEAST_WORKING_DAYS} to ${MOST_WORKING_DAYS}. They are Monday to Friday; allow for bank holidays, which the register does not know.`,
  })
  workingDays!: number;
}

@InputType({ audience: COUNCIL_AND_OFFICE, description: 'What the council says to its assessment.' })
export class ReplyToAssessmentInput extends ChangeInput {
  @Field(() => String, {
    audience: COUNCIL_AND_OFFICE,
    description: 'The reply: plain text of up to 20,000 characters. It is published with the assessment as it stands.',
  })
  text!: string;
}

@InputType({ audience: OFFICE_ONLY, description: 'Which assessment to take up again.' })
export class ReviseCouncilAssessmentInput extends ChangeInput {}

@InputType({ audience: OFFICE_ONLY, description: 'Which assessment to give up.' })
export class WithdrawCouncilAssessmentInput extends ChangeInput {}

@InputType({ audience: OFFICE_ONLY, description: 'Which assessment to publish, and when.' })
export class PublishCouncilAssessmentInput extends ReleaseInput {}
