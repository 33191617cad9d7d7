import { EVERYONE } from './audience';
import { InterfaceType } from './declare';
import type { GraphQLSchema } from 'graphql';
import type { Context } from './context';

/** The natural key of a row where it is made of several columns. */
interface ComposedKey<Row> {
  of(context: Context, row: Row): Promise<string>;
  /** The columns that it is made of, and the same in SQL, given that of each of them. */
  columns: readonly (keyof Row & string)[];
  sql(columns: Record<string, string>): string;
}

/** What `node(id)` needs to know of a type: the natural key of a row, and the row of a natural key. */
interface NodeKind<Row> {
  /** The column that holds it, or what it is made of. */
  key: (keyof Row & string) | ComposedKey<Row>;
  find(context: Context, key: string): Promise<Row | null>;
  /** Where keys have a form that PostgreSQL insists on: any other text is the key of nothing. */
  keyForm?: 'uuid';
}

const kinds = new Map<string, NodeKind<Record<string, unknown>>>();

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const isUuid = (text: string): boolean => UUID.test(text);

/** Makes a type reachable by `node(id)`. Its ids are made of natural keys, so they are the same on every server. */
export function registerNode<Row>(typeName: string, kind: NodeKind<Row>): void {
  kinds.set(typeName, kind as unknown as NodeKind<Record<string, unknown>>);
}

export async function encodeId(context: Context, typeName: string, row: object): Promise<string> {
  const { key } = kinds.get(typeName)!;
  const columns = row as Record<string, unknown>;
  return idOf(typeName, typeof key === 'string' ? (columns[key] as string) : await key.of(context, columns));
}

/** The same in SQL, given that of a column; undefined where the type has no ids. */
export function idInSql(typeName: string, column: (name: string) => string): string | undefined {
  const kind = kinds.get(typeName);
  if (!kind) return undefined;
  const { key } = kind;
  const text =
    typeof key === 'string'
      ? column(key)
      : key.sql(Object.fromEntries(key.columns.map((name) => [name, column(name)])));
  return base64url(`'${typeName}:' || ${text}`);
}

/** SQL of a text in base64url. */
export const base64url = (text: string): string =>
  `translate(encode(convert_to(${text}, 'UTF8'), 'base64'), E'+/=\\n', '-_')`;

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

@InterfaceType({
  audience: EVERYONE,
  description: 'Something with an id of its own: `node(id)` finds it again.',
  resolveType: (row: { __typename: string }) => row.__typename,
})
export abstract class Node {}
