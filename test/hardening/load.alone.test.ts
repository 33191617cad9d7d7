import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { type Clone, cloneDatabase } from '../support/databases';
import { Folder } from '../support/files';
import { ServerProcess } from '../support/server-process';
import { quantile, sendAtPace } from './open-loop';
import { EFFORT, record } from './record';

jest.setTimeout(300_000);

const SECONDS = EFFORT === 'full' ? 60 : 12;
const CAPACITY_SECONDS = EFFORT === 'full' ? 15 : 4;
const OVERLOAD = 5;
/** Who asks as fast as answers come, to find how many the server makes in a second. */
const CLIENTS = 16;
/** Milliseconds that what is accepted may take, nearly always: a bit more than the server plans for. */
const ACCEPTED = 6_000;
/** Milliseconds that who is sent away, and who looks at the server's health, may wait, nearly always. */
const SENT_AWAY = 1_000;
const HEALTH = 1_000;
/** Megabytes that a server may have more than before, when it is over. */
const MEMORY = 150;

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
    });
    address = await server.address();
  });
  afterAll(async () => {
    server.kill('SIGTERM');
    await server.exit;
    folder.remove();
    await clone.drop();
  });

  let names = 0;
  /** None is as another, so each answer is made. */
  const body = (): string =>
    JSON.stringify({
      query:
        '{ councils(first: 25) { nodes { name region { name } observations(first: 10) { nodes { value lower upper indicator { name } } } } } }',
      variables: { unlike: names++ },
    });
  const megabytes = (): number =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))![1]) / 1_000;

  /** Answers in a second to those who ask as fast as answers come. */
  async function capacity(): Promise<number> {
    let answers = 0;
    const end = performance.now() + CAPACITY_SECONDS * 1_000;
    const client = async (): Promise<void> => {
      while (performance.now() < end) {
        const headers = { 'content-type': 'application/json' };
        const response = await fetch(address, { method: 'POST', headers, body: body() });
        await response.text();
        expect(response.status).toBe(200);
        answers++;
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    return answers / CAPACITY_SECONDS;
  }

  it('answers what it accepts in a bounded time, sends the rest away at once, and keeps its memory', async () => {
    await capacity();
    const before = await capacity();
    const memoryBefore = megabytes();

    const health: number[] = [];
    let over = false;
    const metrics = /metrics are at (\S+?)\.\n/.exec(server.output)![1]!;
    const look = async (): Promise<void> => {
      for (; !over; await setTimeout(200)) {
        for (const url of [new URL('/livez', address), metrics]) {
          const began = performance.now();
          expect((await fetch(url)).status).toBe(200);
          health.push(performance.now() - began);
        }
      }
    };
    const looking = look();
    const { sent, milliseconds, withoutRetryAfter } = await sendAtPace(address, body, OVERLOAD * before, SECONDS);
    over = true;
    await looking;
    const memoryAfter = megabytes();
    const shed = Number(/^register_requests_shed_total (\d+)/m.exec(await (await fetch(metrics)).text())![1]);
    const after = await capacity();

    const accepted = milliseconds.get(200) ?? [];
    const away = milliseconds.get(503) ?? [];
    const goodput = accepted.length / SECONDS;
    const happened =
      `of ${sent} requests ${accepted.length} answered (${goodput.toFixed(0)} a second; median ` +
      `${quantile(accepted, 0.5).toFixed(0)} ms, 99% within ${quantile(accepted, 0.99).toFixed(0)} ms), ${away.length} sent away ` +
      `(99% within ${quantile(away, 0.99).toFixed(0)} ms); health and metrics 99% within ${quantile(health, 0.99).toFixed(0)} ms; ` +
      `memory ${memoryBefore.toFixed(0)} MB before, ${memoryAfter.toFixed(0)} MB after; ${after.toFixed(0)} a second afterwards`;
    console.info(`${before.toFixed(0)} a second before; ${happened}`);
    record({
      part: 'load',
      tried: `${OVERLOAD} × the capacity of ${before.toFixed(0)} answers a second, none of them kept`,
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
    // The generator takes a good part of the same machine.
    expect(goodput).toBeGreaterThan(before / 4);
    expect(after).toBeGreaterThan(before / 2);
    expect(memoryAfter).toBeLessThan(memoryBefore + MEMORY);
  });
});
