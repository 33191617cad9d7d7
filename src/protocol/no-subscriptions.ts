import { type ASTVisitor, GraphQLError, OperationTypeNode, type ValidationContext } from 'graphql';

/** The rule of validation that there are no subscriptions: graphql-js finds that only when it is to run one. */
export const noSubscriptions = (context: ValidationContext): ASTVisitor => ({
  OperationDefinition(node) {
    if (node.operation !== OperationTypeNode.SUBSCRIPTION) return;
    const message =
      'There are no subscriptions: ask again with If-None-Match, or have notices sent (subscribeToNotices).';
    context.reportError(new GraphQLError(message, { nodes: node }));
  },
});
