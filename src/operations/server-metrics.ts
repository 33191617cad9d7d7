import type { Gauge } from 'prom-client';
import type { Connections, Database, Reads } from '../database/database';
import type { Replicas } from '../database/replicas';
import type { Worker } from '../notices/worker';
import type { RevisionWatch } from '../publications/revision-watch';
import type { Metrics } from './metrics';

/** What there is to measure of a server beside its requests. */
export interface Measured {
  /** By the name of the view, or `worker`, or `owner`. */
  pools: Readonly<Record<string, Database>>;
  /** In the role of the public view. */
  published: Reads;
  /** In the role of the worker, who may read what waits. */
  waiting: Database;
  revisions: RevisionWatch;
  replicas: Replicas | undefined;
  worker: Worker;
}

/** Milliseconds that the database has for each look: a scraper waits ten seconds, and is to have the rest all the same. */
const DATABASE_TIMEOUT = 2_000;

const PUBLISHED = `
  select revision, extract(epoch from clock_timestamp() - published_at)::float8 as age
  from publication order by revision desc limit 1`;

const WAITING = `
  select (select count(*) from outbox where drained_at is null)::int4 as notices,
    (select count(*) from notice_delivery where next_attempt_at is not null)::int4 as deliveries,
    (select count(*) from notice_delivery where next_attempt_at is null and delivered_at is null)::int4 as dead,
    (select coalesce(extract(epoch from clock_timestamp() - min(occurred_at)), 0) from outbox
      where drained_at is null)::float8 as "noticeAge",
    (select coalesce(extract(epoch from clock_timestamp() - min(next_attempt_at)), 0) from notice_delivery
      where next_attempt_at <= now())::float8 as "deliveryAge"`;

interface Waiting {
  notices: number;
  deliveries: number;
  dead: number;
  noticeAge: number;
  deliveryAge: number;
}

/** What is read of the database for one scrape; null for what it did not answer. */
interface Look {
  published: { revision: number; age: number } | null;
  waiting: Waiting | null;
}

/** Has a server's pools, queue, publications, replicas and worker measured whenever somebody reads the metrics. */
export function measureServer(metrics: Metrics, measured: Measured): () => Promise<void> {
  let look: Look = { published: null, waiting: null };
  measurePools(metrics, measured.pools);
  measureWorker(metrics, measured.worker);
  if (measured.replicas) measureReplicas(metrics, measured.replicas);

  metrics.gauge('register_database_up', 'Whether the primary answered this scrape: 1, or 0.', [], (gauge) =>
    gauge.set(look.published && look.waiting ? 1 : 0),
  );
  const read = (name: string, help: string, value: () => number | undefined): void =>
    metrics.gauge(name, help, [], (gauge) => {
      const now = value();
      if (now !== undefined) gauge.set(now);
      // A figure that is not known is not there, rather than nought.
      else gauge.remove();
    });
  read(
    'register_revision',
    'The newest published revision that this server knows of.',
    () => measured.revisions.revision,
  );
  read('register_revision_age_seconds', 'Seconds since the newest publication.', () => look.published?.age);
  read('register_outbox_waiting', 'Notices that have no deliveries yet.', () => look.waiting?.notices);
  read('register_outbox_oldest_seconds', 'How long the oldest of them has waited.', () => look.waiting?.noticeAge);
  read('register_deliveries_waiting', 'Deliveries to be attempted, now or later.', () => look.waiting?.deliveries);
  read(
    'register_deliveries_overdue_seconds',
    'How long the delivery that is due longest has been due.',
    () => look.waiting?.deliveryAge,
  );
  read('register_deliveries_dead', 'Deliveries that were given up.', () => look.waiting?.dead);

  const newest = single(async () => (await measured.published.rows<NonNullable<Look['published']>>(PUBLISHED))[0]!);
  const waiting = single(async () => (await measured.waiting.rows<Waiting>(WAITING))[0]!);
  return async () => {
    const [published, queue] = await Promise.all([newest(), waiting()]);
    look = { published, waiting: queue };
  };
}

/** Reads something, never twice at once; null where that fails or takes too long. */
function single<T>(read: () => Promise<T>): () => Promise<T | null> {
  let pending: Promise<T | null> | undefined;
  return async () => {
    pending ??= read()
      .catch(() => null)
      .finally(() => (pending = undefined));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), DATABASE_TIMEOUT)));
    const result = await Promise.race([pending, late]);
    clearTimeout(timer);
    return result;
  };
}

function measurePools(metrics: Metrics, pools: Measured['pools']): void {
  const each = (gauge: Gauge<'pool' | 'state'>, value: keyof Connections, state?: string): void => {
    for (const [pool, { connections }] of Object.entries(pools)) {
      gauge.set({ pool, ...(state && { state }) }, connections[value]);
    }
  };
  metrics.gauge(
    'register_database_connections',
    'Connections to the primary, by pool (a view, the worker or the owner) and state: busy or idle.',
    ['pool', 'state'],
    (gauge) => {
      each(gauge, 'busy', 'busy');
      each(gauge, 'idle', 'idle');
    },
  );
  metrics.gauge('register_database_waiting', 'Requests that wait for a connection of a pool.', ['pool'], (gauge) =>
    each(gauge, 'waiting'),
  );
  metrics.gauge('register_database_connections_limit', 'The most connections that a pool opens.', ['pool'], (gauge) =>
    each(gauge, 'limit'),
  );
}

function measureWorker(metrics: Metrics, worker: Worker): void {
  metrics.gauge(
    'register_worker_step_age_seconds',
    'Seconds since a job of the worker has taken a step.',
    ['job'],
    (gauge) => {
      for (const { job, secondsSinceStep } of worker.jobs()) gauge.set({ job }, secondsSinceStep);
    },
  );
  metrics.gauge(
    'register_worker_failing_steps',
    'Steps of a job of the worker that have failed in a row.',
    ['job'],
    (gauge) => {
      for (const { job, failures } of worker.jobs()) gauge.set({ job }, failures);
    },
  );
}

function measureReplicas(metrics: Metrics, replicas: Replicas): void {
  metrics.gauge(
    'register_replica_serves',
    'Whether a replica serves: 1, or 0 where it is set aside.',
    ['replica'],
    (gauge) => {
      for (const { replica, serves } of replicas.states()) gauge.set({ replica }, serves ? 1 : 0);
    },
  );
  metrics.gauge(
    'register_replica_revisions_behind',
    'Publications that a replica has not replayed yet.',
    ['replica'],
    (gauge) => {
      for (const { replica, serves, revisionsBehind } of replicas.states())
        if (serves) gauge.set({ replica }, revisionsBehind);
    },
  );
  metrics.gauge(
    'register_replica_lag_seconds',
    'How old the last transaction is that a replica has replayed; it says little where the primary writes nothing.',
    ['replica'],
    (gauge) => {
      for (const { replica, secondsBehind } of replicas.states())
        if (secondsBehind !== null) gauge.set({ replica }, secondsBehind);
    },
  );
}
