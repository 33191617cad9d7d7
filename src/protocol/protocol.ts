import type { FastifyInstance } from 'fastify';
import { STALE_HEADER } from '../graph/published-answers';
import { REVISION_HEADER } from '../publications/reader-revision';

interface ProtocolOptions {
  /** Whose pages may send tokens. */
  corsOrigins: readonly string[];
  /** Whether it is served over TLS, as it is behind a proxy in production. */
  production: boolean;
}

/** What any page may send: a question, and nothing that says who asks. */
const PUBLIC_HEADERS = ['content-type', 'apollo-require-preflight', 'x-apollo-operation-name', REVISION_HEADER].join(
  ', ',
);
/** What pages are let see of an answer, beyond what they always are. */
const SHOWN_HEADERS = [
  'age',
  'etag',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  REVISION_HEADER,
  STALE_HEADER,
  'warning',
].join(', ');
/** Seconds that a browser may remember what it may send. */
const PREFLIGHT_SECONDS = 7_200;
/** Seconds that a browser is to use TLS and nothing else: two years. */
const TLS_SECONDS = 63_072_000;

/** For answers that nothing is drawn from: data. Whoever answers a page says what that may do. */
export const DATA_HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** Nothing can be made of the address that a request says it is for. */
class WrongHost extends Error {
  readonly statusCode = 400;

  constructor() {
    super('The header Host must be a name or an address, such as register.example.gov.uk.');
  }
}

/**
 * What browsers are told: which pages may ask what, and what an answer must not be taken for.
 *
 * A page from anywhere may read what is public, as anybody may. The API knows no cookies and no other way in which a browser
 * says by itself who asks (the pages for those who sign in do, and let no other page read them), so a page gets nothing by
 * being open in an official's browser. A token may be sent by pages of the origins that are listed alone: a browser asks
 * first, and that is where they differ. The answers are the same for all, so that caches may keep one for all.
 */
export function speakHttp(app: FastifyInstance, { corsOrigins, production }: ProtocolOptions): void {
  const headers = {
    ...DATA_HEADERS,
    ...(production && { 'strict-transport-security': `max-age=${TLS_SECONDS}` }),
    'access-control-allow-origin': '*',
    'access-control-expose-headers': SHOWN_HEADERS,
  };
  // First of all, so that whoever answers can say otherwise.
  app.addHook('onRequest', (request, reply, done) => {
    void reply.headers(headers);
    // Older than HTTP/1.1, some say no host: probes of load balancers are.
    request.raw.headers.host ||= 'localhost';
    done(URL.canParse(`http://${request.hostname}`) ? undefined : new WrongHost());
  });
  app.options('/graphql', ({ headers: { origin } }, reply) => {
    const maySendToken = origin !== undefined && corsOrigins.includes(origin);
    return reply
      .status(204)
      .headers({
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': maySendToken ? `${PUBLIC_HEADERS}, authorization` : PUBLIC_HEADERS,
        'access-control-max-age': String(PREFLIGHT_SECONDS),
        vary: 'origin',
      })
      .send();
  });
}
