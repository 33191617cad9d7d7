import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import compress from '@fastify/compress';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { type GraphQLErrorExtensions, type GraphQLSchema, OperationTypeNode } from 'graphql';
import type { Logger } from 'pino';
import type { SignInConfig } from './config';
import type { Replicas } from './database/replicas';
import { isUnavailable, RETRY_AFTER } from './database/unavailable';
import type { ViewDatabases } from './database/view-databases';
import { CSV_POINTS, CsvAnswers, wantsCsv } from './downloads/csv-answers';
import { serveDownloads } from './downloads/download.routes';
import type { Downloads } from './downloads/downloads';
import { serveDocs } from './docs/docs';
import { asksForExplorer, sendExplorer } from './explorer/explorer';
import { type View, VIEWS } from './graph/audience';
import { Context } from './graph/context';
import { executeWith } from './graph/executor';
import { DONE, ofRequests } from './graph/request-plugin';
import { errorFormatter, hideFailure, NotSignedIn } from './graph/errors';
import { GraphClient } from './graph/graph-client';
import { stringifyAnswer } from './graph/json/json-answers';
import { BROTLI_OPTIONS, COMPRESSION_THRESHOLD, ENCODINGS, PublishedAnswers } from './graph/published-answers';
import { asksPublished } from './graph/published-fields';
import { buildView } from './graph/schema';
import { Unauthenticated } from './identity/verifier';
import { PUBLIC_VIEWER, type Viewer } from './identity/viewer';
import { admission, LEAST_POINTS } from './limits/admission';
import { arrival } from './limits/arrival';
import { type Account, Budgets } from './limits/budgets';
import { Deadline } from './limits/deadline';
import { LimitExceeded, sayMet } from './limits/limit-exceeded';
import { DEFAULT_LIMITS, type Limits } from './limits/limits';
import { keepsToLimits } from './limits/query-size';
import { headersOf, RateLimited } from './limits/rate-limited';
import { requestLimits } from './limits/request-limits';
import { Overloaded, sendAway, Workload } from './limits/workload';
import { databaseCheck, Readiness } from './operations/health';
import { noteErrors, observeOperations, observeRequests, type Operations } from './operations/observe-requests';
import { requestId } from './operations/request-facts';
import { tracing } from './operations/tracing';
import { noSubscriptions } from './protocol/no-subscriptions';
import { speakHttp } from './protocol/protocol';
import { answerWrongQueries } from './protocol/request-errors';
import { endReads, sendUnavailable } from './protocol/unavailable';
import { REVISION_HEADER, revisionSeen, UnknownRevision } from './publications/reader-revision';
import type { RevisionWatch } from './publications/revision-watch';
import { serveAssets } from './web/assets';
import { serveWorkspace } from './workspace/workspace.routes';
import { serveSite } from './site/site.routes';
import { sendFailure, sendNotFound, wantsPage } from './web/page';

