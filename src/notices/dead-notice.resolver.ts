import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Resolver, Root } from 'type-graphql';
import { oneByKey } from '../database/readers';
import { OFFICE_ONLY } from '../graph/audience';
import { type Connection, connectionType } from '../graph/connection';
import type { Context } from '../graph/context';
import { FieldResolver, Mutation, Query } from '../graph/declare';
import { List } from '../graph/list';
import { registerNode } from '../graph/node';
import { OrderDirection } from '../graph/order';
import { PageArguments } from '../graph/page';
import { ViewerRole } from '../identity/viewer';
import { Organisation } from '../organisations/organisation';
import { organisationById } from '../organisations/organisation.reader';
import { payloadType } from '../writes/payload';
import type { Payload } from '../writes/perform';
import type { Write } from '../writes/write';
import { DeadNotice } from './dead-notice';
import { RetryNoticeInput } from './notice.input';
import * as service from './notice.service';
import { one } from '../graph/reads';

const deadNoticeByKey = oneByKey(DeadNotice, {
  key: 'notice_delivery.key',
  type: 'uuid',
  where: 'notice_delivery.dead_at is not null',
});

const deadNotices = new List<DeadNotice, Record<string, never>, 'DEAD'>({
  entity: DeadNotice,
  where: 'notice_delivery.next_attempt_at is null and notice_delivery.delivered_at is null',
  orders: {
    DEAD: [
      // Seconds since 1970: a cursor carries numbers and days.
      { sql: 'extract(epoch from notice_delivery.dead_at)::float8', type: 'float8' },
      { sql: 'notice_delivery.id', type: 'int4' },
    ],
  },
  defaultOrder: { field: 'DEAD', direction: OrderDirection.DESC },
});

const DeadNoticeConnection = connectionType(() => DeadNotice, 'DeadNotice', 'dead notices', OFFICE_ONLY);
const DeadNoticePayload = payloadType(DeadNotice, OFFICE_ONLY, 'a dead notice');

registerNode<DeadNotice>('DeadNotice', {
  key: 'key',
  find: (context, key) => context.load(deadNoticeByKey, key),
  keyForm: 'uuid',
});

@Resolver(() => DeadNotice)
export class DeadNoticeResolver {
  @Query(() => DeadNoticeConnection, {
    audience: OFFICE_ONLY,
    description:
      'Notices that were given up, the latest first. An organisation that gets none may need a word by telephone.',
  })
  deadNotices(
    @Ctx() context: Context,
    @Args() page: PageArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<DeadNotice>> {
    return deadNotices.page(context, page, info);
  }

  @FieldResolver(() => Organisation, {
    reads: one(() => Organisation, 'organisationId'),
    audience: OFFICE_ONLY,
    description: 'Who was to be told.',
  })
  organisation(@Ctx() context: Context, @Root() notice: DeadNotice): Promise<Organisation | null> {
    return context.load(organisationById, notice.organisationId);
  }

  @Mutation(() => DeadNoticePayload, () => RetryNoticeInput, {
    audience: OFFICE_ONLY,
    role: ViewerRole.ADMINISTRATOR,
    description: 'Has a dead notice tried again: at once, and then as often as a new one.',
  })
  retryNotice(write: Write, input: RetryNoticeInput): Promise<Payload> {
    return service.retryNotice(write, input);
  }
}
