import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { Database } from './database/database';
import { Context } from './graph/context';
import { errorFormatter } from './graph/errors';
import { buildGraph } from './graph/schema';

/** The largest request taken, in bytes: queries are text, and none needs more. */
const BODY_LIMIT = 100_000;

export interface AppOptions {
  dataSource: DataSource;
  logger: Logger;
  /** Told of each SQL statement of a request; tests count with it. */
  onStatement?: (sql: string) => void;
}

/** The HTTP server, ready to listen. */
export async function createApp({ dataSource, logger, onStatement }: AppOptions): Promise<FastifyInstance> {
  const fastifyLogger: FastifyBaseLogger = logger;
  const app = Fastify({
    loggerInstance: fastifyLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
  });
  const database = new Database(dataSource);
  database.onStatement = onStatement;

  const apollo = new ApolloServer<Context>({
    schema: buildGraph(),
    // A public register hides nothing of its schema.
    introspection: true,
    includeStacktraceInErrorResponses: false,
    formatError: errorFormatter(logger),
    logger,
    // main.ts stops the server, after it has answered what it took.
    stopOnTerminationSignals: false,
    plugins: [
      fastifyApolloDrainPlugin(app),
      ApolloServerPluginLandingPageDisabled(),
      // It would wrap every field, for cache hints that nothing here gives.
      ApolloServerPluginCacheControlDisabled(),
    ],
  });
  await apollo.start();

  await app.register(fastifyApollo(apollo), {
    path: '/graphql',
    method: ['GET', 'POST'],
    context: () => Promise.resolve(new Context(database)),
  });
  app.get('/livez', () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    try {
      await dataSource.query('select');
      return { status: 'ready' };
    } catch {
      return reply.status(503).send({ status: 'the database does not answer' });
    }
  });
  app.setNotFoundHandler((request, reply) =>
    reply.status(404).send({ error: `There is nothing at ${request.url.split('?')[0]}. The API is at /graphql.` }),
  );
  return app;
}
