import { performance } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';
import type { Database } from '../database/database';
import { migrationState } from '../database/migration-state';
import type { Replicas } from '../database/replicas';
import { RETRY_AFTER } from '../database/unavailable';
import type { Worker } from '../notices/worker';
import type { Register } from '../register';

/** Something to look at before the server is said to be ready. */
export interface Check {
  name: string;
  /** What there is to say of it. Throws an Unready that says what is amiss. */
  look(): Promise<object>;
}

/** What is amiss, in words for anybody: no address, no name of a machine. */
export class Unready extends Error {}

interface CheckResult {
  ok: boolean;
  problem?: string;
}

export interface Report {
  status: 'ready' | 'not ready' | 'stopping';
  checks: Record<string, CheckResult>;
}

/** Milliseconds that a check may take, and that a report is given out again: who asks more often asks nothing anew. */
const CHECK_TIMEOUT = 2_000;
const REPORT_LIFE = 500;

/** Whether this server can serve. Asked by load balancers, by everybody and often, so it costs the database little. */
export class Readiness {
  private stopping = false;
  private latest: { madeAt: number; report: Promise<Report> } | undefined;
  /** Looks that have not come back: where the database hangs, no more are sent after them. */
  private readonly pending = new Map<string, Promise<object>>();

  constructor(private readonly checks: readonly Check[]) {}

  /** From now on the server is not ready: it goes on serving who comes all the same, until it stops. */
  stop(): void {
    this.stopping = true;
  }

  report(): Promise<Report> {
    if (this.stopping) return Promise.resolve({ status: 'stopping', checks: {} });
    // Not by the clock of the day: set back, it would have this report given out for as long.
    if (!this.latest || performance.now() - this.latest.madeAt > REPORT_LIFE) {
      this.latest = { madeAt: performance.now(), report: this.make() };
    }
    return this.latest.report;
  }

  private async make(): Promise<Report> {
    const results = await Promise.all(this.checks.map(async (check) => [check.name, await this.run(check)] as const));
    const ready = results.every(([, { ok }]) => ok);
    return { status: ready ? 'ready' : 'not ready', checks: Object.fromEntries(results) };
  }

  private async run(check: Check): Promise<CheckResult> {
    const { name } = check;
    let pending = this.pending.get(name);
    if (!pending) {
      this.pending.set(name, (pending = check.look()));
      const forget = (): unknown => this.pending.delete(name);
      pending.then(forget, forget);
    }
    try {
      return { ok: true, ...(await within(CHECK_TIMEOUT, pending)) };
    } catch (error) {
      return { ok: false, problem: error instanceof Unready ? error.message : 'It cannot be reached.' };
    }
  }
}

/** What a promise gives, or an Unready where it takes too long. */
async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const seconds = milliseconds / 1000;
    timer = setTimeout(() => reject(new Unready(`No answer within ${seconds} seconds.`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The database answers, in the role of a view. */
export const databaseCheck = (database: Pick<Database, 'rows' | 'hasAnsweredWithin'>): Check => ({
  name: 'database',
  look: async () => {
    // A look would wait behind all who wait for a connection, where what they are answered says the same.
    if (!database.hasAnsweredWithin(REPORT_LIFE)) await database.rows('select');
    return {};
  },
});

/**
 * All that the code migrates has been migrated. A database that is newer than the code is what a server has that is not
 * yet replaced, and serves on: migrations leave what it needs until all servers are new.
 */
export const migrationsCheck = (register: Pick<Register, 'dataSource'>): Check => ({
  name: 'migrations',
  look: async () => {
    const { newest, missing, unknown } = await migrationState(register.dataSource);
    if (missing.length > 0) throw new Unready(`Not yet applied: ${missing.join(', ')}.`);
    return { newest, newerThanThisServer: unknown };
  },
});

/** The worker takes its steps. */
export const workerCheck = (worker: Worker): Check => ({
  name: 'worker',
  look: () => {
    const late = worker.lateJobs();
    if (late.length === 0) return Promise.resolve({});
    return Promise.reject(new Unready(`No step lately: ${late.join(', ')}.`));
  },
});

/** How many replicas serve. Without them the primary does, so they are for people to know. */
export const replicasCheck = (replicas: Replicas): Check => ({
  name: 'replicas',
  look: () => {
    const states = replicas.states();
    return Promise.resolve({ serving: states.filter(({ serves }) => serves).length, configured: states.length });
  },
});

const ROUTES = { alive: '/livez', ready: '/readyz' };

export const isHealthRoute = (route: string | undefined): boolean =>
  route !== undefined && Object.values(ROUTES).includes(route);

/** `/livez` answers while the process runs, `/readyz` whether to send it anybody. */
export function healthRoutes(app: FastifyInstance, readiness: Readiness): void {
  const fresh = { 'cache-control': 'no-store' };
  app.get(ROUTES.alive, (_request, reply) => reply.headers(fresh).send({ status: 'alive' }));
  app.get(ROUTES.ready, async (_request, reply) => {
    const report = await readiness.report();
    if (report.status !== 'ready') void reply.status(503).header('retry-after', RETRY_AFTER);
    return reply.headers(fresh).send(report);
  });
}
