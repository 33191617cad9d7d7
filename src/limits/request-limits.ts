import type { ApolloServerPlugin } from '@apollo/server';
import { type DocumentNode, type GraphQLSchema, type OperationDefinitionNode, OperationTypeNode } from 'graphql';
import type { Context } from '../graph/context';
import { DONE, ofRequests } from '../graph/request-plugin';
import { LEAST_POINTS } from './admission';
import { OperationCost } from './cost';
import { LimitExceeded } from './limit-exceeded';
import type { Limits } from './limits';
import { headersOf, RateLimited } from './rate-limited';

/** Holds each request of a view to the limits on what it may cost, and takes its points, before anything of it is run. */
export function requestLimits(limits: Limits): ApolloServerPlugin<Context> {
  // Apollo keeps documents that it has parsed, so the same query is worked out once.
  const costs = new WeakMap<OperationDefinitionNode, OperationCost>();
  const costOf = (schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): OperationCost => {
    let cost = costs.get(operation);
    if (!cost) costs.set(operation, (cost = new OperationCost(schema, document, operation)));
    return cost;
  };

  return ofRequests({
    didResolveOperation: ({ schema, document, operation, request, contextValue }) => {
      if (operation?.operation === OperationTypeNode.QUERY) contextValue.deadline?.followClient();
      if (!operation) return DONE;
      const cost = costOf(schema, document, operation).of(request.variables ?? {});
      if (!cost) return DONE;
      const { page, nodes, points } = cost;
      if (page > limits.first) throw new LimitExceeded('first', limits.first, page);
      if (nodes > limits.nodes) throw new LimitExceeded('nodes', limits.nodes, nodes);
      if (points > limits.cost) throw new LimitExceeded('cost', limits.cost, points);
      const { account } = contextValue;
      if (account) {
        if (!account.take(points - LEAST_POINTS)) throw new RateLimited(account, points);
        contextValue.cost = points;
      }
      return DONE;
    },
    willSendResponse: ({ contextValue, response }) => {
      contextValue.deadline?.end();
      const { account } = contextValue;
      if (account)
        Object.entries(headersOf(account)).forEach(([name, value]) => response.http.headers.set(name, value));
      return DONE;
    },
  });
}
