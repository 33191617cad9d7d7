import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Context } from '../graph/context';
import { DONE, ofRequests } from '../graph/request-plugin';
import { healthRoutes, isHealthRoute, type Readiness } from './health';
import type { Metrics } from './metrics';
import { operationOf } from './operation';
import { tracing } from './tracing';
import { REQUEST_ID_HEADER, type RequestFacts } from './request-facts';

/** What watches over a server while it serves. */
export interface Operations {
  readiness: Readiness;
  /** Undefined where nobody asks for them: then nothing is counted. */
  metrics?: Metrics | undefined;
}

/** Gives each request its id and its line in the log, counts it, and answers whether the server is well. */
export function observeRequests(app: FastifyInstance, logger: Logger, { readiness, metrics }: Operations): void {
  app.decorateRequest('facts');
  app.addHook('onRequest', (request, reply, done) => {
    request.facts = {};
    void reply.header(REQUEST_ID_HEADER, request.id);
    done();
  });
  tracing?.traceRequests(app);
  app.addHook('onResponse', (request, reply, done) => {
    if (request.facts.isSentAway) return done();
    if (metrics || logger.isLevelEnabled('info') || isFailure(request, reply)) {
      // Fastify makes it anew each time it is asked for.
      const route = request.routeOptions.url;
      metrics?.answered(request, reply, route);
      logAnswer(logger, request, reply, route);
    }
    done();
  });
  healthRoutes(app, readiness);
}

function logAnswer(logger: Logger, request: FastifyRequest, reply: FastifyReply, route: string | undefined): void {
  const level = isFailure(request, reply) ? 'warn' : isHealthRoute(route) ? 'debug' : 'info';
  if (!logger.isLevelEnabled(level)) return;
  const { viewer, operation, answer, errors, failures, trace } = request.facts;
  logger[level](
    {
      request: request.id,
      method: request.method,
      // What leads nowhere may be anything, and is not repeated.
      path: reply.statusCode < 400 && route !== undefined ? request.url.split('?', 1)[0] : (route ?? null),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 100) / 100,
      view: viewer?.view,
      organisation: viewer?.organisation?.code,
      operation: operation?.hash,
      fields: operation?.fields,
      answer,
      errors,
      failures,
      trace,
    },
    'answered',
  );
}

/** What failed on our side, or what is not ready, is in every log. */
const isFailure = ({ facts }: FastifyRequest, { statusCode }: FastifyReply): boolean =>
  statusCode >= 500 || facts.failures !== undefined;

/** Notes of each operation what the log and the metrics say of it. */
export const observeOperations = ofRequests<Context>({
  didResolveOperation: ({ document, operation, contextValue: { facts } }) => {
    if (facts && operation) facts.operation = operationOf(document, operation);
    return DONE;
  },
  willSendResponse: ({ response: { body }, contextValue: { facts } }) => {
    if (facts && body.kind === 'single' && body.singleResult.errors) noteErrors(facts, body.singleResult.errors);
    return DONE;
  },
});

interface AnsweredError {
  extensions?: Record<string, unknown>;
}

export function noteErrors(facts: RequestFacts, errors: readonly AnsweredError[]): void {
  facts.errors = errors.map(({ extensions }) => extensions?.['code'] as string);
  const failures = errors.map(({ extensions }) => extensions?.['id']).filter((id) => typeof id === 'string');
  if (failures.length > 0) facts.failures = failures;
}
