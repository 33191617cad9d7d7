import {
  type FieldNode,
  getArgumentValues,
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLNamedOutputType,
  type GraphQLResolveInfo,
  isAbstractType,
  isEnumType,
  isLeafType,
  isScalarType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { Database, Property } from '../../database/database';
import { fromWhere } from '../../database/readers';
import type { Context } from '../context';
import { typeRules } from '../declare';
import { DEEPEST, fieldsOf, rowsOf, selected, typesOf } from '../fold';
import type { Parameters } from '../list';
import { idInSql } from '../node';
import type { CountedRows, FieldReads } from '../reads';

/** Thrown of what only resolvers can answer: then they answer the whole query. */
export class NeedsResolvers extends Error {
  constructor(
    /** Whether it is for the values that the query was given, so that others may not need them. */
    readonly dependsOnValues = false,
  ) {
    super();
  }
}

/** What a statement is being made for. */
export interface Making {
  context: Context;
  /** Of the field that is being made: what is selected, and the values of variables. */
  info: Pick<GraphQLResolveInfo, 'fragments' | 'schema' | 'variableValues'>;
  parameters: Parameters;
  /** Counts for all rows of the root field at once, by the name of each. They read the ids of `ROOT_ROWS`. */
  counts: Map<string, string>;
}

/** The rows of the root field, where something is counted for them. */
export const ROOT_ROWS = 'root_rows';

/** The rows that an object is made of: their name in the statement, and what has been found to be needed of them. */
export interface Rows {
  name: string;
  columns: Map<string, Property>;
  depth: number;
}

/** Scalars whose values JSON has as PostgreSQL's JSON has them. */
const AS_WRITTEN: ReadonlySet<string> = new Set(['String', 'Int', 'Float', 'Boolean', 'LocalDate']);
/** Those of them that JSON has as PostgreSQL writes them anywhere. */
const PLAIN: ReadonlySet<string> = new Set(['Int', 'Float', 'Boolean']);

export const newRows = ({ parameters }: Making, depth: number): Rows => ({
  name: parameters.alias(),
  columns: new Map(),
  depth,
});

/**
 * SQL of JSON as text: a row of an entity, as a query selects of it. It is put together by `||`, which takes half the time
 * of json_build_object: that looks up how each of its arguments is written, names too, for every row again.
 */
export function objectOf(
  making: Making,
  entity: EntityTarget<ObjectLiteral>,
  type: GraphQLNamedOutputType,
  sets: readonly (SelectionSetNode | undefined)[],
  rows: Rows,
): string {
  refuseRules(making, type);
  // What a fragment selects of an abstract type depends on the row.
  if (isAbstractType(type) && sets.some((set) => set?.selections.some(({ kind }) => kind !== Kind.FIELD))) {
    throw new NeedsResolvers();
  }
  return pairs(making, type, sets, (fields, nodes) => valueOf(making, entity, type, fields, nodes, rows));
}

/** SQL of a JSON object as text, with what is selected of a type, in the order of the query; `value` is SQL of JSON as text. */
export function pairs(
  { info }: Making,
  type: GraphQLNamedOutputType,
  sets: readonly (SelectionSetNode | undefined)[],
  value: (fields: GraphQLField<unknown, unknown>[], nodes: readonly FieldNode[]) => string,
): string {
  const fields = [...selected(sets, info)];
  const list = fields.map(([responseName, nodes]) => {
    const { name } = nodes[0]!;
    if (name.value === '__typename') {
      if (isAbstractType(type)) throw new NeedsResolvers();
      return [responseName, `'"${type.name}"'`];
    }
    const declared = fieldsOf(type, name.value, info);
    if (!declared.every(({ extensions }) => extensions['isOpen'])) throw new NeedsResolvers();
    return [responseName, value(declared, nodes)];
  });
  const texts = list.map(([name, text], index) => `'${index === 0 ? '{' : ','}"${name}":' || ${text}`);
  return `(${texts.join(' || ')} || '}')`;
}

/** SQL of JSON as text: the value of a field, as SQL has it. Nothing is null in this text, or all around it would be. */
export function written({ type }: Pick<GraphQLField<unknown, unknown>, 'type'>, value: string): string {
  const nullable = getNullableType(type);
  if (isScalarType(nullable) && PLAIN.has(nullable.name)) return `coalesce((${value})::text, 'null')`;
  // Names of GraphQL need no escape.
  if (isEnumType(nullable)) return `coalesce('"' || (${value}) || '"', 'null')`;
  return `coalesce(to_json(${value})::text, 'null')`;
}

/** SQL of JSON as text: a list of what is gathered from rows. */
export const listOf = (item: string, order = '', filter = ''): string =>
  `('[' || coalesce(string_agg(${item}, ','${order})${filter}, '') || ']')`;

function valueOf(
  making: Making,
  entity: EntityTarget<ObjectLiteral>,
  type: GraphQLNamedOutputType,
  fields: GraphQLField<unknown, unknown>[],
  nodes: readonly FieldNode[],
  rows: Rows,
): string {
  const database = making.context.view;
  const [field] = fields as [GraphQLField<unknown, unknown>];
  const column = (name: string): string => columnOf(database, entity, rows, name);
  if (fields.every(({ resolve }) => !resolve)) {
    fields.forEach(refuseOtherwiseWritten);
    return written(field, column(field.name));
  }
  if (field.name === 'id') {
    const id = isAbstractType(type) ? undefined : idInSql(type.name, column);
    if (id === undefined) throw new NeedsResolvers();
    return written(field, id);
  }
  const reads = field.extensions['reads'] as FieldReads | undefined;
  if (!reads || fields.length > 1) throw new NeedsResolvers();
  if (reads.sql) {
    refuseOtherwiseWritten(field);
    return written(field, reads.sql(Object.fromEntries(reads.of!.map((name) => [name, column(name)]))));
  }
  const { parts } = reads;
  if (parts) {
    return pairs(making, getNamedType(field.type), setsOf(nodes), ([part]) => {
      if (!parts[part!.name]) throw new NeedsResolvers();
      refuseOtherwiseWritten(part!);
      return written(part!, column(parts[part!.name]!));
    });
  }
  if (reads.counted) return countsOf(making, field, reads.counted, nodes, rows, column('id'));
  if (!reads.to || rows.depth >= DEEPEST) throw new NeedsResolvers();
  return relatedOf(making, field, reads.to, nodes, rows, column(reads.to.by));
}

/** SQL of what a field leads to: an object, some, or a page of them. */
function relatedOf(
  making: Making,
  field: GraphQLField<unknown, unknown>,
  to: NonNullable<FieldReads['to']>,
  nodes: readonly FieldNode[],
  { depth }: Rows,
  key: string,
): string {
  const database = making.context.view;
  const type = getNamedType(field.type);
  if ('list' in to) {
    refuseRules(making, type);
    const args = getArgumentValues(field, nodes[0]!, making.info.variableValues);
    return to.list.json(making, key, type, args, nodes, depth + 1);
  }
  const entity = 'few' in to ? to.few.entity : to.entity();
  const rows = newRows(making, depth + 1);
  const object = objectOf(making, entity, type, setsOf(nodes), rows);
  const table = database.table(entity);
  const from = 'few' in to ? fromWhere(table, to.few.lookup, key) : `from ${table} where ${table}.id = ${key}`;
  const read = rowsOf(rows, from, making.parameters);
  return 'few' in to
    ? fromRows(making, listOf(object), read, rows)
    : `coalesce(${fromRows(making, object, read, rows)}, 'null')`;
}

/** SQL of an object that is made of rows, or of all of them; with what is counted for them, where they are the root field's. */
export function fromRows({ counts }: Making, object: string, read: string, { name, depth }: Rows, having = ''): string {
  if (depth > 0 || counts.size === 0) return `(select ${object} from (${read}) ${name}${having})`;
  const tables = [...counts].map(([table, sql]) => `, ${table} as materialized (${sql})`);
  return `(with ${ROOT_ROWS} as materialized (${read}) ${tables.join('')} select ${object} from ${ROOT_ROWS} ${name}${having})`;
}

/** SQL of what is counted for a row. Counted for all rows of the root field at once; for others resolvers do that. */
function countsOf(
  making: Making,
  field: GraphQLField<unknown, unknown>,
  counted: CountedRows,
  nodes: readonly FieldNode[],
  { depth }: Rows,
  id: string,
): string {
  if (depth > 0) throw new NeedsResolvers();
  const args = getArgumentValues(field, nodes[0]!, making.info.variableValues);
  const names = new Set<string>();
  const name = `counts_${making.counts.size}`;
  const object = pairs(making, getNamedType(field.type), setsOf(nodes), ([count]) => {
    if (!counted.columns.includes(count!.name)) throw new NeedsResolvers();
    names.add(count!.name);
    return written(count!, `${name}."${count!.name}"`);
  });
  making.counts.set(name, counted.sql(making.context, args, [...names], `(select id from ${ROOT_ROWS}) parent(key)`));
  return `coalesce((select ${object} from ${name} where ${name}.key = ${id}), 'null')`;
}

export const setsOf = (nodes: readonly FieldNode[]): (SelectionSetNode | undefined)[] =>
  nodes.map(({ selectionSet }) => selectionSet);

function columnOf(database: Database, entity: EntityTarget<ObjectLiteral>, rows: Rows, name: string): string {
  const property = database.properties(entity).get(name);
  // JSON has moments in a form of PostgreSQL's own.
  if (!property || property.isTime) throw new NeedsResolvers();
  rows.columns.set(name, property);
  return `${rows.name}."${name}"`;
}

/** Who may see a row of these, and what is noted of those who do, resolvers know. */
function refuseRules({ info }: Making, type: GraphQLNamedOutputType): void {
  if (typesOf(type, info).some(({ name }) => typeRules.has(name))) throw new NeedsResolvers();
}

/** Refuses a field whose values are written otherwise in an answer than in the database. */
function refuseOtherwiseWritten({ type }: GraphQLField<unknown, unknown>): void {
  const named = getNamedType(type);
  if (isEnumType(named) && named.getValues().every(({ name, value }) => name === value)) return;
  if (isLeafType(named) && isScalarType(named) && AS_WRITTEN.has(named.name)) return;
  throw new NeedsResolvers();
}
