import { randomBytes } from 'node:crypto';
import { NotFound } from '../graph/errors';
import { isUuid, keyOfId } from '../graph/node';
import type { Payload } from '../writes/perform';
import { Refusal, UserErrorCode } from '../writes/refusal';
import type { Write } from '../writes/write';
import { DeadNotice } from './dead-notice';
import type { RetryNoticeInput, SubscribeToNoticesInput, UnsubscribeFromNoticesInput } from './notice.input';
import { NoticeChannel, NoticeSubscription } from './notice-subscription';
import { readTarget } from './target';

/** Everything that happens is sent to each of them, so there are not to be many. */
const MOST_SUBSCRIPTIONS = 20;

/** Any constant: subscriptions of the same organisation take turns on it, to be counted. */
const SUBSCRIPTION_LOCK = 471_120_238;

export async function subscribeToNotices(write: Write, input: SubscribeToNoticesInput): Promise<Payload> {
  const { channel } = input;
  const target = readTarget(channel, input.target);
  // Not even the Office sees where another organisation is told.
  write.conceal('target');
  await refuseIfFull(write, channel, target);
  const noticeSubscription = await write.row<NoticeSubscription>(
    `insert into notice_subscription (organisation_id, channel, target) values ($1, $2, $3)
     returning ${write.columns(NoticeSubscription)}`,
    [write.organisation.id, channel, target],
  );
  const secret = channel === NoticeChannel.WEBHOOK ? await makeSecret(write, noticeSubscription!) : null;
  write.did('NoticeSubscription', noticeSubscription!.key, { channel: [null, channel] });
  return { noticeSubscription, secret: secret === null ? null : new ShownOnce(secret) };
}

/** A text that is answered and not kept: the answer to a repetition is made of JSON, and there it is null. */
class ShownOnce {
  constructor(private readonly text: string) {}

  valueOf(): string {
    return this.text;
  }

  toJSON(): null {
    return null;
  }
}

async function refuseIfFull(write: Write, channel: NoticeChannel, target: string): Promise<void> {
  await write.rows('select pg_advisory_xact_lock($1, $2)', [SUBSCRIPTION_LOCK, write.organisation.id]);
  const former = await write.rows<{ same: boolean }>(
    `select channel = $2 and target = $3 as same from notice_subscription where organisation_id = $1`,
    [write.organisation.id, channel, target],
  );
  if (former.some(({ same }) => same)) {
    throw Refusal.of(UserErrorCode.TAKEN, 'Your organisation has this subscription already.', 'target');
  }
  if (former.length >= MOST_SUBSCRIPTIONS) {
    throw Refusal.of(
      UserErrorCode.NOT_POSSIBLE_NOW,
      `Your organisation has ${former.length} subscriptions, and no more are taken: end one first.`,
    );
  }
}

async function makeSecret(write: Write, { id, organisationId }: NoticeSubscription): Promise<string> {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  await write.rows('insert into webhook_secret (notice_subscription_id, organisation_id, secret) values ($1, $2, $3)', [
    id,
    organisationId,
    secret,
  ]);
  return secret;
}

export async function unsubscribeFromNotices(write: Write, { id }: UnsubscribeFromNoticesInput): Promise<Payload> {
  const key = keyOf('NoticeSubscription', id, 'subscription');
  const noticeSubscription = await write.row<NoticeSubscription>(
    `delete from notice_subscription where key = $1 and organisation_id = $2
     returning ${write.columns(NoticeSubscription)}`,
    [key, write.organisation.id],
  );
  if (!noticeSubscription) throw new NotFound('subscription');
  write.did('NoticeSubscription', key, { channel: [noticeSubscription.channel, null] });
  return { noticeSubscription };
}

export async function retryNotice(write: Write, { id }: RetryNoticeInput): Promise<Payload> {
  const key = keyOf('DeadNotice', id, 'dead notice');
  const deadNotice = await write.row<DeadNotice>(
    `update notice_delivery set attempts = 0, next_attempt_at = now()
     where key = $1 and next_attempt_at is null and delivered_at is null
     returning ${write.columns(DeadNotice)}`,
    [key],
  );
  if (!deadNotice) {
    if (!(await write.row('select from notice_delivery where key = $1', [key]))) throw new NotFound('dead notice');
    throw Refusal.of(
      UserErrorCode.NOT_POSSIBLE_NOW,
      'The notice is tried again already, or was delivered since.',
      'id',
    );
  }
  write.did('DeadNotice', key, { retried: true, ofOrganisation: deadNotice.organisationId });
  return { deadNotice };
}

function keyOf(typeName: string, id: string, noun: string): string {
  const key = keyOfId(typeName, id);
  if (key === null || !isUuid(key)) throw new NotFound(noun);
  return key;
}
