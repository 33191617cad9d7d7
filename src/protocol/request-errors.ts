import { DONE, ofRequests } from '../graph/request-plugin';

/** What is wrong with a request that is GraphQL over HTTP all the same. */
const OF_THE_QUERY = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT'];

/**
 * Answers a wrong query with 200 to whoever asks for `application/json` by name, and else with 400: GraphQL over HTTP
 * wants it so, because what answers that type otherwise may be a proxy and no GraphQL.
 */
export const answerWrongQueries = ofRequests({
  willSendResponse: ({ request, response: { http, body } }) => {
    if (http.status !== 400) return DONE;
    const accepted = request.http?.headers.get('accept') ?? '';
    const errors = body.kind === 'single' ? (body.singleResult.errors ?? []) : [];
    const isOfTheQuery = errors.every(({ extensions }) => OF_THE_QUERY.includes(String(extensions?.['code'])));
    if (isOfTheQuery && /^application\/json\b/.test(accepted)) http.status = 200;
    return DONE;
  },
});
