import { ID } from 'type-graphql';
import { OFFICE_ONLY, REPORTING } from '../graph/audience';
import { Field, InputType } from '../graph/declare';
import { MutationInput } from '../writes/payload';
import { NoticeChannel } from './notice-subscription';

@InputType({
  audience: REPORTING,
  description: 'Where your organisation wants to be told of what happens to its work.',
})
export class SubscribeToNoticesInput extends MutationInput {
  @Field(() => NoticeChannel, { audience: REPORTING, description: 'By which way.' })
  channel!: NoticeChannel;

  @Field(() => String, {
    audience: REPORTING,
    description:
      'EMAIL: one address, such as cohesion@oldham.gov.uk. WEBHOOK: an https address of up to 2,000 characters that anyone on the internet can reach, without a name or password in it.',
  })
  target!: string;
}

@InputType({ audience: REPORTING, description: 'Which subscription to end.' })
export class UnsubscribeFromNoticesInput extends MutationInput {
  @Field(() => ID, { audience: REPORTING, description: 'The `id` of the subscription.' })
  id!: string;
}

@InputType({ audience: OFFICE_ONLY, description: 'Which dead notice to try again.' })
export class RetryNoticeInput extends MutationInput {
  @Field(() => ID, { audience: OFFICE_ONLY, description: 'The `id` of the dead notice.' })
  id!: string;
}
