import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLErrorExtensions } from 'graphql';
import type { Logger } from 'pino';
import { isUnavailable, RETRY_AFTER } from '../database/unavailable';
import { hideFailure } from '../graph/errors';
import { Unauthenticated } from '../identity/verifier';
import { LimitExceeded, sayMet } from '../limits/limit-exceeded';
import type { Limits } from '../limits/limits';
import { headersOf, RateLimited } from '../limits/rate-limited';
import { Overloaded, sendAway } from '../limits/workload';
import { noteErrors } from '../operations/observe-requests';
import { UnknownRevision } from '../publications/reader-revision';
import { sendFailure, wantsPage } from '../web/page';
import { sendUnavailable } from './unavailable';

/** Answers what a request fails by before GraphQL is asked, or where it is not. */
export function answerRefusals(app: FastifyInstance, logger: Logger, limits: Limits): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof RateLimited) {
      void reply.headers(headersOf(error.account, true));
      return refuse(reply, 429, error.message, sayMet(error.extensions));
    }
    if (error instanceof LimitExceeded) return refuse(reply, 400, error.message, sayMet(error.extensions));
    if (error instanceof Unauthenticated) {
      void reply.header('www-authenticate', 'Bearer error="invalid_token"');
      return refuse(reply, 401, error.message, { code: 'UNAUTHENTICATED' });
    }
    if (error instanceof UnknownRevision) {
      if (error.status === 400) return refuse(reply, 400, error.message, { code: 'BAD_REQUEST' });
      void reply.header('retry-after', RETRY_AFTER);
      return refuse(reply, 503, error.message, { code: 'UNAVAILABLE' });
    }
    const later = answerLater(request, reply, error, logger);
    if (later) return later;
    const status = error.statusCode ?? 500;
    if (status >= 500) {
      const failure = hideFailure(logger, error);
      noteErrors(request.facts, [failure]);
      return wantsPage(request) ? sendFailure(request, reply, failure) : reply.status(500).send({ errors: [failure] });
    }
    if (status !== 413) return refuse(reply, status, error.message, { code: 'BAD_REQUEST' });
    // One that does not say how long it is has at least this much.
    const had = Number(request.headers['content-length'] ?? limits.bodyBytes + 1);
    const { message, extensions } = new LimitExceeded('bodyBytes', limits.bodyBytes, had);
    return refuse(reply, status, message, sayMet(extensions));
  });
}

/** Answers with 503 what may go well later: there is too much to do just now, or the database is away. */
export function answerLater(
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
  logger: Logger,
): FastifyReply | undefined {
  if (error instanceof Overloaded) return sendAway(request, reply, error);
  if (!isUnavailable(error)) return undefined;
  logger.warn({ err: error }, 'the database is away');
  return sendUnavailable(request, reply);
}

/** Answers a request that does not come as far as GraphQL, in the form that GraphQL's own errors have. */
export function refuse(
  reply: FastifyReply,
  status: number,
  message: string,
  extensions: GraphQLErrorExtensions,
): FastifyReply {
  const errors = [{ message, extensions }];
  noteErrors(reply.request.facts, errors);
  return reply.status(status).header('cache-control', 'no-store').send({ errors });
}
