import type { ClassType } from 'type-graphql';
import { ID, Int } from 'type-graphql';
import { type Audience, REPORTING } from '../graph/audience';
import { Field, InputType, ObjectType, registerEnumType } from '../graph/declare';
import type { IdempotentInput } from './perform';
import { UserErrorCode, type UserProblem } from './refusal';

registerEnumType(UserErrorCode, {
  name: 'UserErrorCode',
  audience: REPORTING,
  description: 'What is wrong with a field of an input.',
  values: {
    REQUIRED: { audience: REPORTING, description: 'It must be given, and must not be empty.' },
    TOO_LONG: { audience: REPORTING, description: 'It is longer than is taken.' },
    INVALID: { audience: REPORTING, description: 'It cannot be what it is; the message says what would be right.' },
    UNKNOWN: { audience: REPORTING, description: 'It names something that does not exist, or that is not yours.' },
    NOT_POSSIBLE_NOW: {
      audience: REPORTING,
      description: 'Where the work stands, this cannot be done; the message says what can.',
    },
    TAKEN: { audience: REPORTING, description: 'Something else has this already.' },
  },
});

@ObjectType({
  audience: REPORTING,
  name: 'UserError',
  description: 'Something wrong with an input that whoever filled it in can mend. Nothing was changed.',
})
export class UserErrorType implements UserProblem {
  @Field(() => UserErrorCode, { audience: REPORTING, description: 'What is wrong, for programs.' })
  code!: UserErrorCode;

  @Field(() => String, { audience: REPORTING, description: 'What is wrong and what would be right, for people.' })
  message!: string;

  @Field(() => [String], {
    audience: REPORTING,
    description: 'The way to the field of the input, such as ["evidence", "0", "url"]; empty for the input as a whole.',
  })
  field!: string[];
}

/** What every mutation is sent. */
@InputType({ audience: REPORTING, description: 'Never an input of its own: every input of a mutation has its fields.' })
export abstract class MutationInput implements IdempotentInput {
  @Field(() => String, {
    audience: REPORTING,
    description:
      'A text of your choice, such as a UUID: new for each thing you do, the same when you send it again because no answer came. Kept for 30 days: the same key with the same input gets the first answer and changes nothing; what hangs on what was changed (lists, links, the steps that are possible) is told as it is now.',
  })
  idempotencyKey!: string;
}

/** What a mutation is sent that changes something there is. */
@InputType({
  audience: REPORTING,
  description: 'Never an input of its own: every input that changes something has its fields.',
})
export abstract class ChangeInput extends MutationInput {
  @Field(() => ID, { audience: REPORTING, description: 'The `id` of what to change.' })
  id!: string;

  @Field(() => Int, {
    audience: REPORTING,
    description:
      'The `version` that you have read. If it has changed since, nothing is done and the error CONFLICT says the version there is.',
  })
  expectedVersion!: number;
}

/** Makes the payload type of mutations that answer a type: `ProgressUpdatePayload { progressUpdate userErrors }`. */
export function payloadType<Type extends object>(type: ClassType<Type>, audience: Audience, what: string) {
  const name = type.name;
  const field = name[0]!.toLowerCase() + name.slice(1);

  @ObjectType({ name: `${name}Payload`, audience, description: `The answer to a mutation of ${what}.` })
  abstract class TypedPayload {
    @Field(() => [UserErrorType], {
      audience,
      description: 'What is wrong with the input; empty where the mutation was done.',
    })
    userErrors!: UserErrorType[];
  }
  Field(() => type, {
    nullable: true,
    audience,
    description: 'What was made or changed, as it is now; null where `userErrors` says why not.',
  })(TypedPayload.prototype, field);
  return TypedPayload;
}
