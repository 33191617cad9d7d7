import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import { sendsTraces } from '../config';
import type { Context } from '../graph/context';

/** What follows a request or a job through the server, where traces are sent: see open-telemetry.ts. */
export interface Tracing {
  /** Has a span for each request, in the trace that the caller's `traceparent` names. */
  traceRequests(app: FastifyInstance): void;
  /** Has spans for reading and checking a query. */
  traceOperations: ApolloServerPlugin<Context>;
  /** Does work in a span of its own. */
  around<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
  /** What tells the receiver of a request which span it comes from. */
  headers(): Record<string, string>;
  /** Sends what has not been sent yet. */
  end(): Promise<void>;
}

/**
 * Undefined where no traces are sent, and then not a line of OpenTelemetry is loaded. It hangs itself into `pg`, so this
 * is the first that main.ts imports.
 */
export const tracing: Tracing | undefined = sendsTraces() ? load() : undefined;

function load(): Tracing {
  // At once: an import() would come back after `pg` is loaded.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { startTracing } = require('./open-telemetry') as typeof import('./open-telemetry');
  return startTracing();
}

/** Does work, in a span of its own where traces are sent. */
export const traced = <Result>(name: string, work: () => Promise<Result>): Promise<Result> =>
  tracing ? tracing.around(name, work) : work();
