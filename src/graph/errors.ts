import { randomUUID } from 'node:crypto';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { ArgumentValidationError } from 'type-graphql';
import { QueryFailedError } from 'typeorm';

/** What the caller sent cannot be answered as it is; the message says which argument, which value and what would do. */
export class BadUserInput extends GraphQLError {
  constructor(message: string) {
    super(message, { extensions: { code: 'BAD_USER_INPUT' } });
  }
}

/** The caller may not have this. It says nothing of what is there. */
export class Forbidden extends GraphQLError {
  constructor() {
    super('You may not see this.', { extensions: { code: 'FORBIDDEN' } });
  }
}

/** PostgreSQL keeps no U+0000 in a text. */
const NOT_STORABLE = '22021';

/**
 * The one place where errors become what a caller sees. An error that was made for the caller goes as it is; of
 * anything else the caller is told only an id, by which the log has the rest.
 */
export function errorFormatter(logger: Logger) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const original = unwrapResolverError(error);
    const { message, locations, path } = formatted;
    const place = { ...(locations && { locations }), ...(path && { path }) };
    if (original instanceof ArgumentValidationError) {
      return { message: describeInvalidArguments(original), ...place, extensions: { code: 'BAD_USER_INPUT' } };
    }
    if ((original as { code?: string }).code === NOT_STORABLE) {
      const explanation = 'An argument has the character U+0000, which no text in the register can have.';
      return { message: explanation, ...place, extensions: { code: 'BAD_USER_INPUT' } };
    }
    const code = formatted.extensions?.['code'];
    if (code !== undefined && code !== 'INTERNAL_SERVER_ERROR') {
      return { message, ...place, extensions: { code } };
    }
    const id = randomUUID();
    const sql = original instanceof QueryFailedError ? original.query : undefined;
    logger.error({ err: original, id, path, sql }, 'a request failed');
    return {
      message: `Something went wrong on our side. It is logged as ${id}.`,
      ...place,
      extensions: { code: 'INTERNAL_SERVER_ERROR', id },
    };
  };
}

function describeInvalidArguments(error: ArgumentValidationError): string {
  const problems = error.extensions.validationErrors.flatMap((argument) =>
    Object.values(argument.constraints ?? {}).concat(
      (argument.children ?? []).flatMap((child) => Object.values(child.constraints ?? {})),
    ),
  );
  return `An argument cannot be used: ${problems.join('; ')}.`;
}
