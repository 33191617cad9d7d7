import { performance } from 'node:perf_hooks';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Metrics } from '../operations/metrics';
import { wantsPage } from '../web/page';
import { type Limits, LIMITS } from './limits';

/** Seconds in which all that is under way is to be done: so long may what is accepted wait, about. */
const DRAIN_SECONDS = 3;
/** So many answers are made at a time however slow they are: two for each connection of a view. */
const FEWEST = 20;
/** Milliseconds between looks at how fast answers are made. */
const LOOK_INTERVAL = 500;
/** Seconds after which who is sent away may come again: one of these, so that not all come at once. */
const RETRY_AFTER = [1, 2, 3, 4];

/** Short enough to be sent as it is: it is made when there is no time to make anything. */
const PAGE = `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Too many visitors just now</title>
<h1>Too many visitors just now</h1><p>More people are reading the register than it can serve at once. Try again in a few seconds.</p></html>`;

/** As many answers are being made as may be. Nothing was done. */
export class Overloaded extends Error {
  constructor(
    readonly limit: number,
    readonly had: number,
  ) {
    super(`As many answers are being made as may be: ${limit}.`);
  }
}

/**
 * The answers that are being made, of which there may be so many at a time, and fewer while they take long: what is
 * accepted is then answered in a time that is bounded, and the rest learns at once to come again. What is kept, files
 * and health are no work, and always answered; and who is slow to send or to read holds up nobody.
 *
 * They are counted because what they wait for may be the processor or the database. The delay of the event loop, by which
 * `@fastify/under-pressure` judges, tells of the first alone.
 */
export class Workload {
  private underWay = 0;
  private allowed: number;
  private done = 0;
  private lookedAt = performance.now();
  private readonly timer: NodeJS.Timeout;

  constructor(
    { requestsAtOnce }: Limits,
    private readonly metrics?: Metrics,
  ) {
    this.allowed = requestsAtOnce;
    this.timer = setInterval(() => this.look(requestsAtOnce), LOOK_INTERVAL).unref();
    metrics?.gauge('register_answers_under_way', 'Answers that are being made.', [], (gauge) =>
      gauge.set(this.underWay),
    );
    metrics?.gauge(
      'register_answers_allowed',
      'How many may be made at a time, at the pace that they are made.',
      [],
      (gauge) => gauge.set(this.allowed),
    );
  }

  /** Makes an answer, or throws Overloaded. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.underWay >= this.allowed) {
      this.metrics?.shed();
      throw new Overloaded(this.allowed, this.underWay + 1);
    }
    this.underWay++;
    try {
      return await work();
    } finally {
      this.underWay--;
      this.done++;
    }
  }

  close(): void {
    clearInterval(this.timer);
  }

  /** Allows as many as will be done in time at the pace of late; of few it says nothing how fast more would be done. */
  private look(most: number): void {
    const now = performance.now();
    const pace = (1_000 * this.done) / (now - this.lookedAt);
    this.lookedAt = now;
    this.done = 0;
    const inTime = Math.max(FEWEST, Math.ceil(pace * DRAIN_SECONDS));
    if (this.underWay > inTime) this.allowed = Math.min(this.allowed, inTime);
    else this.allowed = Math.min(most, 2 * this.allowed);
  }
}

/** Sends a request away. It is in no log: a line for each would make more work where there is too much. */
export function sendAway(request: FastifyRequest, reply: FastifyReply, { limit, had }: Overloaded): FastifyReply {
  request.facts.isSentAway = true;
  void reply
    .status(503)
    .header('retry-after', RETRY_AFTER[Math.floor(Math.random() * RETRY_AFTER.length)])
    .header('cache-control', 'no-store');
  if (wantsPage(request)) return reply.type('text/html; charset=utf-8').send(PAGE);
  const { on, advice } = LIMITS.requestsAtOnce;
  const message = `The limit on ${on} is ${limit}, and as many are under way: nothing was done. ${advice}`;
  const extensions = { code: 'BUSY', limit: { name: 'requestsAtOnce', limit, had } };
  return reply.send({ errors: [{ message, extensions }] });
}
