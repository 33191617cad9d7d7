import { EVERYONE } from './audience';
import { InterfaceType } from './declare';
import type { GraphQLSchema } from 'graphql';
import type { Context } from './context';

/** What `node(id)` needs to know of a type: the natural key of a row, and the row of a natural key. */
interface NodeKind<Row> {
  keyOf(context: Context, row: Row): string | Promise<string>;
  find(context: Context, key: string): Promise<Row | null>;
  /** Where keys have a form that PostgreSQL insists on: any other text is the key of nothing. */
  keyForm?: 'uuid';
}

const kinds = new Map<string, NodeKind<unknown>>();

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const isUuid = (text: string): boolean => UUID.test(text);

/** Makes a type reachable by `node(id)`. Its ids are made of natural keys, so they are the same on every server. */
export function registerNode<Row>(typeName: string, kind: NodeKind<Row>): void {
  kinds.set(typeName, kind);
}

export async function encodeId(context: Context, typeName: string, row: unknown): Promise<string> {
  return idOf(typeName, await kinds.get(typeName)!.keyOf(context, row));
}

/** The id of what has a natural key. */
export const idOf = (typeName: string, key: string): string => Buffer.from(`${typeName}:${key}`).toString('base64url');

/** The parts of an id; empty texts for what is none. */
export function readId(id: string): { typeName: string; key: string } {
  const [, typeName = '', key = ''] = /^(\w+):(.+)$/s.exec(Buffer.from(id, 'base64url').toString('utf8')) ?? [];
  return { typeName, key };
}

/** The natural key in an id of a type; null where it is no id of that type. */
export function keyOfId(typeName: string, id: string): string | null {
  const read = readId(id);
  return read.typeName === typeName ? read.key : null;
}

/** The row that an id stands for, with the name of its type; null for an id of nothing. */
export async function findById(
  context: Context,
  id: string,
  schema: GraphQLSchema,
): Promise<(object & { __typename: string }) | null> {
  const { typeName, key } = readId(id);
  // A type that the viewer's schema does not have is the same as one that does not exist.
  if (!schema.getType(typeName)) return null;
  const kind = kinds.get(typeName);
  if (kind?.keyForm === 'uuid' && !isUuid(key)) return null;
  const row = (await kind?.find(context, key)) as object | null | undefined;
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
