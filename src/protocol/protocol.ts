import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import { REVISION_HEADER } from '../publications/reader-revision';

interface ProtocolOptions {
  /** Whose pages may send tokens. */
  corsOrigins: readonly string[];
  /** Whether it is served over TLS, as it is behind a proxy in production. */
  production: boolean;
}

/** What any page may send: a question, and nothing that says who asks. */
const PUBLIC_HEADERS = ['content-type', 'apollo-require-preflight', 'x-apollo-operation-name', REVISION_HEADER];
/** What pages are let see of an answer, beyond what they always are. */
const SHOWN_HEADERS = ['etag', 'ratelimit', 'ratelimit-policy', 'retry-after', REVISION_HEADER];
/** Seconds that a browser may remember what it may send. */
const PREFLIGHT_SECONDS = 7_200;
/** Seconds that a browser is to use TLS and nothing else: two years. */
const TLS_SECONDS = 63_072_000;

/** For answers that nothing is drawn from: data. Whoever answers a page says what that may do. */
const DATA_HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  // What is public is for everyone's pages.
  'cross-origin-resource-policy': 'cross-origin',
};

/**
 * What browsers are told: which pages may ask what, and what an answer must not be taken for.
 *
 * A page from anywhere may read what is public, as anybody may. There are no cookies and no other way in which a browser
 * says by itself who asks, so a page gets nothing by being open in an official's browser. A token may be sent by pages of
 * the origins that are listed alone.
 */
export async function speakHttp(app: FastifyInstance, { corsOrigins, production }: ProtocolOptions): Promise<void> {
  await app.register(cors, {
    delegator: ({ headers: { origin } }, done) => {
      const maySendToken = origin !== undefined && corsOrigins.includes(origin);
      done(null, {
        // The same for all, so that caches may keep one answer for all.
        origin: '*',
        methods: ['GET', 'POST'],
        allowedHeaders: maySendToken ? [...PUBLIC_HEADERS, 'authorization'] : PUBLIC_HEADERS,
        exposedHeaders: SHOWN_HEADERS,
        maxAge: PREFLIGHT_SECONDS,
      });
    },
  });
  const headers = Object.entries({
    ...DATA_HEADERS,
    ...(production && { 'strict-transport-security': `max-age=${TLS_SECONDS}` }),
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    for (const [name, value] of headers) {
      if (!reply.hasHeader(name)) void reply.header(name, value);
    }
    done(null, payload);
  });
}
