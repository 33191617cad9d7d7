import { setTimeout } from 'node:timers/promises';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type GraphQLSchema, OperationTypeNode } from 'graphql';
import type { Logger } from 'pino';
import type { Replicas } from '../database/replicas';
import type { ViewDatabases } from '../database/view-databases';
import { CSV_POINTS, type CsvAnswers, wantsCsv } from '../downloads/csv-answers';
import { asksForExplorer, sendExplorer } from '../explorer/explorer';
import { type View, VIEWS } from '../graph/audience';
import { Context } from '../graph/context';
import { errorFormatter, NotSignedIn } from '../graph/errors';
import { executeWith } from '../graph/executor';
import { stringifyAnswer } from '../graph/json/json-answers';
import type { PublishedAnswers } from '../graph/published-answers';
import { asksPublished } from '../graph/published-fields';
import { DONE, ofRequests } from '../graph/request-plugin';
import { type Admit, type Admitted, takeRest } from '../limits/admission';
import { Deadline } from '../limits/deadline';
import { LimitExceeded } from '../limits/limit-exceeded';
import type { Limits } from '../limits/limits';
import { keepsToLimits } from '../limits/query-size';
import { headersOf } from '../limits/rate-limited';
import { requestLimits } from '../limits/request-limits';
import type { Workload } from '../limits/workload';
import { observeOperations } from '../operations/observe-requests';
import { tracing } from '../operations/tracing';
import { REVISION_HEADER, revisionSeen } from '../publications/reader-revision';
import type { RevisionWatch } from '../publications/revision-watch';
import { keptDocuments } from './kept-documents';
import { noSubscriptions } from './no-subscriptions';
import { answerWrongQueries } from './request-errors';
import { endReads } from './unavailable';

/** Milliseconds between the views that are made ready when the server is up. */
const VIEW_INTERVAL = 500;

