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
  BUSY: {
    means: 'Something took too long; nothing was changed.',
    then: 'Send it again later, a mutation with the same idempotency key. Ask for less.',
  },
  INTERNAL_SERVER_ERROR: {
    means: 'Something went wrong on our side; extensions.id names it in the log.',
    then: 'Send it again; if it stays, tell the Office the id.',
  },
} as const;
