import { randomUUID } from 'node:crypto';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { isUnavailable } from '../database/unavailable';
import { TimedOut } from '../limits/deadline';
import { sayMet, tooManyTokens } from '../limits/limit-exceeded';
import type { Limits } from '../limits/limits';

/** What the caller sent cannot be answered as it is; the message says which argument, which value and what would do. */
export class BadUserInput extends GraphQLError {
  constructor(message: string) {
    super(message, { extensions: { code: 'BAD_USER_INPUT' } });
  }
}

/** The caller may not have this. It says nothing of what is there. */
export class Forbidden extends GraphQLError {
  constructor(message = 'You may not see this.') {
    super(message, { extensions: { code: 'FORBIDDEN' } });
  }
}

/** A mutation by somebody who has not signed in: the public view has none. */
export class NotSignedIn extends GraphQLError {
  constructor() {
    super('Mutations need a token: the public view has none.', {
      extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
    });
  }
}

/** There is nothing by that id, or nothing that the caller may know of: the two answer the same. */
export class NotFound extends GraphQLError {
  constructor(what: string) {
    super(`There is no ${what} with this id.`, { extensions: { code: 'NOT_FOUND' } });
  }
}

/** Somebody else was first. The answer has the version there is now, to read again and decide anew. */
export class Conflict extends GraphQLError {
  constructor(what: string, expected: number, current: number) {
    super(
      `The ${what} has changed since: it is at version ${current}, not ${expected}. Read it again before changing it.`,
      { extensions: { code: 'CONFLICT', currentVersion: current } },
    );
  }
}

/** What PostgreSQL says of values that it cannot take: those come from the caller, as all others are ours. */
const VALUE_ERRORS: Record<string, string> = {
  '22003': 'An argument is a number too large or too small.',
  '22007': 'An argument is no day of the calendar.',
  '22008': 'An argument is no day of the calendar.',
  '22P05': 'An argument has a character that no text in the register can have.',
  '22021': 'An argument has the character U+0000, which no text in the register can have.',
};

/** What a caller is told of a value that PostgreSQL cannot take; undefined of any other error. */
export const valueErrorOf = (error: unknown): string | undefined =>
  VALUE_ERRORS[(error as { code?: string } | undefined)?.code ?? ''];

const BUSY_MESSAGE =
  'This took too long, and nothing was changed. Send it again later, a mutation with the same idempotency key; a query that asks for less is answered sooner.';

/** What a caller is told where the database cannot be reached or cannot serve. */
export const UNAVAILABLE = {
  message:
    'The register cannot reach its database now. Send it again later, a mutation with the same idempotency key: it may have been done.',
  extensions: { code: 'UNAVAILABLE' },
};

/** What PostgreSQL says of a statement that its statement_timeout ended. */
const STATEMENT_TIMEOUT = '57014';

/** What PostgreSQL and its pool say where something else holds what is needed for too long. Nothing was changed. */
const BUSY_CODES = ['55P03', '40P01', '40001'];
const POOL_TIMEOUT = /^timeout exceeded when trying to connect/;

/**
 * The one place where errors become what a caller sees. An error that was made for the caller goes as it is; of
 * anything else the caller is told only an id, by which the log has the rest.
 */
export function errorFormatter(logger: Logger, limits: Limits) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const original = unwrapResolverError(error);
    const { message, locations, path } = formatted;
    const place = { ...(locations && { locations }), ...(path && { path }) };
    const valueError = valueErrorOf(original);
    if (valueError) {
      return { message: valueError, ...place, extensions: { code: 'BAD_USER_INPUT' } };
    }
    const { code: failure, message: said } = original as { code?: string; message?: string };
    if (failure === STATEMENT_TIMEOUT) {
      logger.warn({ err: original, path }, 'a statement took too long');
      const timedOut = new TimedOut('statementMilliseconds', limits.statementMilliseconds);
      return { message: timedOut.message, ...place, extensions: sayMet(timedOut.extensions) };
    }
    if (BUSY_CODES.includes(failure ?? '') || POOL_TIMEOUT.test(said ?? '')) {
      logger.warn({ err: original }, 'a request took too long');
      return { message: BUSY_MESSAGE, ...place, extensions: { code: 'BUSY' } };
    }
    if (isUnavailable(original)) {
      logger.warn({ err: original }, 'the database is away');
      return { ...UNAVAILABLE, ...place };
    }
    const tooLong = original instanceof GraphQLError && tooManyTokens(original, limits);
    if (tooLong) return { message: tooLong.message, extensions: sayMet(tooLong.extensions) };
    const code = formatted.extensions?.['code'];
    if (code !== undefined && code !== 'INTERNAL_SERVER_ERROR') {
      if (formatted.extensions!['met']) return { message, ...place, extensions: sayMet(formatted.extensions!) };
      const version = formatted.extensions!['currentVersion'];
      return { message, ...place, extensions: { code, ...(version !== undefined && { currentVersion: version }) } };
    }
    return { ...hideFailure(logger, original), ...place };
  };
}

/** Logs a failure of ours under an id, which the log has again with the request; and gives what the caller is told of it: the id. */
export function hideFailure(logger: Logger, error: unknown) {
  const id = randomUUID();
  logger.error({ err: error, id }, 'a request failed');
  return {
    message: `Something went wrong on our side. It is logged as ${id}.`,
    extensions: { code: 'INTERNAL_SERVER_ERROR', id },
  };
}
