import type { FastifyInstance } from 'fastify';
import { isHealthRoute } from '../operations/health';
import type { Metrics } from '../operations/metrics';
import { wantsPage } from '../web/page';
import { type Limits, LIMITS } from './limits';

/** Seconds after which who is sent away may come again: one of these, so that not all come at once. */
const RETRY_AFTER = [1, 2, 3, 4];

/** Short enough to be sent as it is: it is made when there is no time to make anything. */
const PAGE = `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Too many visitors just now</title>
<h1>Too many visitors just now</h1><p>More people are reading the register than it can serve at once. Try again in a few seconds.</p></html>`;

/**
 * Sends requests away at their arrival while as many are under way as may be: what is accepted is then answered in a time
 * that is bounded, and the rest learns at once to come again. A request is under way from when its body is there until
 * its answer is: who is slow to send or to read holds up nobody. Health is always answered.
 *
 * It counts, because what makes a request wait may be the processor or the database; the delay of the event loop, by
 * which `@fastify/under-pressure` judges, tells nothing of the second, and of the first only for the second before.
 */
export function shedLoad(app: FastifyInstance, { requestsAtOnce }: Limits, metrics: Metrics | undefined): void {
  let underWay = 0;
  metrics?.gauge('register_requests_under_way', 'Requests whose answers are being made.', [], (gauge) =>
    gauge.set(underWay),
  );
  app.addHook('onRequest', (request, reply, done) => {
    if (underWay < requestsAtOnce || isHealthRoute(request.routeOptions.url)) return done();
    request.facts.isShed = true;
    void reply
      .status(503)
      .header('retry-after', RETRY_AFTER[Math.floor(Math.random() * RETRY_AFTER.length)])
      .header('cache-control', 'no-store');
    if (wantsPage(request)) void reply.type('text/html; charset=utf-8').send(PAGE);
    else void reply.send({ errors: [busy(requestsAtOnce, underWay + 1)] });
  });
  app.addHook('preHandler', ({ facts }, _reply, done) => {
    facts.isUnderWay = true;
    underWay++;
    done();
  });
  app.addHook('onSend', ({ facts }, _reply, _payload, done) => {
    // It comes again for the error of an answer that cannot be sent.
    if (facts.isUnderWay) underWay--;
    facts.isUnderWay = false;
    done();
  });
}

function busy(limit: number, had: number) {
  const { on, advice } = LIMITS.requestsAtOnce;
  return {
    message: `The limit on ${on} is ${limit}, and as many are under way: nothing was done. ${advice}`,
    extensions: { code: 'BUSY', limit: { name: 'requestsAtOnce', limit, had } },
  };
}
