import { EXAMPLES } from './settings';

export interface Opened {
  query: string;
  variables: string;
}

/**
 * The query that a link asks to open: `/graphql?example=NAME`, or `/graphql#query=…&variables=…`, where the query stays
 * in the browser. It is shown, and runs when somebody says so.
 */
export function openedByLink(): Opened | undefined {
  const linked = new URLSearchParams(location.hash.slice(1));
  const query = linked.get('query');
  if (query !== null) return { query, variables: linked.get('variables') ?? '' };
  const name = new URLSearchParams(location.search).get('example');
  return EXAMPLES.find((example) => example.name === name);
}
