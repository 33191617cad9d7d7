/** The address at which the explorer shows a query. It stays in the browser, and runs when somebody says so. */
export function explorerLink(query: string, variables?: object): string {
  const fragment = new URLSearchParams({
    query,
    ...(variables && { variables: JSON.stringify(variables, undefined, 2) }),
  });
  return `/graphql#${fragment.toString()}`;
}
