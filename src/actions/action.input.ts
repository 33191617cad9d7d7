import { GraphQLLocalDate } from 'graphql-scalars';
import { OFFICE_ONLY } from '../graph/audience';
import { Field, InputType } from '../graph/declare';
import { ChangeInput, MutationInput } from '../writes/payload';

@InputType({ audience: OFFICE_ONLY, description: 'A new action of the action plan.' })
export class OpenActionInput extends MutationInput {
  @Field(() => String, {
    audience: OFFICE_ONLY,
    description: 'Its code: capitals, digits and hyphens, such as A12; never used before.',
  })
  code!: string;

  @Field(() => String, { audience: OFFICE_ONLY, description: 'Its title: one line.' })
  title!: string;

  @Field(() => String, { audience: OFFICE_ONLY, description: 'What is to be done.' })
  summary!: string;

  @Field(() => String, { audience: OFFICE_ONLY, description: 'The code of the organisation that owns it.' })
  ownerCode!: string;

  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: OFFICE_ONLY,
    description: 'The day it is planned to begin.',
  })
  startsOn?: string | null;

  @Field(() => GraphQLLocalDate, { nullable: true, audience: OFFICE_ONLY, description: 'The day it is due.' })
  dueOn?: string | null;

  @Field(() => [String], {
    defaultValue: [],
    audience: OFFICE_ONLY,
    description: 'The priorities it serves, by code.',
  })
  priorityCodes!: string[];

  @Field(() => [String], {
    defaultValue: [],
    audience: OFFICE_ONLY,
    description: 'The recommendations it delivers, by code.',
  })
  recommendationCodes!: string[];
}

@InputType({
  audience: OFFICE_ONLY,
  description:
    'Which action to change, and how; what is left out stays. Its due date changes by requestDueDateChange, and its owner never.',
})
export class ChangeActionInput extends ChangeInput {
  @Field(() => String, { nullable: true, audience: OFFICE_ONLY, description: 'Its title: one line.' })
  title?: string | null;

  @Field(() => String, { nullable: true, audience: OFFICE_ONLY, description: 'What is to be done.' })
  summary?: string | null;

  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: OFFICE_ONLY,
    description: 'The day it is planned to begin.',
  })
  startsOn?: string | null;

  @Field(() => [String], {
    nullable: true,
    audience: OFFICE_ONLY,
    description: 'The priorities it serves, by code: all of them.',
  })
  priorityCodes?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    audience: OFFICE_ONLY,
    description: 'The recommendations it delivers, by code: all of them.',
  })
  recommendationCodes?: string[] | null;
}

@InputType({ audience: OFFICE_ONLY, description: 'A new milestone of an action.' })
export class OpenMilestoneInput extends MutationInput {
  @Field(() => String, { audience: OFFICE_ONLY, description: 'The code of the action, such as A12.' })
  actionCode!: string;

  @Field(() => String, { audience: OFFICE_ONLY, description: 'What is to be reached: one line.' })
  title!: string;

  @Field(() => GraphQLLocalDate, { audience: OFFICE_ONLY, description: 'The day it is due.' })
  dueOn!: string;
}

@InputType({ audience: OFFICE_ONLY, description: 'Which milestone to change, and how; what is left out stays.' })
export class ChangeMilestoneInput extends ChangeInput {
  @Field(() => String, { nullable: true, audience: OFFICE_ONLY, description: 'What is to be reached: one line.' })
  title?: string | null;

  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: OFFICE_ONLY,
    description: 'The day it is due now; the day it was due at first stays visible. Needs a `reason`.',
  })
  dueOn?: string | null;

  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: OFFICE_ONLY,
    description: 'The day it was reached; null where it is not reached after all.',
  })
  completedOn?: string | null;

  @Field(() => String, {
    nullable: true,
    audience: OFFICE_ONLY,
    description: 'Why it is changed: one line, published with the change.',
  })
  reason?: string | null;
}
