import { Ctx, Resolver } from 'type-graphql';
import { manyByKey, oneByKey } from '../database/readers';
import { REPORTING } from '../graph/audience';
import type { Context } from '../graph/context';
import { Field, Mutation, ObjectType, Query } from '../graph/declare';
import { registerNode } from '../graph/node';
import { ViewerRole } from '../identity/viewer';
import { payloadType } from '../writes/payload';
import type { Payload } from '../writes/perform';
import type { Write } from '../writes/write';
import { SubscribeToNoticesInput, UnsubscribeFromNoticesInput } from './notice.input';
import * as service from './notice.service';
import { NoticeSubscription } from './notice-subscription';

const subscriptionByKey = oneByKey(NoticeSubscription, { key: 'notice_subscription.key', type: 'uuid' });
const subscriptionsOf = manyByKey(NoticeSubscription, {
  key: 'notice_subscription.organisation_id',
  type: 'int4',
  order: 'notice_subscription.id',
});

const NoticeSubscriptionPayload = payloadType(NoticeSubscription, REPORTING, 'a subscription to notices');

@ObjectType({ audience: REPORTING, description: 'The answer to a new subscription to notices.' })
abstract class SubscribeToNoticesPayload extends NoticeSubscriptionPayload {
  @Field(() => String, {
    nullable: true,
    audience: REPORTING,
    description:
      'What a webhook is signed with, as the Standard Webhooks specification has it (whsec_…). Keep it: it is shown this once. Null for EMAIL, and where the same idempotency key is sent again; if no answer came, end the subscription and make another.',
  })
  secret!: string | null;
}

registerNode<NoticeSubscription>('NoticeSubscription', {
  key: 'key',
  find: (context, key) => context.load(subscriptionByKey, key),
  keyForm: 'uuid',
});

@Resolver(() => NoticeSubscription)
export class NoticeSubscriptionResolver {
  @Query(() => [NoticeSubscription], {
    audience: REPORTING,
    description: 'Where your organisation is told of what happens to its work, the oldest subscription first.',
  })
  noticeSubscriptions(@Ctx() context: Context): Promise<NoticeSubscription[]> {
    return context.load(subscriptionsOf, context.viewer.organisation!.id);
  }

  @Mutation(() => SubscribeToNoticesPayload, () => SubscribeToNoticesInput, {
    audience: REPORTING,
    role: ViewerRole.ADMINISTRATOR,
    description:
      'Has your organisation told of what happens to its work from now on: of what is handed in to it, returned, decided or published. At most 20 subscriptions.',
  })
  subscribeToNotices(write: Write, input: SubscribeToNoticesInput): Promise<Payload> {
    return service.subscribeToNotices(write, input);
  }

  @Mutation(() => NoticeSubscriptionPayload, () => UnsubscribeFromNoticesInput, {
    audience: REPORTING,
    role: ViewerRole.ADMINISTRATOR,
    description:
      'Ends a subscription of your organisation, and answers it as it was. What has not been sent yet is not sent.',
  })
  unsubscribeFromNotices(write: Write, input: UnsubscribeFromNoticesInput): Promise<Payload> {
    return service.unsubscribeFromNotices(write, input);
  }
}
