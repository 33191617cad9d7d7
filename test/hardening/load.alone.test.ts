import { setTimeout } from 'node:timers/promises';
import { type Clone, cloneDatabase } from '../support/databases';
import { Folder } from '../support/files';
import { ServerProcess } from '../support/server-process';
import { memoryOf, TELLS_HEAP } from './heap';
import { quantile, sendAtPace } from './open-loop';
import { EFFORT, record } from './record';

jest.setTimeout(300_000);

const SECONDS = EFFORT === 'full' ? 60 : 10;
/** Seconds in which capacity is measured; as many before them are not counted, because code that was just loaded is slow. */
const CAPACITY_SECONDS = EFFORT === 'full' ? 15 : 4;
const OVERLOAD = 5;
/** Who asks as fast as answers come, to find how many the server makes in a second. */
const CLIENTS = 16;
/** Milliseconds that what is accepted may take, nearly always: a bit more than the server plans for. */
const ACCEPTED = 6_000;
/** Milliseconds that who is sent away, and who looks at the server's health, may wait, nearly always. */
const SENT_AWAY = 2_000;
const HEALTH = 1_500;
/** The same of metrics, some of which are asked of the database. */
const METRICS = 4_000;
/** Megabytes by which the heap after a collection may have grown when it is over, and the process at its largest. */
const HEAP = 20;
const RESIDENT = 150;

describe('a server that is asked five times as much as it can do', () => {
  const folder = new Folder();
  let clone: Clone;
  let server: ServerProcess;
  let address: string;

  beforeAll(async () => {
    clone = await cloneDatabase('reference');
    server = new ServerProcess({
      DATABASE_URL: clone.url,
      DATA_DIR: folder.path,
      LOG_LEVEL: 'warn',
      METRICS_PORT: '0',
      LIMIT_REQUESTS_AT_ONCE: '200',
      ...TELLS_HEAP,
    });
    address = await server.address();
  });
  afterAll(async () => {
    server.kill('SIGTERM');
    await server.exit;
    folder.remove();
    await clone.drop();
  });

  /** Much work, so that asking is little beside it. */
  const query = (name: string): string =>
    `{ councils(first: 100) { nodes { ${name} region { name } observations(first: 20) { nodes { value lower upper indicator { name } } } } } }`;
  let names = 0;
  /** None is as another, so each answer is made. */
  const bodyOf = (text: string) => (): string => JSON.stringify({ query: text, variables: { unlike: names++ } });

  const metrics = (): string => /metrics are at (\S+?)\.\n/.exec(server.output)![1]!;
  const shedSoFar = async (): Promise<number> =>
    Number(/^register_requests_shed_total (\d+)/m.exec(await (await fetch(metrics())).text())![1]);

  /** Answers in a second to those who ask as fast as answers come. */
  async function capacity(body: () => string): Promise<number> {
    let answers = 0;
    const began = performance.now();
    const end = began + CAPACITY_SECONDS * 1_000;
    const client = async (): Promise<void> => {
      while (performance.now() < end) {
        const headers = { 'content-type': 'application/json' };
        const response = await fetch(address, { method: 'POST', headers, body: body() });
        const text = await response.text();
        expect({ status: response.status, ...(response.status !== 200 && { text }) }).toEqual({ status: 200 });
        answers++;
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    return (answers * 1_000) / (performance.now() - began);
  }

  it.each([
    // With a directive resolvers make the answer.
    ['the server itself has most to do', query('name @include(if: true)')],
    ['PostgreSQL has most to do', query('name')],
  ])('answers in a bounded time or sends away at once, and keeps its memory, where %s', async (where, text) => {
    const body = bodyOf(text);
    await capacity(body);
    const before = await capacity(body);
    const shedBefore = await shedSoFar();
    const memoryBefore = await memoryOf(server);

    const health: number[] = [];
    const scrapes: number[] = [];
    let largest = 0;
    let over = false;
    const look = async (): Promise<void> => {
      for (; !over; await setTimeout(200)) {
        largest = Math.max(largest, server.resident);
        for (const [url, times] of [
          [new URL('/livez', address), health],
          [new URL('/readyz', address), health],
          [metrics(), scrapes],
        ] as const) {
          const began = performance.now();
          expect((await fetch(url)).status).toBe(200);
          times.push(performance.now() - began);
        }
      }
    };
    const looking = look();
    const { sent, milliseconds, withoutRetryAfter } = await sendAtPace(address, body, OVERLOAD * before, SECONDS);
    over = true;
    await looking;
    const memoryAfter = await memoryOf(server);
    const shed = (await shedSoFar()) - shedBefore;
    const after = await capacity(body);

    const accepted = milliseconds.get(200) ?? [];
    const away = milliseconds.get(503) ?? [];
    const goodput = accepted.length / SECONDS;
    const happened =
      `of ${sent} requests ${accepted.length} answered (${goodput.toFixed(0)} a second; median ` +
      `${quantile(accepted, 0.5).toFixed(0)} ms, 99% within ${quantile(accepted, 0.99).toFixed(0)} ms), ${away.length} sent away ` +
      `(median ${quantile(away, 0.5).toFixed(0)} ms, 99% within ${quantile(away, 0.99).toFixed(0)} ms); alive and ready 99% within ` +
      `${quantile(health, 0.99).toFixed(0)} ms, metrics within ${quantile(scrapes, 0.99).toFixed(0)} ms; ` +
      `heap after collection ${memoryBefore.heap.toFixed(0)} MB before, ${memoryAfter.heap.toFixed(0)} MB after; the process ` +
      `${memoryBefore.resident.toFixed(0)} MB before, ${largest.toFixed(0)} MB at most; ${after.toFixed(0)} a second afterwards`;
    console.info(`where ${where}: ${before.toFixed(0)} a second before; ${happened}`);
    record({
      part: 'load',
      tried: `${OVERLOAD} × the capacity of ${before.toFixed(0)} answers a second, none of them kept, where ${where}`,
      count: `${SECONDS} s`,
      happened,
    });
    expect([...milliseconds.keys()].sort()).toEqual([200, 503]);
    expect(withoutRetryAfter).toBe(0);
    expect(away.length).toBeGreaterThan(sent / 3);
    expect(shed).toBe(away.length);
    expect(quantile(accepted, 0.99)).toBeLessThan(ACCEPTED);
    expect(quantile(away, 0.99)).toBeLessThan(SENT_AWAY);
    expect(quantile(health, 0.99)).toBeLessThan(HEALTH);
    expect(quantile(scrapes, 0.99)).toBeLessThan(METRICS);
    // The generator takes a part of the same machine.
    expect(goodput).toBeGreaterThan(before / 2);
    expect(after).toBeGreaterThan(before / 2);
    expect(memoryAfter.heap).toBeLessThan(memoryBefore.heap + HEAP);
    expect(largest).toBeLessThan(memoryBefore.resident + RESIDENT);
  });
});
