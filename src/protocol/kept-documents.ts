import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';
import type { DocumentNode } from 'graphql';

/** Bytes of parsed queries that are kept for each view, about. */
const KEPT_BYTES = 20_000_000;
/** What each word, name, number and sign of a query takes when it is parsed: measured, 190 to 430 bytes. */
const BYTES_OF_A_TOKEN = 450;

/**
 * Where Apollo keeps what it has parsed and found valid. Its own keeps 30 MB for each view as JSON would write them, of
 * which the tree itself takes up to five times as much: so callers whose every query is new would fill the heap.
 */
export const keptDocuments = (): InMemoryLRUCache<DocumentNode> =>
  new InMemoryLRUCache({ maxSize: KEPT_BYTES, sizeCalculation: (document) => BYTES_OF_A_TOKEN * tokensOf(document) });

function tokensOf({ loc }: DocumentNode): number {
  let tokens = 0;
  for (let token = loc?.startToken; token; token = token.next ?? undefined) tokens++;
  return tokens;
}