type Handler = (this: FastifyInstance, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

export interface AppOptions {
  databases: ViewDatabases;
  /** Turns an Authorization header into a viewer, or throws Unauthenticated. */
  verify: (authorization: string | undefined) => Promise<Viewer>;
  logger: Logger;
  /** The newest published revision. Whoever makes the app closes it. */
  revisions: RevisionWatch;
  /** Streaming replicas that serve what is public; without them the primary does. */
  replicas?: Replicas | undefined;
  /** The register as files; without it there are none to download. */
  downloads?: Downloads | undefined;
  /** How many bytes of public answers to keep; 0 keeps none. */
  responseCacheBytes?: number;
  /** What watches over the server; where nothing is given it is ready while the database answers. */
  operations?: Operations;
  limits?: Limits;
  /** Addresses and networks of the proxies before the server, which are believed about who asks. */
  trustedProxies?: readonly string[];
  /** Whose pages may send tokens. */
  corsOrigins?: readonly string[];
  /** Whether it is served over TLS, as it is behind a proxy in production. */
  production?: boolean;
  /** How people sign in to the site's own pages. */
  signIn?: SignInConfig | undefined;
  /** Scheme, host and port that people have the site by. */
  publicUrl?: string | undefined;
  /** The folder of the local issuer, by which one may sign in where nothing else is set; never in production. */
  localIssuerDirectory?: string | undefined;
  /** The schema of a view; another only to take a guard away, for tests and measurements of what each is worth. */
  schemaOf?: (view: View) => GraphQLSchema;
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

/** The HTTP server, ready to listen: one address, and behind it a server for each view. */
export async function createApp({
  databases,
  verify,
  logger,
  revisions,
  replicas,
  downloads,
  responseCacheBytes = 0,
  operations = { readiness: new Readiness([databaseCheck(databases.PUBLIC)]) },
  limits = DEFAULT_LIMITS,
  trustedProxies = [],
  corsOrigins = [],
  production = false,
  signIn,
  publicUrl,
  localIssuerDirectory,
  schemaOf = buildView,
}: AppOptions): Promise<FastifyInstance> {
  const fastifyLogger: FastifyBaseLogger = logger;
  const app = Fastify({
    loggerInstance: fastifyLogger,
    logController: new LogController({ disableRequestLogging: true }),
    ...arrival(limits),
    bodyLimit: Math.min(limits.bodyBytes, Number.MAX_SAFE_INTEGER),
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    genReqId: requestId,
    // One for each request would cost more than all that is logged of most.
    childLoggerFactory: (parent) => parent,
  });
  observeRequests(app, logger, operations);
  speakHttp(app, { corsOrigins, production });
  const workload = new Workload(limits, operations.metrics);
  app.addHook('onClose', () => workload.close());
  await app.register(compress, {
    threshold: COMPRESSION_THRESHOLD,
    encodings: [...ENCODINGS],
    brotliOptions: BROTLI_OPTIONS,
  });
  await app.register(serveAssets);
  const answers = new PublishedAnswers(revisions, responseCacheBytes);
  operations.metrics?.measureAnswers(answers);
  const csv = new CsvAnswers({ databases, schemaOf, logger, limits });
  const readers = new WeakMap<FastifyRequest, { viewer: Viewer; account: Account; seen: number }>();
  const budgets = new Budgets(limits);
  const admit = admission(verify, budgets);

  const serveView = async (view: View) => {
    const apollo = new ApolloServer<Context>({
      gateway: executeWith(schemaOf(view), limits.errors),
      stringifyResult: stringifyAnswer,
      parseOptions: { maxTokens: limits.tokens },
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
    });
  };
  const handlers = Object.fromEntries(
    await Promise.all(VIEWS.map(async (view) => [view, await serveView(view)] as const)),
  ) as unknown as Record<View, Handler>;

  const answerGraph: Handler = async function (request, reply) {
    const asCsv = wantsCsv(request);
    let viewer: Viewer;
    try {
      const admitted = await admit(request);
      if (asCsv && !admitted.account.take(CSV_POINTS - LEAST_POINTS)) {
        throw new RateLimited(admitted.account, CSV_POINTS);
      }
      viewer = request.facts.viewer = admitted.viewer;
      void reply.headers(headersOf(admitted.account));
      if (Array.isArray(request.body)) throw new LimitExceeded('operations', limits.operations, request.body.length);
      readers.set(request, { ...admitted, seen: await revisionSeen(request.headers[REVISION_HEADER], revisions) });
    } catch (error) {
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
      throw error;
    }
    if (asCsv) return csv.serve(request, reply, viewer);
    const make = (): Promise<unknown> => handlers[viewer.view].call(this, request, reply);
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
  const graph = new GraphClient(
    databases.PUBLIC,
    schemaOf('PUBLIC'),
    () => new Context(databases.PUBLIC, PUBLIC_VIEWER, undefined, undefined, replicas?.readsFor(0)),
  );
  serveSite(app, { graph, answers, workload, budgets });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof Overloaded) return sendAway(request, reply, error);
    if (isUnavailable(error)) {
      logger.warn({ err: error }, 'the database is away');
      return sendUnavailable(request, reply);
    }
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
  // After the handler of errors: a route that is loaded before there is one keeps that of Fastify.
  await serveDownloads(app, { downloads, csv, budgets });
  serveDocs(app);
  const signingIn = { signIn, publicUrl, localIssuerDirectory, production };
  await serveWorkspace(app, { databases, schemaOf, admit, limits, workload, logger, ...signingIn });
  app.setNotFoundHandler((request, reply) =>
    wantsPage(request)
      ? sendNotFound(request, reply)
      : reply.status(404).send({ error: `There is nothing at ${request.url.split('?')[0]}. The API is at /graphql.` }),
  );
  return app;
}

/** Whether a request says who asks. */
const hasToken = ({ headers }: FastifyRequest): boolean => headers.authorization !== undefined;

/** Answers a request that does not come as far as GraphQL, in the form that GraphQL's own errors have. */
function refuse(
  reply: FastifyReply,
  status: number,
  message: string,
  extensions: GraphQLErrorExtensions,
): FastifyReply {
  const errors = [{ message, extensions }];
  noteErrors(reply.request.facts, errors);
  return reply.status(status).send({ errors });
}
