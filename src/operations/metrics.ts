import type { FastifyReply, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { PublishedAnswers } from '../graph/published-answers';
import { isHealthRoute } from './health';

/** Seconds: from an answer that is kept to the longest that a statement may take, and more. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** So many operations are told apart, the first that a server is asked; the rest is one. Anybody can make ever more. */
const MOST_OPERATIONS = 100;
const OTHER = 'other';
const NONE = 'none';

/** What one server counts of itself, for Prometheus. No label holds anything that a caller can choose freely. */
export class Metrics {
  readonly registry = new Registry();
  private readonly operations = new Set<string>();

  private readonly requests = new Counter({
    name: 'register_http_requests_total',
    help: 'Requests answered, by route, method and status.',
    labelNames: ['route', 'method', 'status'],
    registers: [this.registry],
  });
  private readonly seconds = new Histogram({
    name: 'register_graphql_request_seconds',
    help: `Seconds from request to answer, by view and operation hash (the log has the fields of each); beyond ${MOST_OPERATIONS} operations "${OTHER}".`,
    labelNames: ['view', 'operation'],
    buckets: SECONDS,
    registers: [this.registry],
  });
  private readonly errors = new Counter({
    name: 'register_graphql_errors_total',
    help: 'Errors in answers, by view and code.',
    labelNames: ['view', 'code'],
    registers: [this.registry],
  });
  private readonly answers = new Counter({
    name: 'register_public_answers_total',
    help: 'Public answers: made, kept (taken from memory), shared (awaited from another request) or not_modified (304).',
    labelNames: ['source'],
    registers: [this.registry],
  });

  private readonly shedRequests = new Counter({
    name: 'register_requests_shed_total',
    help: 'Requests sent away, because as many answers were being made as may be.',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    // They are no counters, and Prometheus takes names that end so for counters.
    for (const kind of ['handles', 'requests', 'resources']) {
      this.registry.removeSingleMetric(`nodejs_active_${kind}_total`);
    }
  }

  /** A gauge that is set when somebody reads it. */
  gauge<Label extends string>(
    name: string,
    help: string,
    labelNames: Label[],
    collect: (gauge: Gauge<Label>) => void,
  ): void {
    this.registry.registerMetric(
      new Gauge({
        name,
        help,
        labelNames,
        registers: [],
        collect() {
          this.reset();
          collect(this);
        },
      }),
    );
  }

  /** Counts a request that has been answered. */
  answered(
    { facts, method }: FastifyRequest,
    { statusCode, elapsedTime }: FastifyReply,
    route: string | undefined = NONE,
  ): void {
    this.requests.inc({ route, method, status: statusCode });
    if (isHealthRoute(route)) return;
    if (facts.answer) this.answers.inc({ source: facts.answer });
    const view = facts.viewer?.view ?? NONE;
    if (facts.operation)
      this.seconds.observe({ view, operation: this.nameOf(facts.operation.hash) }, elapsedTime / 1000);
    for (const code of facts.errors ?? []) this.errors.inc({ view, code });
  }

  /** Counts a request that was sent away. */
  shed(): void {
    this.shedRequests.inc();
  }

  /** Has the memory of public answers measured. */
  measureAnswers(answers: PublishedAnswers): void {
    this.gauge('register_kept_answers', 'Public answers in memory.', [], (gauge) => gauge.set(answers.size.answers));
    this.gauge(
      'register_kept_answers_bytes',
      'Bytes that they count as (RESPONSE_CACHE_BYTES is the most).',
      [],
      (gauge) => gauge.set(answers.size.bytes),
    );
  }

  private nameOf(hash: string): string {
    if (this.operations.has(hash)) return hash;
    if (this.operations.size >= MOST_OPERATIONS) return OTHER;
    this.operations.add(hash);
    return hash;
  }
}
