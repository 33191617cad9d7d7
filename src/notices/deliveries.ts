import type { Logger } from 'pino';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database';
import { traced } from '../operations/tracing';
import { DeliveryFailure, type DueNotice, type Senders } from './sender';

/** When what did not arrive is tried again. Waits in milliseconds. */
export interface RetryPolicy {
  /** Before the second attempt; each later wait is three times the one before. */
  firstWait: number;
  longestWait: number;
  /** After so many it is given up. */
  attempts: number;
}

/** Some twenty hours in all: a receiver that is down over night misses nothing. */
export const RETRIES: RetryPolicy = { firstWait: 30_000, longestWait: 6 * 60 * 60 * 1000, attempts: 10 };

/** Part of a wait that chance adds or takes, so that what failed together does not come back together. */
const JITTER = 0.2;

export function waitAfter(attempts: number, { firstWait, longestWait }: RetryPolicy): number {
  const wait = Math.min(firstWait * 3 ** (attempts - 1), longestWait);
  return wait * (1 + JITTER * (2 * Math.random() - 1));
}

/**
 * Makes the deliveries of the oldest notice that has none yet: one for each subscription of its recipient that was there
 * when it happened. What has no sender is passed over, so nothing old goes out when one is set up. Answers whether there
 * was a notice.
 */
export async function expandNext(database: Database, senders: Senders): Promise<boolean> {
  const drained = await database.rows(
    `with notice as (
       select id, organisation_id, event, title, occurred_at from outbox where drained_at is null
       order by id limit 1 for update skip locked
     ), delivery as (
       insert into notice_delivery
         (outbox_id, notice_subscription_id, organisation_id, channel, target_host, event, title, occurred_at)
       select notice.id, subscription.id, organisation_id, channel, substring(target from '(?:@|^https?://)([^/?#]+)'),
         event, title, occurred_at
       from notice join notice_subscription subscription using (organisation_id)
       where channel = any($1) and subscription.created_at <= notice.occurred_at
     )
     update outbox set drained_at = now() from notice where outbox.id = notice.id returning outbox.id`,
    [Object.keys(senders)],
  );
  return drained.length > 0;
}

/** Left joins: a subscription may have ended since. */
const TAKE = `
  select notice_delivery.id, notice_delivery.key, notice_delivery.channel, notice_delivery.attempts,
    notice_delivery.event, notice_delivery.title, notice_delivery.occurred_at as "occurredAt",
    outbox.key as "noticeKey", outbox.subject_id as "subjectId",
    organisation.code as "organisationCode", organisation.name as "organisationName",
    notice_subscription.key as "subscriptionKey", notice_subscription.target, webhook_secret.secret
  from notice_delivery join outbox on outbox.id = outbox_id
  join organisation on organisation.id = notice_delivery.organisation_id
  left join notice_subscription on notice_subscription.id = notice_delivery.notice_subscription_id
  left join webhook_secret on webhook_secret.notice_subscription_id = notice_subscription.id
  where next_attempt_at <= now() and notice_delivery.channel = any($1)
  order by next_attempt_at limit 1 for update of notice_delivery skip locked`;

/** What is taken: a delivery, or one whose subscription has ended. */
type Taken = DueNotice | { id: number; subscriptionKey: null };

const ENDED = 'delete from notice_delivery where id = $1';
const DELIVERED = `
  update notice_delivery set attempts = attempts + 1, delivered_at = clock_timestamp(), next_attempt_at = null,
    last_error = null
  where id = $1`;
const FAILED = `
  update notice_delivery set attempts = attempts + 1, last_error = $2,
    next_attempt_at = clock_timestamp() + $3 * interval '1 millisecond'
  where id = $1`;
const DEAD = `
  update notice_delivery set attempts = attempts + 1, last_error = $2, next_attempt_at = null,
    dead_at = clock_timestamp()
  where id = $1`;

/**
 * Attempts the delivery that is due longest, holding its row: no other server takes it meanwhile, and if this one dies
 * before it has written down what came of it, the delivery is due again. Answers whether there was one.
 */
export function attemptNext(
  database: Database,
  senders: Senders,
  retries: RetryPolicy,
  logger: Logger,
): Promise<boolean> {
  return database.dataSource.transaction(async (manager) => {
    const [taken] = await manager.query<Taken[]>(TAKE, [Object.keys(senders)]);
    if (!taken) return false;
    if (taken.subscriptionKey === null) await manager.query(ENDED, [taken.id]);
    else await traced(`deliver ${taken.channel}`, () => deliver(manager, taken, senders, retries, logger));
    return true;
  });
}

async function deliver(
  manager: EntityManager,
  notice: DueNotice,
  senders: Senders,
  retries: RetryPolicy,
  logger: Logger,
): Promise<void> {
  const failure = await attempt(notice, senders, logger);
  const attempts = notice.attempts + 1;
  if (!failure) {
    await manager.query(DELIVERED, [notice.id]);
  } else if (failure.final || attempts >= retries.attempts) {
    await manager.query(DEAD, [notice.id, failure.message]);
    logger.warn({ delivery: notice.key, attempts, reason: failure.message }, 'a notice is given up');
  } else {
    await manager.query(FAILED, [notice.id, failure.message, waitAfter(attempts, retries)]);
    logger.info({ delivery: notice.key, attempts, reason: failure.message }, 'a notice did not arrive');
  }
}

async function attempt(notice: DueNotice, senders: Senders, logger: Logger): Promise<DeliveryFailure | undefined> {
  try {
    await senders[notice.channel]!.send(notice);
    return undefined;
  } catch (error) {
    if (error instanceof DeliveryFailure) return error;
    // A mistake of ours must not hold up all other notices.
    logger.error({ err: error, delivery: notice.key }, 'a notice could not be sent');
    return new DeliveryFailure('Something went wrong on our side.');
  }
}

/** Forgets what nobody needs: answers to old idempotency keys, and deliveries to subscriptions that have ended. */
export async function forgetOld(database: Database): Promise<void> {
  // The row policy of the worker's role says the same: the database lets it delete no others.
  await database.rows(`delete from idempotent_answer where answered_at < now() - interval '30 days'`);
  await database.rows(
    `delete from notice_delivery where id in (
       select id from notice_delivery delivery where delivered_at is null
         and not exists (select from notice_subscription where id = delivery.notice_subscription_id)
       for update skip locked)`,
  );
}
