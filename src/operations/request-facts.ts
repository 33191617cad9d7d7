import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Viewer } from '../identity/viewer';
import type { Operation } from './operation';

/** What the log and the metrics are told of a request, noted while it is answered. Nothing in it is personal. */
export interface RequestFacts {
  /** Who asks; undefined until the token has been looked at, and where it is refused. */
  viewer?: Viewer;
  /** What is asked, where it is a valid query. */
  operation?: Operation | undefined;
  /** Where the answer comes from: see PublishedAnswers. */
  answer?: AnswerSource;
  /** The codes of the errors in the answer. */
  errors?: string[];
  /** The trace that it is part of, where traces are sent. */
  trace?: string;
  /** Whether it was sent away, because too many others were under way. */
  isSentAway?: boolean;
  /** The ids under which failures of ours are logged: see hideFailure. */
  failures?: string[];
}

/** Made for this request, taken from those that are kept, awaited from another that asked the same, or not sent at all. */
export type AnswerSource = 'made' | 'kept' | 'shared' | 'not_modified';

declare module 'fastify' {
  interface FastifyRequest {
    facts: RequestFacts;
  }
}

export const REQUEST_ID_HEADER = 'x-request-id';

/** As proxies make them: digits of hexadecimal numbers, with or without hyphens. Nobody's name looks like that. */
const SANE_ID = /^[0-9a-f][0-9a-f-]{14,62}[0-9a-f]$/i;

/** The id by which a request is found in the log: that of the proxy before the server, or one of its own. */
export function requestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const said = headers[REQUEST_ID_HEADER];
  return typeof said === 'string' && SANE_ID.test(said) ? said : randomUUID();
}
