import { type DocumentNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { unpublishedQueries } from './declare';

/** Whether an operation asks only for what is published: what changes by a publication, or with the day, alone. */
export function asksPublished(document: DocumentNode, operation: OperationDefinitionNode): boolean {
  const isPublished = ({ selections }: SelectionSetNode): boolean =>
    selections.every((selection) => {
      if (selection.kind === Kind.FIELD) return !unpublishedQueries.has(selection.name.value);
      if (selection.kind === Kind.INLINE_FRAGMENT) return isPublished(selection.selectionSet);
      const fragment = document.definitions.find(
        (each) => each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === selection.name.value,
      );
      return fragment?.kind === Kind.FRAGMENT_DEFINITION && isPublished(fragment.selectionSet);
    });
  return isPublished(operation.selectionSet);
}
