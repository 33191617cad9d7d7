import {
  type FieldNode,
  getArgumentValues,
  getNamedType,
  type GraphQLField,
  type GraphQLNamedOutputType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  isAbstractType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { Database, Property } from '../database/database';
import { fromWhere } from '../database/readers';
import { typeRules } from './declare';
import type { Parameters } from './list';
import { type FieldReads, heldName } from './reads';

/** How many levels are read along with a row: deeper ones are read when they are come to. */
export const DEEPEST = 4;

/** What is read of a row for what a query asks of it, and what is read along with it. */
export interface Fold {
  /** The columns, by the names of their properties; what each is in SQL. */
  columns: ReadonlyMap<string, Property>;
  /** SQL for each thing that is held, given the name of the row in it; by the name it is held under. */
  held?: ReadonlyMap<string, (row: string, parameters: Parameters) => string>;
}

/** What to read of the rows of a type for what is selected of them. */
export function foldOf(
  database: Database,
  entity: EntityTarget<ObjectLiteral>,
  type: GraphQLNamedOutputType,
  sets: readonly (SelectionSetNode | undefined)[],
  info: GraphQLResolveInfo,
  depth = 0,
  toldBy?: readonly string[],
): Fold {
  const properties = database.properties(entity);
  const columns = new Map<string, Property>();
  const held = new Map<string, (row: string, parameters: Parameters) => string>();
  const addAll = (): void => properties.forEach((property, name) => columns.set(name, property));
  const add = (name: string): void => {
    const property = properties.get(name);
    if (property) columns.set(name, property);
    else addAll();
  };
  if (properties.has('id')) add('id');
  // Who may see a row, and what is noted of those who do, the whole row says.
  if (typeRules.has(type.name)) addAll();
  if (isAbstractType(type)) {
    if (toldBy) toldBy.forEach(add);
    else addAll();
  }
  for (const [responseName, nodes] of selected(sets, info)) {
    const fields = fieldsOf(type, nodes[0]!.name.value, info);
    if (fields.every(({ resolve }) => !resolve)) {
      fields.forEach(({ name }) => add(name));
      continue;
    }
    const [field] = fields as [GraphQLField<unknown, unknown>];
    const reads = isObjectType(type) ? (field.extensions['reads'] as FieldReads | undefined) : undefined;
    if (reads?.of) reads.of.forEach(add);
    else addAll();
    const sql = reads && depth < DEEPEST ? foldField(database, field, reads, nodes, info, depth) : undefined;
    if (sql) held.set(heldName(responseName), sql);
  }
  return { columns, held };
}

/** Whether JSON would have moments as text, where rows have a Date: such rows are read by themselves. */
export const hasTimes = ({ columns }: Fold): boolean => [...columns.values()].some(({ isTime }) => isTime);

function foldField(
  database: Database,
  field: GraphQLField<unknown, unknown>,
  { to }: FieldReads,
  nodes: readonly FieldNode[],
  info: GraphQLResolveInfo,
  depth: number,
): ((row: string, parameters: Parameters) => string) | undefined {
  const type = getNamedType(field.type);
  // Whose rows not everybody may see is read by itself, so that it is noted who read it.
  if (!to || typeRules.has(type.name)) return undefined;
  if ('list' in to) {
    const args = getArgumentValues(field, nodes[0]!, info.variableValues);
    const sql = to.list.fold(database, type, args, nodes, info, depth + 1);
    return sql && ((row, parameters) => sql(`${row}."${to.by}"`, parameters));
  }
  const entity = 'few' in to ? to.few.entity : to.entity();
  const sets = nodes.map(({ selectionSet }) => selectionSet);
  const fold = foldOf(database, entity, type, sets, info, depth + 1, 'few' in to ? undefined : to.toldBy);
  if (hasTimes(fold)) return undefined;
  const table = database.table(entity);
  if ('few' in to) {
    return (row, parameters) =>
      `(select coalesce(json_agg(whole), '[]') from (${rowsOf(fold, fromWhere(table, to.few.lookup, `${row}."${to.by}"`), parameters)}) whole)`;
  }
  return (row, parameters) =>
    `(select row_to_json(whole) from (${rowsOf(fold, `from ${table} where ${table}.id = ${row}."${to.by}"`, parameters)}) whole)`;
}

/** Gives the rows of a fold, read as JSON, their moments: JSON has them as text. */
export function reviveTimes(rows: readonly object[], { columns }: Fold): void {
  for (const [name, { isTime }] of columns) {
    if (!isTime) continue;
    for (const row of rows as Record<string, unknown>[]) {
      if (row[name] !== null) row[name] = new Date(row[name] as string);
    }
  }
}

/** SQL: the rows of a fold, with what they hold. `from` is what follows the select list, and may have an order and a limit. */
export function rowsOf({ columns, held }: Fold, from: string, parameters: Parameters, sortKey = ''): string {
  const row = parameters.alias();
  const list = [...columns].map(([name, { sql }]) => `${sql} as "${name}"`);
  const inner = `select ${[...list, ...(sortKey ? [sortKey] : [])].join(', ') || 'true'} ${from}`;
  if (!held?.size) return inner;
  const along = [...held].map(([name, sql]) => `${sql(row, parameters)} as "${name}"`);
  return `select ${row}.*, ${along.join(', ')} from (${inner}) ${row}`;
}

/** The fields that are selected, by the name that the answer has them under, whatever type a fragment is on. */
export function selected(
  sets: readonly (SelectionSetNode | undefined)[],
  { fragments }: Pick<GraphQLResolveInfo, 'fragments'>,
): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const visit = (set: SelectionSetNode | undefined): void => {
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) {
        const name = selection.alias?.value ?? selection.name.value;
        fields.set(name, [...(fields.get(name) ?? []), selection]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        visit(selection.selectionSet);
      } else {
        visit(fragments[selection.name.value]?.selectionSet);
      }
    }
  };
  sets.forEach(visit);
  return fields;
}

/** A field of a type; where the type is abstract, that of each type that it may be. */
export const fieldsOf = (
  type: GraphQLNamedOutputType,
  name: string,
  info: Pick<GraphQLResolveInfo, 'schema'>,
): GraphQLField<unknown, unknown>[] =>
  typesOf(type, info)
    .map((each) => each.getFields()[name])
    .filter((field) => field !== undefined);

/** The types that a row of a type with fields may have. */
export const typesOf = (
  type: GraphQLNamedOutputType,
  { schema }: Pick<GraphQLResolveInfo, 'schema'>,
): readonly GraphQLObjectType[] => (isAbstractType(type) ? schema.getPossibleTypes(type) : [type as GraphQLObjectType]);
