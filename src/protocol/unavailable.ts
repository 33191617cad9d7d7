import type { GraphQLRequestContextWillSendResponse } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isUnavailable, RETRY_AFTER } from '../database/unavailable';
import type { Context } from '../graph/context';
import { UNAVAILABLE } from '../graph/errors';
import { ofRequests } from '../graph/request-plugin';
import { noteErrors } from '../operations/observe-requests';
import { sendPage, wantsPage } from '../web/page';

/** Codes of what may go well later, without any change of the request. */
const LATER: readonly unknown[] = ['UNAVAILABLE', 'BUSY'];

/**
 * Ends the transactions that a request read in, and puts on record what it read, before it is answered; and says by the
 * status where that, or anything before it, has failed because the database is away.
 */
export const endReads = ofRequests<Context>({
  willSendResponse: async ({ contextValue, response }) => {
    try {
      await contextValue.end();
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      response.body = { kind: 'single', singleResult: { errors: [UNAVAILABLE] } };
    }
    if (errorsOf(response).some(({ extensions }) => LATER.includes(extensions?.['code']))) {
      response.http.status = 503;
      response.http.headers.set('retry-after', String(RETRY_AFTER));
    }
  },
});

const errorsOf = ({ body }: GraphQLRequestContextWillSendResponse<Context>['response']) =>
  body.kind === 'single' ? (body.singleResult.errors ?? []) : [];

/** The answer where the database is away and GraphQL is not asked: a page for people, and else what GraphQL would say. */
export function sendUnavailable(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  noteErrors(request.facts, [UNAVAILABLE]);
  void reply.status(503).headers({ 'retry-after': RETRY_AFTER, 'cache-control': 'no-store' });
  if (!wantsPage(request)) return reply.send({ errors: [UNAVAILABLE] });
  return sendPage(request, reply, {
    template: 'web/failure.njk',
    values: {
      title: 'Sorry, the register cannot be read just now',
      message: 'It cannot reach its database. Try again in a minute: nothing is lost.',
    },
    status: 503,
  });
}
