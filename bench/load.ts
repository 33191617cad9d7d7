import autocannon, { type Instance, type Request } from 'autocannon';

const CONNECTIONS = 16;

/** Something to ask a server: where, what, and as whom. */
export interface Target {
  url: string;
  headers?: Record<string, string>;
  /** Asked in turn. */
  bodies: readonly object[];
}

export interface Run {
  /** Answers a second. */
  rate: number;
  /** Milliseconds, of each answer. */
  latencies: number[];
  failures: number;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Asks for some seconds over all connections, as fast as answers come. */
export function drive({ url, headers, bodies }: Target, seconds: number): Promise<Run> {
  const requests = bodies.map((body) => ({ body: JSON.stringify(body) }));
  return run({ url, headers: { ...JSON_TYPE, ...headers }, method: 'POST', requests, duration: seconds });
}

/** Sends each of these once, over all connections. */
export function driveOnce(
  url: string,
  parcels: readonly { headers?: Record<string, string>; body: object }[],
): Promise<Run> {
  let next = 0;
  const setupRequest = (request: Request): Request => {
    const { headers, body } = parcels[next++ % parcels.length]!;
    return { ...request, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) };
  };
  return run({ url, method: 'POST', amount: parcels.length, requests: [{ method: 'POST', setupRequest }] });
}

function run(options: autocannon.Options): Promise<Run> {
  const latencies: number[] = [];
  const began = performance.now();
  let latest = began;
  return new Promise((resolve, reject) => {
    const instance: Instance = autocannon(
      { ...options, connections: CONNECTIONS, timeout: 30, verifyBody: (body) => !String(body).includes('"errors":[') },
      (error: Error | null, result) => {
        if (error) return reject(error);
        const { non2xx, errors, mismatches } = result;
        // Until the last answer: autocannon itself ends on whole seconds.
        const seconds = (latest - began) / 1000;
        const rate = seconds > 0 ? latencies.length / seconds : 0;
        resolve({ rate, latencies, failures: non2xx + errors + mismatches });
      },
    );
    // autocannon's own percentiles are whole milliseconds, which is as long as many answers take.
    instance.on('response', (_client, _status, _bytes, milliseconds) => {
      latest = performance.now();
      latencies.push(milliseconds);
    });
  });
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

/** Asks once. */
export async function ask({ url, headers }: Target, body: object): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...JSON_TYPE, ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** The data of an answer that must be one. */
export async function askForData(target: Target, body: object): Promise<unknown> {
  const { status, text } = await ask(target, body);
  const content = status === 200 ? (JSON.parse(text) as { data?: unknown; errors?: unknown }) : {};
  if (content.data == null || content.errors !== undefined) {
    throw new Error(`${target.url} answers ${status}: ${text.slice(0, 500)}`);
  }
  return content.data;
}

export const median = (numbers: readonly number[]): number => percentile(numbers, 0.5);

export function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
