import type { ApolloServerPlugin, BaseContext, GraphQLRequestListener } from '@apollo/server';

/** What a listener answers that has nothing to wait for. */
export const DONE: Promise<void> = Promise.resolve();

/** A plugin that listens to each request alike. Apollo asks each plugin for a listener for each request: it is made once. */
export function ofRequests<Context extends BaseContext>(
  listener: GraphQLRequestListener<Context>,
): ApolloServerPlugin<Context> {
  const listening = Promise.resolve(listener);
  return { requestDidStart: () => listening };
}
