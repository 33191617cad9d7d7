/** What `extensions.code` of an error can be, what it means and what to do; docs and tests are made of this. */
export const ERROR_CODES = {
  BAD_REQUEST: {
    means: 'The request does not come as far as GraphQL, or GraphQL cannot read it as a request.',
    then: 'Mend the request: the message says what is wrong.',
  },
  GRAPHQL_PARSE_FAILED: { means: 'The query is not GraphQL.', then: 'Mend the query where the message says.' },
  GRAPHQL_VALIDATION_FAILED: {
    means: 'The query asks for what the view does not have. What others may see is as unknown as what does not exist.',
    then: 'Compare the query with the reference of your view.',
  },
  OPERATION_RESOLUTION_FAILURE: {
    means: 'The request has several operations and does not say which to run, or one that GET may not.',
    then: 'Give operationName; send mutations by POST.',
  },
  BAD_USER_INPUT: {
    means: 'An argument or a variable cannot be what it is.',
    then: 'The message names it and says what would be right.',
  },
  UNAUTHENTICATED: {
    means: 'No token, or one that is not taken.',
    then: 'Sign in again, or ask without a token for what is public.',
  },
  FORBIDDEN: { means: 'Your role, or your having submitted it yourself, does not allow it.', then: 'Ask a colleague.' },
  NOT_FOUND: {
    means: 'There is nothing by that id, or nothing that you may know of: the two answer the same.',
    then: 'Check the id.',
  },
  CONFLICT: {
    means: 'Somebody else was first; extensions.currentVersion is the version there is.',
    then: 'Read it again, and decide anew.',
  },
  LIMIT_EXCEEDED: {
    means:
      'The request has more of something than it may; extensions.limit says of what, and how much. Nothing of it was run.',
    then: 'Ask for less at once: the message says how.',
  },
  RATE_LIMITED: {
    means: 'You have too few points left of those of this minute. Nothing of it was run.',
    then: 'Wait as many seconds as the header Retry-After says.',
  },
  TIMEOUT: {
    means: 'The request, or a statement of it, took longer than it may.',
    then: 'Ask for less. Send a mutation again with the same idempotency key, to learn what became of it.',
  },
  BUSY: {
    means:
      'The server answers as many requests as it may at a time, or no connection to the database came free; nothing was changed.',
    then: 'Send it again after as many seconds as Retry-After says, a mutation with the same idempotency key.',
  },
  UNAVAILABLE: {
    means: 'The register cannot reach its database.',
    then: 'Send it again after as many seconds as Retry-After says, a mutation with the same idempotency key.',
  },
  INTERNAL_SERVER_ERROR: {
    means: 'Something went wrong on our side; extensions.id names it in the log.',
    then: 'Send it again; if it stays, tell the Office the id.',
  },
} as const;
