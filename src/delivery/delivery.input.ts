import { GraphQLLocalDate } from 'graphql-scalars';
import { Int } from 'type-graphql';
import { OFFICE_ONLY, REPORTING } from '../graph/audience';
import { Field, InputType } from '../graph/declare';
import { Rag } from '../progress/rag';
import { ChangeInput, MutationInput } from '../writes/payload';
import { DueDateDecision } from './due-date';
import type { DutyChoice } from './duty';

/** What a mutation is sent that is about an assignment or an action of one's own. */
@InputType({ audience: REPORTING, description: 'Never an input of its own: inputs about a duty have its fields.' })
export abstract class DutyInput extends MutationInput implements DutyChoice {
  @Field(() => String, {
    nullable: true,
    audience: REPORTING,
    description: 'The recommendation, such as 12a, which your organisation must act on. This or `actionCode`.',
  })
  recommendationCode?: string | null;

  @Field(() => String, {
    nullable: true,
    audience: REPORTING,
    description: 'The action, such as A12, which your organisation owns. This or `recommendationCode`.',
  })
  actionCode?: string | null;
}

@InputType({
  audience: REPORTING,
  description: 'How delivery goes; what is left out stays, and null takes it away. Never published as such.',
})
export class UpdateDeliveryDetailInput extends DutyInput {
  @Field(() => Int, {
    audience: REPORTING,
    description: 'The `version` of the delivery detail that you have read; 0 where there is none yet.',
  })
  expectedVersion!: number;

  @Field(() => Rag, { nullable: true, audience: REPORTING, description: 'Your own rating as of now.' })
  selfRatedRag?: Rag | null;

  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: REPORTING,
    description: 'The day by which you expect to be done.',
  })
  forecastOn?: string | null;

  @Field(() => String, { nullable: true, audience: REPORTING, description: 'What stands in the way.' })
  blockers?: string | null;
}

@InputType({ audience: REPORTING, description: 'Which due date is to be changed, to what, and why.' })
export class RequestDueDateChangeInput extends DutyInput {
  @Field(() => GraphQLLocalDate, { audience: REPORTING, description: 'The due date that you ask for.' })
  newDueOn!: string;

  @Field(() => String, {
    audience: REPORTING,
    description: 'Why. If the Office approves, it is published with the change.',
  })
  reason!: string;
}

@InputType({ audience: REPORTING, description: 'Which request to take back.' })
export class WithdrawDueDateRequestInput extends ChangeInput {}

@InputType({ audience: OFFICE_ONLY, description: 'Which request is decided, and how.' })
export class DecideDueDateChangeInput extends ChangeInput {
  @Field(() => DueDateDecision, { audience: OFFICE_ONLY, description: 'The decision.' })
  decision!: DueDateDecision;

  @Field(() => String, {
    nullable: true,
    audience: OFFICE_ONLY,
    description: 'What to say of it to the organisation; needed to refuse. Never published.',
  })
  note?: string | null;
}

@InputType({
  audience: OFFICE_ONLY,
  description: 'Never an input of its own: inputs that supersede or reopen something have its fields.',
})
export abstract class SettleInput extends ChangeInput {
  @Field(() => String, { audience: OFFICE_ONLY, description: 'Why: one line, published with the change.' })
  reason!: string;
}

@InputType({ audience: OFFICE_ONLY, description: 'Which assignment is replaced by something else, and why.' })
export class SupersedeAssignmentInput extends SettleInput {}

@InputType({ audience: OFFICE_ONLY, description: 'Which action is replaced by something else, and why.' })
export class SupersedeActionInput extends SettleInput {}

@InputType({ audience: OFFICE_ONLY, description: 'Which assignment is open again, and why.' })
export class ReopenAssignmentInput extends SettleInput {}

@InputType({ audience: OFFICE_ONLY, description: 'Which action is open again, and why.' })
export class ReopenActionInput extends SettleInput {}
