import {
  GraphQLError,
  type GraphQLErrorOptions,
  type GraphQLErrorExtensions,
  Lexer,
  type Source,
  TokenKind,
} from 'graphql';
import { describeExcess, type LimitName, type Limits } from './limits';

export const LIMIT_EXCEEDED = 'LIMIT_EXCEEDED';

/** What an error tells programs of the limit that a request met. */
export interface MetLimit {
  name: LimitName;
  limit: number;
  had: number;
}

/** A request has more of something than a limit allows. Nothing of it was run. */
export class LimitExceeded extends GraphQLError {
  constructor(name: LimitName, limit: number, had: number, options: Pick<GraphQLErrorOptions, 'nodes'> = {}) {
    const met: MetLimit = { name, limit, had };
    super(describeExcess(name, limit, had), {
      ...options,
      extensions: { code: LIMIT_EXCEEDED, met, http: { status: 400 } },
    });
  }
}

/** What an error that tells of a limit says to programs. Apollo has given it a code of its own where it found it first. */
export function sayMet({ code, met }: GraphQLErrorExtensions): GraphQLErrorExtensions {
  const { name, limit, had } = met as MetLimit;
  return { code: code === 'GRAPHQL_VALIDATION_FAILED' ? LIMIT_EXCEEDED : code, limit: { name, limit, had } };
}

/** What to say in the place of a parser's error that a query is too long: it has not counted how long. */
export function tooManyTokens({ message, source }: GraphQLError, { tokens }: Limits): LimitExceeded | undefined {
  if (!source || !message.startsWith('Syntax Error: Document contains more that')) return undefined;
  return new LimitExceeded('tokens', tokens, countTokens(source));
}

/** How many tokens a text has, up to the first that is none. */
function countTokens(source: Source): number {
  const lexer = new Lexer(source);
  let tokens = 0;
  try {
    while (lexer.advance().kind !== TokenKind.EOF) tokens++;
  } catch {
    // Not GraphQL from here on.
  }
  return tokens;
}
