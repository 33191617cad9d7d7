import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { negotiate } from '@fastify/accept-negotiator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { codeVersion } from '../code-version';
import type { Operation } from '../operations/operation';
import type { AnswerSource } from '../operations/request-facts';
import type { RevisionWatch } from '../publications/revision-watch';
import { REVISION_HEADER } from '../publications/reader-revision';
import { assetsVersion } from '../web/assets';
import { londonToday } from '../writes/london-today';

/**
 * Seconds that a cache which serves many, such as a CDN, may answer from without asking: as long as a publication may
 * take to reach other servers. A browser asks each time, and is told in a few bytes that nothing has changed.
 */
const CACHE_CONTROL = 'public, max-age=0, s-maxage=1';
/**
 * Apollo chooses the type of the answer by Accept, and an answer with a token is another's; who says what they have seen
 * is not to be answered with something older.
 */
const VARY = `accept, accept-encoding, authorization, ${REVISION_HEADER}`;

/** Says of a kept answer for how many seconds nobody could be asked whether there is anything newer. */
export const STALE_HEADER = 'register-stale';
/** Seconds of silence after which that is said: the primary is asked each second, and has two to answer. */
const STALE_AFTER = 3;

/** Answers of fewer bytes are not compressed: it would save nothing. */
export const COMPRESSION_THRESHOLD = 1_024;
export const BROTLI_OPTIONS = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
const COMPRESSORS = {
  br: (body: Buffer): Promise<Buffer> => promisify(brotliCompress)(body, BROTLI_OPTIONS),
  gzip: promisify<Buffer, Buffer>(gzip),
};
type Encoding = keyof typeof COMPRESSORS;
export const ENCODINGS = Object.keys(COMPRESSORS) as Encoding[];

/** What is kept of an answer beside its bytes: names and headers. A guess, and a high one. */
const OVERHEAD = 1_000;

interface Answer {
  tag: string;
  operation: Operation | undefined;
  type: string;
  revision: string;
  body: Buffer;
  compressed: Partial<Record<Encoding, Promise<Buffer>>>;
}

/** Runs a request and answers its body; a text, unless it went wrong before GraphQL began. */
type Execute = () => Promise<unknown>;

/**
 * Answers of the public view, kept for as long as they are true. What the public sees changes by a publication, or with
 * the day where it says what is overdue, and at no other time: so an answer belongs to its request, the revision and the
 * day, and only a publication that is not heard of can make it stale. Only requests without a token come here.
 */
export class PublishedAnswers {
  private readonly answers: LRUCache<string, Answer> | undefined;
  /** Stands for the code, and for what pages load: another may answer the same otherwise. */
  private readonly version: string = '';
  /** Requests that are being run; who asks the same meanwhile waits for the answer. */
  private readonly running = new Map<string, { request: FastifyRequest; settled: Promise<unknown> }>();
  /** Those of them that others wait for. */
  private readonly awaited = new WeakSet<FastifyRequest>();

  constructor(
    private readonly revisions: RevisionWatch,
    /** The most that is kept; 0 keeps nothing. */
    bytes: number,
  ) {
    if (bytes === 0) return;
    this.answers = new LRUCache({ maxSize: bytes });
    this.version = codeVersion() + assetsVersion();
    // Of an earlier revision, and so never asked for again.
    revisions.onAdvance(() => this.answers?.clear());
  }

  /** How many are kept, and the bytes they are counted as. */
  get size(): { answers: number; bytes: number } {
    return { answers: this.answers?.size ?? 0, bytes: this.answers?.calculatedSize ?? 0 };
  }

  /** `describe` says what a request asks, as one text; undefined for what is not to be kept. */
  async serve(
    request: FastifyRequest,
    reply: FastifyReply,
    execute: Execute,
    describe: (request: FastifyRequest) => string | undefined = describeQuery,
  ): Promise<unknown> {
    const { facts } = request;
    facts.answer = 'made';
    const asked = this.answers && describe(request);
    if (!asked) return execute();
    const revision = this.revisions.revision;
    const key = `${revision} ${londonToday()} ${asked}`;
    const tags = request.method === 'GET' ? request.headers['if-none-match'] : undefined;
    if (tags !== undefined) {
      const tag = this.tagOf(key);
      if (names(tags, tag)) {
        facts.answer = 'not_modified';
        facts.operation = this.answers.get(key)?.operation;
        return notModified(reply, tag, revision, this.staleness);
      }
    }
    const kept = this.answers.get(key);
    if (kept) return send(request, reply, kept, 'kept', this.staleness);
    const twin = this.running.get(key);
    if (twin) {
      this.awaited.add(twin.request);
      await twin.settled;
      const made = this.answers.get(key);
      if (made) return send(request, reply, made, 'shared', {});
    }
    const run = this.run(key, revision, request, reply, execute);
    const running = { request, settled: run.catch(() => undefined) };
    this.running.set(key, running);
    try {
      const answer = await run;
      return answer.kept ? await send(request, reply, answer.kept, 'made', {}) : answer.body;
    } finally {
      if (this.running.get(key) === running) this.running.delete(key);
    }
  }

