import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { tokenOf } from '../scaling/support';
import type { Folder } from '../support/files';
import { mutationText } from '../support/mutations';

/** An answer as one of those who ask again and again got it. */
export interface Seen {
  who: Who;
  at: number;
  milliseconds: number;
  /** 0 where no answer came. */
  status: number;
  headers: Headers;
  body: string;
}

type Who = 'livez' | 'readyz' | 'kept' | 'new' | 'page' | 'newPage' | 'data' | 'write';

/** What everybody asks, and the server keeps. */
export const KEPT = '{ councils(first: 3) { totalCount nodes { name } } }';
const COUNCILS = ['E08000004', 'E08000006', 'E06000063', 'E07000008'];
/** Milliseconds between requests of one who asks. */
const PAUSE = 100;
/** Milliseconds after which an answer is held to have failed: longer than a request may take. */
const PATIENCE = 30_000;

/** People and programs that use a server all the time, while something happens to it; and what they were answered. */
export class Watchers {
  readonly seen: Seen[] = [];
  /** What was written, by summary: how often it was sent until it was acknowledged. */
  readonly acknowledged = new Map<string, number>();
  private over = false;
  private count = 0;
  private readonly running: Promise<void>[] = [];
  private readonly origin: string;

  constructor(
    private readonly address: string,
    private readonly folder: Folder,
  ) {
    this.origin = new URL(address).origin;
  }

  start(): void {
    const page = { accept: 'text/html' };
    const data = { 'apollo-require-preflight': 'true' };
    const query = (text: string): string => `/graphql?query=${encodeURIComponent(text)}`;
    // Nobody has asked with this name before, so no answer is kept.
    const anew = (): string => `{ a${this.count++}: councils(first: 3) { totalCount nodes { name } } }`;
    this.repeat(() => this.get('livez', '/livez'));
    this.repeat(() => this.get('readyz', '/readyz'));
    this.repeat(() => this.get('kept', query(KEPT), data));
    this.repeat(() => this.get('new', query(anew()), data));
    this.repeat(() => this.get('page', '/recommendations', page));
    this.repeat(() => this.get('newPage', `/recommendations?anew=${this.count++}`, page));
    this.repeat(() => this.get('data', '/data', page));
    for (const council of COUNCILS) this.repeat(() => this.write(council));
  }

  /** Ends when all that is under way is answered, and all that was written acknowledged. */
  async stop(): Promise<void> {
    this.over = true;
    await Promise.all(this.running);
  }

  /** The answers that some got to what they asked after a moment, and up to another. */
  between(who: Who, from: number, to = Infinity): Seen[] {
    return this.seen.filter((each) => each.who === who && each.at >= from && each.at < to);
  }

  /** Waits for an answer as it should be, to what was asked from now on. Answers the milliseconds that it took. */
  async until(who: Who, isRight: (seen: Seen) => boolean, most: number): Promise<number> {
    const began = performance.now();
    for (;;) {
      const found = this.seen.find((each) => each.who === who && each.at >= began && isRight(each));
      if (found) return found.at + found.milliseconds - began;
      if (performance.now() - began > most) {
        const last = this.seen.filter((each) => each.who === who).at(-1);
        throw new Error(`No such answer to ${who} within ${most} ms; the last was ${last?.status}: ${last?.body}`);
      }
      await setTimeout(10);
    }
  }

  private repeat(ask: () => Promise<void>): void {
    const run = async (): Promise<void> => {
      while (!this.over) {
        await ask();
        await setTimeout(PAUSE);
      }
    };
    this.running.push(run());
  }

  private async get(who: Who, path: string, headers: Record<string, string> = {}): Promise<void> {
    await this.note(who, () => fetch(`${this.origin}${path}`, { headers, signal: AbortSignal.timeout(PATIENCE) }));
  }

  /** Saves a report, under one key until that is acknowledged. */
  private async write(organisation: string): Promise<void> {
    const token = await tokenOf(this.folder, { view: 'council', organisation, roles: ['submitter'] });
    const summary = randomUUID();
    const input = {
      idempotencyKey: randomUUID(),
      recommendationCode: '12a',
      periodStart: '2026-01-01',
      periodEnd: '2026-03-31',
      deliveryStatus: 'IN_PROGRESS',
      summary,
    };
    const body = JSON.stringify({ query: mutationText('saveProgressUpdate', 'summary'), variables: { input } });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    for (let sent = 1; ; sent++) {
      const { status, body: answer } = await this.note('write', () =>
        fetch(this.address, { method: 'POST', headers, body, signal: AbortSignal.timeout(PATIENCE) }),
      );
      if (status === 200 && JSON.parse(answer).data?.saveProgressUpdate?.progressUpdate?.summary === summary) {
        this.acknowledged.set(summary, sent);
        return;
      }
      await setTimeout(PAUSE);
    }
  }

  private async note(who: Who, ask: () => Promise<Response>): Promise<Seen> {
    const at = performance.now();
    const seen: Seen = { who, at, milliseconds: 0, status: 0, headers: new Headers(), body: '' };
    try {
      const response = await ask();
      seen.body = await response.text();
      seen.headers = response.headers;
      seen.status = response.status;
    } catch (error) {
      seen.body = String(error);
    }
    seen.milliseconds = performance.now() - at;
    this.seen.push(seen);
    return seen;
  }
}
