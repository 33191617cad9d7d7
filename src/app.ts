import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
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
import { type GraphQLSchema, OperationTypeNode } from 'graphql';
import type { Logger } from 'pino';
import type { Replicas } from './database/replicas';
import type { ViewDatabases } from './database/view-databases';
import { CsvAnswers, wantsCsv } from './downloads/csv-answers';
import { serveDownloads } from './downloads/download.routes';
import type { Downloads } from './downloads/downloads';
import { type View, VIEWS } from './graph/audience';
import { Context } from './graph/context';
import { executeWith } from './graph/executor';
import { errorFormatter, hideFailure, NotSignedIn } from './graph/errors';
import { BROTLI_OPTIONS, COMPRESSION_THRESHOLD, ENCODINGS, PublishedAnswers } from './graph/published-answers';
import { asksPublished } from './graph/published-fields';
import { buildView } from './graph/schema';
import { Unauthenticated } from './identity/verifier';
import { PUBLIC_VIEWER, type Viewer } from './identity/viewer';
import { REVISION_HEADER, revisionSeen, UnknownRevision } from './publications/reader-revision';
import type { RevisionWatch } from './publications/revision-watch';

/** The largest request taken, in bytes: queries are text, and none needs more. */
const BODY_LIMIT = 100_000;

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
  /** The schema of a view; another only to take a guard away, for tests and measurements of what each is worth. */
  schemaOf?: (view: View) => GraphQLSchema;
}

/** Ends the transactions that a request read in, and puts on record what it read, before it is answered. */
const endReads: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: ({ contextValue }) => contextValue.end(),
    }),
};

/** Tells the context of a request that names a moment, before it reads: see Context.mayLookBack. */
const lookBack: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ source, contextValue }) => {
        if (source.includes('asOf')) contextValue.mayLookBack();
        return Promise.resolve();
      },
    }),
};

/** Says with each answer the newest revision that it shows: see revisionSeen, which takes it back. */
const sayRevision = (revisions: RevisionWatch): ApolloServerPlugin<Context> => ({
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: async ({ contextValue, response, operation }) => {
        // Who publishes is told the revision that this made, heard of or not.
        if (operation?.operation === OperationTypeNode.MUTATION) await revisions.refresh().catch(() => undefined);
        const shown = (await contextValue.published?.revisionShown()) ?? revisions.revision;
        response.http.headers.set(REVISION_HEADER, String(shown));
      },
    }),
});

/** Says of each answer whether others may keep it: what is published they may, unless something is wrong with it. */
const sayWhoMayKeep = (view: View): ApolloServerPlugin<Context> => ({
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: ({ response: { body, http }, document, operation }) => {
        const wrong = body.kind !== 'single' || body.singleResult.errors !== undefined;
        if (view !== 'PUBLIC') http.headers.set('cache-control', 'private, no-store');
        else if (wrong || !document || !operation || !asksPublished(document, operation)) {
          http.headers.set('cache-control', 'no-store');
        }
        return Promise.resolve();
      },
    }),
});

/** Answers a mutation in a view that has none with what is missing, before GraphQL finds that it cannot run it. */
const needToken: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ operation, schema }) => {
        if (operation?.operation === OperationTypeNode.MUTATION && !schema.getMutationType()) throw new NotSignedIn();
        return Promise.resolve();
      },
    }),
};

/** The HTTP server, ready to listen: one address, and behind it a server for each view. */
export async function createApp({
  databases,
  verify,
  logger,
  revisions,
  replicas,
  downloads,
  responseCacheBytes = 0,
  schemaOf = buildView,
}: AppOptions): Promise<FastifyInstance> {
  const fastifyLogger: FastifyBaseLogger = logger;
  const app = Fastify({
    loggerInstance: fastifyLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
  });
  await app.register(compress, {
    threshold: COMPRESSION_THRESHOLD,
    encodings: [...ENCODINGS],
    brotliOptions: BROTLI_OPTIONS,
  });
  const answers = new PublishedAnswers(revisions, responseCacheBytes);
  const csv = new CsvAnswers({ databases, schemaOf, logger });
  const readers = new WeakMap<FastifyRequest, { viewer: Viewer; seen: number }>();

  const serveView = async (view: View) => {
    const apollo = new ApolloServer<Context>({
      gateway: executeWith(schemaOf(view)),
      // A view's schema names nothing that the view may not see, so there is nothing to hide.
      introspection: true,
      includeStacktraceInErrorResponses: false,
      formatError: errorFormatter(logger),
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
        ApolloServerPluginLandingPageDisabled(),
        // It would wrap every field, for cache hints that nothing here gives.
        ApolloServerPluginCacheControlDisabled(),
      ],
    });
    await apollo.start();
    const database = databases[view];
    return fastifyApolloHandler(apollo, {
      context: (request) => {
        const { viewer, seen } = readers.get(request)!;
        const published = view === 'PUBLIC' ? replicas?.readsFor(seen) : replicas?.readsAtPrimary();
        return Promise.resolve(new Context(database, viewer, undefined, undefined, published));
      },
    });
  };
  const handlers = Object.fromEntries(
    await Promise.all(VIEWS.map(async (view) => [view, await serveView(view)] as const)),
  ) as unknown as Record<View, Handler>;

  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    handler: async function (request, reply): Promise<unknown> {
      let viewer: Viewer;
      try {
        viewer = await verify(request.headers.authorization);
        readers.set(request, { viewer, seen: await revisionSeen(request.headers[REVISION_HEADER], revisions) });
      } catch (error) {
        if (error instanceof Unauthenticated) {
          void reply.header('www-authenticate', 'Bearer error="invalid_token"');
          return refuse(reply, 401, 'UNAUTHENTICATED', error.message);
        }
        if (error instanceof UnknownRevision) {
          return refuse(reply, error.status, error.status === 400 ? 'BAD_REQUEST' : 'BUSY', error.message);
        }
        throw error;
      }
      if (wantsCsv(request)) return csv.serve(request, reply, viewer);
      const execute = (): Promise<unknown> => handlers[viewer.view].call(this, request, reply);
      return viewer === PUBLIC_VIEWER ? answers.serve(request, reply, execute) : execute();
    },
  });
  await serveDownloads(app, { downloads, csv });
  app.get('/livez', () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    try {
      await databases.PUBLIC.rows('select');
      return { status: 'ready' };
    } catch {
      return reply.status(503).send({ status: 'the database does not answer' });
    }
  });
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) return reply.status(500).send({ errors: [hideFailure(logger, error)] });
    const message = status === 413 ? `The request is larger than ${BODY_LIMIT} bytes.` : error.message;
    return refuse(reply, status, 'BAD_REQUEST', message);
  });
  app.setNotFoundHandler((request, reply) =>
    reply.status(404).send({ error: `There is nothing at ${request.url.split('?')[0]}. The API is at /graphql.` }),
  );
  return app;
}

/** Answers a request that does not come as far as GraphQL, in the form that GraphQL's own errors have. */
function refuse(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.status(status).send({ errors: [{ message, extensions: { code } }] });
}
