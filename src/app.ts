import compress from '@fastify/compress';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { SignInConfig } from './config';
import type { Replicas } from './database/replicas';
import { noteConnection } from './database/turns';
import type { ViewDatabases } from './database/view-databases';
import { CsvAnswers } from './downloads/csv-answers';
import { serveDownloads } from './downloads/download.routes';
import type { Downloads } from './downloads/downloads';
import { serveDocs } from './docs/docs';
import type { View } from './graph/audience';
import { Context } from './graph/context';
import { GraphClient } from './graph/graph-client';
import { BROTLI_OPTIONS, COMPRESSION_THRESHOLD, ENCODINGS, PublishedAnswers } from './graph/published-answers';
import { buildView } from './graph/schema';
import { PUBLIC_VIEWER, type Viewer } from './identity/viewer';
import { admission } from './limits/admission';
import { arrival } from './limits/arrival';
import { Budgets } from './limits/budgets';
import { DEFAULT_LIMITS, type Limits } from './limits/limits';
import { Workload } from './limits/workload';
import { databaseCheck, Readiness } from './operations/health';
import { observeRequests, type Operations } from './operations/observe-requests';
import { requestId } from './operations/request-facts';
import { serveGraph } from './protocol/graph.routes';
import { speakHttp } from './protocol/protocol';
import { answerRefusals } from './protocol/refusals';
import type { RevisionWatch } from './publications/revision-watch';
import { serveAssets } from './web/assets';
import { serveWorkspace } from './workspace/workspace.routes';
import { serveSite } from './site/site.routes';
import { sendNotFound, wantsPage } from './web/page';

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

/** The HTTP server, ready to listen. */
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
  app.server.on('connection', noteConnection);
  observeRequests(app, logger, operations);
  speakHttp(app, { corsOrigins, production });
  // Before all routes: one that is loaded before there is a handler of errors keeps that of Fastify.
  answerRefusals(app, logger, limits);
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
  const budgets = new Budgets(limits);
  const admit = admission(verify, budgets);

  await serveGraph(app, { databases, schemaOf, revisions, replicas, admit, workload, answers, csv, limits, logger });
  const graph = new GraphClient(
    databases.PUBLIC,
    schemaOf('PUBLIC'),
    () => new Context(databases.PUBLIC, PUBLIC_VIEWER, undefined, undefined, replicas?.readsFor(0)),
  );
  serveSite(app, { graph, answers, workload, budgets });
  await serveDownloads(app, { downloads, csv, admit });
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
