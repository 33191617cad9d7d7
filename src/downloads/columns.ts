import {
  type DocumentNode,
  type FieldNode,
  getNamedType,
  getNullableType,
  type GraphQLNamedOutputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { BadUserInput } from '../graph/errors';

/** What a column holds, in the words of Table Schema and of XML Schema, which agree on these. */
export type ColumnType = 'string' | 'number' | 'integer' | 'boolean' | 'date' | 'datetime';

/** What a cell holds: what JSON has of it. */
export type Cell = string | number | boolean | null;

export interface Column {
  /** The names on the way to it, in small letters: `indicator { code }` is `indicator_code`. */
  name: string;
  type: ColumnType;
  /** Whether every row has it. */
  required: boolean;
  /** What the schema says of the fields on the way to it. */
  description: string;
  /** All that it may hold, and what each means; where that is known. */
  values?: { name: string; description: string }[];
}

const TYPES: Record<string, ColumnType> = {
  Float: 'number',
  Int: 'integer',
  Boolean: 'boolean',
  LocalDate: 'date',
  DateTimeISO: 'datetime',
};

/** A list in the answer to a query: each of its items is a row, or each item of the list that an item has. */
interface Level {
  /** Where the list stands in an item of the level above. */
  path: string[];
  /** Which column is where in an item. */
  cells: { index: number; path: string[] }[];
  below?: Level;
}

/** From an item of a list to what is selected of it. */
interface Way {
  names: string[];
  /** What the schema says of each field on it. */
  says: string[];
  /** Whether none of them may be null. */
  required: boolean;
}

/** A query as a table: what its columns are, and how its rows are taken from its answer. */
export class Table {
  readonly columns: Column[] = [];
  /** What the items of the innermost list are. */
  rowType: GraphQLNamedOutputType | undefined;
  private readonly root: Level = { path: [], cells: [] };
  private readonly paths = new Map<string, string>();

  /** Throws BadUserInput for a query that is not a table. `document` must be valid. */
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly document: DocumentNode,
    operation: OperationDefinitionNode,
    private readonly most: { lists: number } = { lists: Infinity },
  ) {
    this.visit(
      schema.getQueryType()!,
      operation.selectionSet,
      this.root,
      [],
      { names: [], says: [], required: true },
      0,
    );
    if (!this.root.below) throw new BadUserInput('A table is made of a list: the query has none.');
    if (this.columns.length === 0)
      throw new BadUserInput('A table has columns: select fields of the items under "nodes".');
  }

  /** Where the outermost list stands in the answer. */
  get listPath(): string {
    return this.root.below!.path.filter((name) => name !== 'nodes').join('.');
  }

  /** Whether an item of the outermost list makes more rows than one. */
  get hasListsBelow(): boolean {
    return this.root.below!.below !== undefined;
  }

  /** The rows of an answer, in the order of the columns. */
  rows(data: unknown): Cell[][] {
    const rows: Cell[][] = [];
    const fill = (level: Level, item: unknown, above: readonly Cell[]): void => {
      const row = level.cells.length > 0 ? [...above] : (above as Cell[]);
      for (const { index, path } of level.cells) row[index] = (at(item, path) as Cell | undefined) ?? null;
      if (!level.below) rows.push(row);
      else for (const below of (at(item, level.below.path) ?? []) as unknown[]) fill(level.below, below, row);
    };
    fill(this.root, data, new Array<Cell>(this.columns.length).fill(null));
    return rows;
  }

  private visit(
    type: GraphQLNamedOutputType,
    set: SelectionSetNode,
    level: Level,
    path: string[],
    way: Way,
    depth: number,
  ): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        this.visitField(type, selection, level, path, way, depth);
        continue;
      }
      const { typeCondition, selectionSet } =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : this.fragment(selection.name.value);
      const on = typeCondition ? (this.schema.getType(typeCondition.name.value) as GraphQLNamedOutputType) : type;
      // Rows of another type do not have it.
      this.visit(on, selectionSet, level, path, { ...way, required: way.required && on === type }, depth);
    }
  }

  private visitField(
    type: GraphQLNamedOutputType,
    node: FieldNode,
    level: Level,
    path: string[],
    way: Way,
    depth: number,
  ): void {
    const key = (node.alias ?? node.name).value;
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    const here = [...path, key];
    if (!field) {
      const description = 'The type, by its name in the API.';
      const name = snakeCase([...way.names, key]);
      return this.add(level, here, { name, type: 'string', required: way.required, description });
    }
    const deeper = {
      names: [...way.names, key],
      says: field.description ? [...way.says, field.description] : way.says,
      required: way.required && isNonNullType(field.type),
    };
    const named = getNamedType(field.type);
    const list = listIn(field.type);
    if (list) {
      const nodes = list === 'connection' ? nodesOf(node, this.fragments) : node.selectionSet;
      const below: Level = { path: list === 'connection' ? [...here, 'nodes'] : here, cells: [] };
      if (level.below || depth >= this.most.lists) {
        throw new BadUserInput(`A table is made of one list: "${here.join('.')}" is another, so it cannot be in it.`);
      }
      level.below = below;
      const item = list === 'connection' ? getNamedType((named as never as Fielded).getFields()['nodes']!.type) : named;
      this.rowType = item;
      if (nodes) this.visit(item, nodes, below, [], { names: [], says: [], required: true }, depth + 1);
      else this.addLeaf(below, [], named, { ...deeper, names: [key], required: true });
    } else if (node.selectionSet) {
      this.visit(named, node.selectionSet, level, here, deeper, depth);
    } else {
      this.addLeaf(level, here, named, deeper);
    }
  }

  private addLeaf(level: Level, path: string[], type: GraphQLNamedOutputType, { names, says, required }: Way): void {
    this.add(level, path, {
      name: snakeCase(names),
      type: TYPES[type.name] ?? 'string',
      required,
      description: says.join(' '),
      ...(isEnumType(type) && {
        values: type.getValues().map(({ name, description }) => ({ name, description: description ?? '' })),
      }),
    });
  }

  private add(level: Level, path: string[], column: Column): void {
    const place = [...level.path, ...path].join('.');
    const known = this.paths.get(column.name);
    // The same field by way of another fragment.
    if (known === place) return;
    if (known !== undefined) {
      throw new BadUserInput(
        `Two columns would be called "${column.name}": "${known}" and "${place}". Give one of them an alias.`,
      );
    }
    this.paths.set(column.name, place);
    level.cells.push({ index: this.columns.length, path });
    this.columns.push(column);
  }

  private readonly fragment = (name: string) => {
    const found = this.document.definitions.find(
      (each) => each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === name,
    );
    if (found?.kind !== Kind.FRAGMENT_DEFINITION) throw new BadUserInput(`There is no fragment "${name}".`);
    return found;
  };

  private readonly fragments = (name: string): SelectionSetNode => this.fragment(name).selectionSet;
}