type Handler = (this: FastifyInstance, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

interface GraphRouteOptions {
  databases: ViewDatabases;
  schemaOf: (view: View) => GraphQLSchema;
  revisions: RevisionWatch;
  replicas: Replicas | undefined;
  admit: Admit;
  workload: Workload;
  answers: PublishedAnswers;
  csv: CsvAnswers;
  limits: Limits;
  logger: Logger;
}

/** Tells the context of a request that names a moment, before it reads: see Context.mayLookBack. */
const lookBack = ofRequests<Context>({
  didResolveOperation: ({ source, contextValue }) => {
    if (source.includes('asOf')) contextValue.mayLookBack();
    return DONE;
  },
});

/** Says with each answer the newest revision that it shows: see revisionSeen, which takes it back. */
const sayRevision = (revisions: RevisionWatch) =>
  ofRequests<Context>({
    willSendResponse: async ({ contextValue, response, operation }) => {
      // Who publishes is told the revision that this made, heard of or not.
      if (operation?.operation === OperationTypeNode.MUTATION) await revisions.refresh().catch(() => undefined);
      const shown = (await contextValue.published?.revisionShown()) ?? revisions.revision;
      response.http.headers.set(REVISION_HEADER, String(shown));
    },
  });

/** Says of each answer whether others may keep it: what is published they may, unless something is wrong with it. */
const sayWhoMayKeep = (view: View) =>
  ofRequests<Context>({
    willSendResponse: ({ response: { body, http }, document, operation }) => {
      const wrong = body.kind !== 'single' || body.singleResult.errors !== undefined;
      if (view !== 'PUBLIC') http.headers.set('cache-control', 'private, no-store');
      else if (wrong || !document || !operation || !asksPublished(document, operation)) {
        http.headers.set('cache-control', 'no-store');
      }
      return DONE;
    },
  });

/** Answers a mutation in a view that has none with what is missing, before GraphQL finds that it cannot run it. */
const needToken = ofRequests<Context>({
  didResolveOperation: ({ operation, schema }) => {
    if (operation?.operation === OperationTypeNode.MUTATION && !schema.getMutationType()) throw new NotSignedIn();
    return DONE;
  },
});

/** Serves the graph at /graphql: one address, and behind it a server for each view. */
export async function serveGraph(
  app: FastifyInstance,
  { databases, schemaOf, revisions, replicas, admit, workload, answers, csv, limits, logger }: GraphRouteOptions,
): Promise<void> {
  const readers = new WeakMap<FastifyRequest, Admitted & { seen: number }>();
  const serveView = async (view: View): Promise<Handler> => {
    const apollo = new ApolloServer<Context>({
      gateway: executeWith(schemaOf(view), limits.errors),
      stringifyResult: stringifyAnswer,
      parseOptions: { maxTokens: limits.tokens },
      documentStore: keptDocuments(),
      validationRules: [keepsToLimits(limits), noSubscriptions],
      // graphql-js adds one that says there are more.
      validationOptions: { maxErrors: Math.max(1, limits.errors - 1) },
      // A view's schema names nothing that the view may not see, so there is nothing to hide.
      introspection: true,
      includeStacktraceInErrorResponses: false,
      formatError: errorFormatter(logger, limits),
      logger,
      // main.ts stops the server, after it has answered what it took.
      stopOnTerminationSignals: false,
      plugins: [
        fastifyApolloDrainPlugin(app),
        endReads,
        sayRevision(revisions),
        sayWhoMayKeep(view),
        needToken,
        lookBack,
        observeOperations,
        ...(tracing ? [tracing.traceOperations] : []),
        requestLimits(limits),
        answerWrongQueries,
        ApolloServerPluginLandingPageDisabled(),
        ApolloServerPluginInlineTraceDisabled(),
        // It would wrap every field, for cache hints that nothing here gives.
        ApolloServerPluginCacheControlDisabled(),
      ],
    });
    await apollo.start();
    const database = databases[view];
    return fastifyApolloHandler(apollo, {
      context: (request, reply) => {
        const { viewer, account, seen } = readers.get(request)!;
        const published = view === 'PUBLIC' ? replicas?.readsFor(seen) : replicas?.readsAtPrimary();
        const context = new Context(database, viewer, undefined, undefined, published, request.facts);
        context.account = account;
        context.deadline = new Deadline(limits.requestMilliseconds, reply.raw, () => answers.isAwaited(request));
        return Promise.resolve(context);
      },
    }) as unknown as Handler;
  };
  const handlers = new Map<View, Promise<Handler>>();
  const handlerOf = (view: View): Promise<Handler> => {
    let handler = handlers.get(view);
    if (!handler) handlers.set(view, (handler = serveView(view)));
    return handler;
  };
  await handlerOf('PUBLIC');
  // A schema takes a third of a second to make: it is not in the way of the start, nor of who first asks it.
  app.addHook('onListen', async () => {
    for (const view of VIEWS) {
      await setTimeout(VIEW_INTERVAL, undefined, { ref: false });
      await handlerOf(view);
    }
  });

  const answerGraph: Handler = async function (request, reply) {
    const asCsv = wantsCsv(request);
    const { viewer, account } = await admit(request);
    if (asCsv) takeRest(account, CSV_POINTS);
    request.facts.viewer = viewer;
    void reply.headers(headersOf(account));
    if (Array.isArray(request.body)) throw new LimitExceeded('operations', limits.operations, request.body.length);
    readers.set(request, { viewer, account, seen: await revisionSeen(request.headers[REVISION_HEADER], revisions) });
    if (asCsv) return csv.serve(request, reply, viewer);
    const make = async (): Promise<unknown> => (await handlerOf(viewer.view)).call(this, request, reply);
    if (viewer.view !== 'PUBLIC') return make();
    return answers.serve(request, reply, hasToken(request) ? make : () => workload.run(make));
  };
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    handler: async function (request, reply): Promise<unknown> {
      if (asksForExplorer(request)) return sendExplorer(request, reply);
      const answer = (): Promise<unknown> => answerGraph.call(this, request, reply);
      // Even to find out whose a token is takes the database.
      return hasToken(request) ? workload.run(answer) : answer();
    },
  });
}

/** Whether a request says who asks. */
const hasToken = ({ headers }: FastifyRequest): boolean => headers.authorization !== undefined;
