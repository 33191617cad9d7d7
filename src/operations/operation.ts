import { createHash } from 'node:crypto';
import { usageReportingSignature } from '@apollo/utils.usagereporting';
import { type DocumentNode, Kind, type OperationDefinitionNode } from 'graphql';

/** An operation as the log and the metrics name it: without a word of the caller's. */
export interface Operation {
  /**
   * Stands for what is asked: the same however it is laid out, in whatever order, with whatever aliases and values.
   */
  hash: string;
  /** The fields of the root that it asks for, by which people know it. */
  fields: readonly string[];
}

/** Enough that two operations of one register are never taken for each other. */
const HASH_LENGTH = 12;
const MOST_FIELDS = 10;

/** Documents are kept by Apollo, each read and hashed once. */
const known = new WeakMap<OperationDefinitionNode, Operation>();

/** The operation of a valid document that is run. */
export function operationOf(document: DocumentNode, definition: OperationDefinitionNode): Operation {
  let operation = known.get(definition);
  if (!operation) {
    const signature = usageReportingSignature(document, definition.name?.value ?? '');
    const hash = createHash('sha256').update(signature).digest('hex').slice(0, HASH_LENGTH);
    known.set(definition, (operation = { hash, fields: rootFields(definition) }));
  }
  return operation;
}

/** Names of the schema: those that stand in fragments are not looked up. */
function rootFields({ selectionSet }: OperationDefinitionNode): string[] {
  const names = selectionSet.selections.map((each) => (each.kind === Kind.FIELD ? each.name.value : '…'));
  return [...new Set(names)].slice(0, MOST_FIELDS);
}
