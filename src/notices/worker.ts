import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Config } from '../config';
import { Database } from '../database/database';
import { isUnavailable } from '../database/unavailable';
import { attemptNext, expandNext, forgetOld, RETRIES, type RetryPolicy } from './deliveries';
import { MailSender } from './mail';
import type { Senders } from './sender';
import { WebhookSender } from './webhook';

/** The PostgreSQL role of the worker: see the migration that makes it. */
export const WORKER_ROLE = 'oscdr_worker';

/** Something else to be done from time to time. Every server does it: what must be done once has to see to that itself. */
export interface Job {
  /** For the log. */
  name: string;
  everyMilliseconds: number;
  /** How long it may run, where that is longer than a server that takes no step is taken for one in trouble. */
  longestMilliseconds?: number;
  /** `signal` says that the worker stops, which it does when this has ended. */
  run(signal: AbortSignal): Promise<void>;
}

interface WorkerOptions {
  /** In the role of the worker. */
  database: Database;
  senders: Senders;
  logger: Logger;
  jobs?: readonly Job[];
  retries?: RetryPolicy;
  /** How often to look for something to do, where there was nothing. */
  pollMilliseconds?: number;
}

/** How many deliveries one server attempts at once: a receiver that is slow to answer does not hold up the others. */
const LANES = 4;

const HOUR = 60 * 60 * 1000;
/**
 * Milliseconds after a first failure, and at most; twice as long after each that follows. A database that is away comes
 * back for all at once, and is asked again soon.
 */
const PATIENCE = 500;
const LONGEST_PATIENCE = 60_000;
const LONGEST_AWAY = 5_000;
/** Milliseconds beyond its pause after which a job is late: longer than it waits after a failure, or for a receiver. */
const LATE = LONGEST_PATIENCE + 30_000;

/** What one of the worker's loops has done. */
interface Heartbeat {
  job: string;
  /** Milliseconds between two steps from which on it is late. */
  late: number;
  steppedAt: number;
  /** Failures since it last went well. */
  failures: number;
}

/**
 * Delivers notices, and does what else is to be done from time to time. Any number of servers may each run one: they take
 * rows that no other holds. Notices are delivered at least once, and more than once if a server dies over one.
 */
export class Worker {
  private readonly stopping = new AbortController();
  private readonly loops: Promise<void>[] = [];
  private readonly heartbeats: Heartbeat[] = [];
  private stopped: Promise<void> | undefined;

  constructor(private readonly options: WorkerOptions) {}

  /** In the role of the worker, who may read what waits to be delivered. */
  get database(): Database {
    return this.options.database;
  }

  start(): void {
    const { database, senders, logger, jobs = [], retries = RETRIES, pollMilliseconds = 1000 } = this.options;
    this.loop('notices', pollMilliseconds, () => expandNext(database, senders));
    for (let lane = 1; lane <= LANES; lane++) {
      this.loop('deliveries', pollMilliseconds, () => attemptNext(database, senders, retries, logger));
    }
    this.loop('forgetting', HOUR, () => forgetOld(database));
    for (const job of jobs) {
      const { name, everyMilliseconds, longestMilliseconds } = job;
      this.loop(name, everyMilliseconds, () => job.run(this.stopping.signal), longestMilliseconds);
    }
  }

  /** Ends when what is under way has ended, which takes no longer than an attempt may; then closes the connections. */
  stop(): Promise<void> {
    return (this.stopped ??= this.end());
  }

  private async end(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.loops);
    await this.options.database.dataSource.destroy();
  }

  /** What each job has done, by the slowest of its loops. */
  jobs(): { job: string; secondsSinceStep: number; failures: number }[] {
    const names = [...new Set(this.heartbeats.map(({ job }) => job))];
    return names.map((job) => {
      const beats = this.heartbeats.filter((each) => each.job === job);
      const oldest = Math.min(...beats.map(({ steppedAt }) => steppedAt));
      const failures = Math.max(...beats.map((each) => each.failures));
      return { job, secondsSinceStep: (performance.now() - oldest) / 1000, failures };
    });
  }

  /** The jobs that have taken no step for too long; all of them before the start. */
  lateJobs(): string[] {
    if (this.heartbeats.length === 0) return ['the worker has not begun'];
    const names = this.heartbeats
      .filter(({ late, steppedAt }) => performance.now() - steppedAt > late)
      .map(({ job }) => job);
    return [...new Set(names)];
  }

  /** Takes a step again and again: at once where it says that there is more, and else after a pause. */
  private loop(name: string, pause: number, step: () => Promise<boolean | void>, longest = 0): void {
    const { signal } = this.stopping;
    const beat: Heartbeat = { job: name, late: pause + longest + LATE, steppedAt: performance.now(), failures: 0 };
    this.heartbeats.push(beat);
    const run = async (): Promise<void> => {
      while (!signal.aborted) {
        let wait = pause;
        try {
          if ((await step()) === true) wait = 0;
          beat.failures = 0;
        } catch (error) {
          // The database may be away for a while.
          this.options.logger.error({ err: error, job: name }, 'the worker failed, and goes on');
          const longest = isUnavailable(error) ? LONGEST_AWAY : LONGEST_PATIENCE;
          wait = Math.max(pause, Math.min(PATIENCE * 2 ** beat.failures++, longest));
        }
        beat.steppedAt = performance.now();
        if (wait > 0) await this.wait(wait);
      }
    };
    this.loops.push(run());
  }

  private async wait(milliseconds: number): Promise<void> {
    // It does not keep the process from ending, and stop() cuts it short.
    await setTimeout(milliseconds, undefined, { ref: false, signal: this.stopping.signal }).catch(() => undefined);
  }
}

/** Connects the worker of a server, as its configuration says. */
export async function openWorker(
  databaseUrl: string,
  { workerDatabaseUrl, mail, production }: Pick<Config, 'workerDatabaseUrl' | 'mail' | 'production'>,
  logger: Logger,
  jobs: readonly Job[] = [],
): Promise<Worker> {
  const variable = workerDatabaseUrl === undefined ? 'DATABASE_URL' : 'DATABASE_URL_WORKER';
  const database = await Database.open(workerDatabaseUrl ?? databaseUrl, { role: WORKER_ROLE, variable });
  const senders: Senders = {
    WEBHOOK: new WebhookSender(production),
    ...(mail && { EMAIL: new MailSender(mail) }),
  };
  return new Worker({ database, senders, logger, jobs });
}