type Fielded = { getFields(): Record<string, { type: GraphQLOutputType }> };

function listIn(type: GraphQLOutputType): 'connection' | 'list' | undefined {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return 'list';
  return !isLeafType(nullable) && getNamedType(type).name.endsWith('Connection') ? 'connection' : undefined;
}

/** What is selected of the items of a connection. */
function nodesOf(node: FieldNode, fragments: (name: string) => SelectionSetNode): SelectionSetNode {
  const sets: SelectionSetNode[] = [];
  const visit = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) visit(fragments(selection.name.value));
      else if (selection.kind === Kind.INLINE_FRAGMENT) visit(selection.selectionSet);
      else if (selection.name.value === 'nodes' && !selection.alias) sets.push(selection.selectionSet!);
      else {
        throw new BadUserInput(
          `A table has the items of a list: select "nodes" of "${node.name.value}", and not "${(selection.alias ?? selection.name).value}".`,
        );
      }
    }
  };
  visit(node.selectionSet!);
  return { kind: Kind.SELECTION_SET, selections: sets.flatMap(({ selections }) => selections) };
}

function at(item: unknown, path: readonly string[]): unknown {
  let value = item;
  for (const name of path) {
    if (value === null || value === undefined) return null;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

const snakeCase = (names: readonly string[]): string =>
  names.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)).join('_');