  /** Whether others wait for what a request is answered. */
  isAwaited(request: FastifyRequest): boolean {
    return this.awaited.has(request);
  }

  /**
   * What is said with a kept answer while the primary does not say whether there is anything newer: that it may be stale,
   * and for how many seconds. Whoever has seen something newer is not answered with it: see revisionSeen.
   */
  private get staleness(): Record<string, string> {
    const { secondsSilent } = this.revisions;
    if (secondsSilent < STALE_AFTER) return {};
    const seconds = String(Math.floor(secondsSilent));
    return { age: seconds, [STALE_HEADER]: seconds, warning: '110 - "Response is Stale"' };
  }

  private async run(
    key: string,
    revision: number,
    request: FastifyRequest,
    reply: FastifyReply,
    execute: Execute,
  ): Promise<{ body: unknown; kept?: Answer }> {
    const body = await execute();
    if (typeof body !== 'string' || reply.statusCode !== 200 || reply.hasHeader('cache-control')) return { body };
    // A publication meanwhile may stand in one part of the answer and not in another: it is sent, and not kept.
    const isStill = (await this.revisions.refresh().catch(() => undefined)) === revision;
    if (!isStill) return { body };
    const answer: Answer = {
      tag: this.tagOf(key),
      operation: request.facts.operation,
      type: String(reply.getHeader('content-type')),
      revision: String(revision),
      body: Buffer.from(body),
      compressed: {},
    };
    // Compressed it is less, twice at most.
    this.answers!.set(key, answer, { size: 2 * (answer.body.length + key.length) + OVERHEAD });
    return { body, kept: answer };
  }

  /** The same on each server that runs the same code. */
  private tagOf(key: string): string {
    return createHash('sha256').update(this.version).update(key).digest('base64url').slice(0, 27);
  }
}

/**
 * What a request asks, as one text; undefined for what is to be refused, or is no query that could be kept. By its own
 * words: whoever asks the same otherwise gets the same answer, made twice.
 */
function describeQuery({ method, headers, query, body }: FastifyRequest): string | undefined {
  // Apollo refuses a GET that a page elsewhere could have a browser send, and goes on doing so.
  if (method === 'GET' && !headers['apollo-require-preflight'] && !headers['x-apollo-operation-name']) return undefined;
  const asked = (method === 'GET' ? query : body) as Record<string, unknown> | null | undefined;
  if (typeof asked !== 'object' || asked === null || Array.isArray(asked)) return undefined;
  const { query: text, operationName, variables, extensions } = asked;
  return JSON.stringify([headers.accept, text, operationName, variables, extensions]);
}

/** Whether an If-None-Match names a tag, in whatever encoding the answer went out. */
const names = (header: string, tag: string): boolean => header.includes(`"${tag}`);

function notModified(
  reply: FastifyReply,
  tag: string,
  revision: number,
  staleness: Record<string, string>,
): FastifyReply {
  return reply
    .status(304)
    .headers({ ...headersOf(`"${tag}"`, revision), ...staleness })
    .send();
}

async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Answer,
  source: AnswerSource,
  staleness: Record<string, string>,
): Promise<FastifyReply> {
  request.facts.answer = source;
  request.facts.operation = answer.operation;
  const encoding =
    answer.body.length < COMPRESSION_THRESHOLD
      ? null
      : negotiate<Encoding>(request.headers['accept-encoding'] ?? 'identity', ENCODINGS);
  const body = encoding ? await (answer.compressed[encoding] ??= COMPRESSORS[encoding](answer.body)) : answer.body;
  if (encoding) void reply.header('content-encoding', encoding);
  // Apollo's, of the answer as it was.
  void reply.removeHeader('content-length');
  return reply
    .status(200)
    .headers({
      ...headersOf(encoding ? `"${answer.tag}-${encoding}"` : `"${answer.tag}"`, answer.revision),
      ...staleness,
    })
    .header('content-type', answer.type)
    .send(body);
}

const headersOf = (etag: string, revision: number | string): Record<string, string> => ({
  etag,
  'cache-control': CACHE_CONTROL,
  vary: VARY,
  [REVISION_HEADER]: String(revision),
});
