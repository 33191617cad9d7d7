import http from 'node:http';

/** What became of requests that were sent at a pace of their own, however fast they were answered. */
export interface Outcome {
  sent: number;
  /** Milliseconds from when each was sent to when it was answered, by status; under 0 those that failed. */
  milliseconds: Map<number, number[]>;
  /** Requests that were answered 503 without Retry-After. */
  withoutRetryAfter: number;
}

/** Milliseconds between sendings. */
const TICK = 10;

/** Sends so many requests a second for some seconds, each when it is due, and waits for the answers. */
export async function sendAtPace(
  address: string,
  bodies: () => string,
  perSecond: number,
  seconds: number,
): Promise<Outcome> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: Infinity, maxFreeSockets: 1_000 });
  const outcome: Outcome = { sent: 0, milliseconds: new Map(), withoutRetryAfter: 0 };
  const send = (): Promise<void> =>
    new Promise((resolve) => {
      const began = performance.now();
      const end = (status: number): void => {
        const times = outcome.milliseconds.get(status) ?? [];
        outcome.milliseconds.set(status, times);
        times.push(performance.now() - began);
        resolve();
      };
      const request = http.request(address, { agent, method: 'POST', headers: { 'content-type': 'application/json' } });
      request.on('response', (response) => {
        if (response.statusCode === 503 && !response.headers['retry-after']) outcome.withoutRetryAfter++;
        response.resume();
        response.on('error', () => end(0));
        response.on('end', () => end(response.statusCode!));
      });
      request.on('error', () => end(0));
      request.end(bodies());
    });
  const began = performance.now();
  const running: Promise<void>[] = [];
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const elapsed = Math.min(seconds * 1_000, performance.now() - began);
      for (; outcome.sent < (elapsed / 1_000) * perSecond; outcome.sent++) {
        running.push(send());
      }
      if (elapsed < seconds * 1_000) return;
      clearInterval(timer);
      resolve();
    }, TICK);
  });
  await Promise.all(running);
  agent.destroy();
  return outcome;
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
