import { EVERYONE } from './audience';
import { InterfaceType } from './declare';
import type { GraphQLSchema } from 'graphql';
import type { Context } from './context';

/** What `node(id)` needs to know of a type: the natural key of a row, and the row of a natural key. */
interface NodeKind<Row> {
  keyOf(context: Context, row: Row): string | Promise<string>;
  find(context: Context, key: string): Promise<Row | null>;
}

const kinds = new Map<string, NodeKind<unknown>>();

/** Makes a type reachable by `node(id)`. Its ids are made of natural keys, so they are the same on every server. */
export function registerNode<Row>(typeName: string, kind: NodeKind<Row>): void {
  kinds.set(typeName, kind);
}

export async function encodeId(context: Context, typeName: string, row: unknown): Promise<string> {
  const key = await kinds.get(typeName)!.keyOf(context, row);
  return Buffer.from(`${typeName}:${key}`).toString('base64url');
}

/** The row that an id stands for, with the name of its type; null for an id of nothing. */
export async function findById(
  context: Context,
  id: string,
  schema: GraphQLSchema,
): Promise<(object & { __typename: string }) | null> {
  const [, typeName = '', key = ''] = /^(\w+):(.+)$/s.exec(Buffer.from(id, 'base64url').toString('utf8')) ?? [];
  // A type that the viewer's schema does not have is the same as one that does not exist.
  if (!schema.getType(typeName)) return null;
  const row = (await kinds.get(typeName)?.find(context, key)) as object | null | undefined;
  return row ? { ...row, __typename: typeName } : null;
}

/** For types whose row carries its code. */
export const codeOf = (_context: Context, row: { code: string }): string => row.code;

@InterfaceType({
  audience: EVERYONE,
  description: 'Something with an id of its own: `node(id)` finds it again.',
  resolveType: (row: { __typename: string }) => row.__typename,
})
export abstract class Node {}
