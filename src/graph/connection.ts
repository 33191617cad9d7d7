import {
  type FieldNode,
  getNamedType,
  type GraphQLNamedOutputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { type ClassType, Int } from 'type-graphql';
import { type Audience, EVERYONE } from './audience';
import { Field, ObjectType } from './declare';

@ObjectType({ audience: EVERYONE, description: 'Where a page of a list lies in the whole list.' })
export class PageInfo {
  @Field(() => Boolean, { audience: EVERYONE, description: 'Whether there are items after this page.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { audience: EVERYONE, description: 'Whether there are items before this page.' })
  hasPreviousPage!: boolean;

  @Field(() => String, {
    nullable: true,
    audience: EVERYONE,
    description: 'Cursor of the first item, for `before`; null in an empty page.',
  })
  startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    audience: EVERYONE,
    description: 'Cursor of the last item, for `after`; null in an empty page.',
  })
  endCursor!: string | null;
}

/** A page of rows; edges and cursors are made only for a query that asks for them. */
export class Connection<Row> {
  constructor(
    readonly nodes: readonly Row[],
    private readonly cursorOf: (row: Row) => string,
    private readonly more: { next: boolean; previous: boolean },
    readonly totalCount: number | null,
  ) {}

  get edges(): { cursor: string; node: Row }[] {
    const { cursorOf } = this;
    return this.nodes.map((node) => ({
      node,
      get cursor() {
        return cursorOf(node);
      },
    }));
  }

  get pageInfo(): PageInfo {
    const { nodes, more, cursorOf } = this;
    const first = nodes[0];
    const last = nodes[nodes.length - 1];
    // Rows have what cursors are made of only where the query asks for cursors.
    return {
      hasNextPage: more.next,
      hasPreviousPage: more.previous,
      get startCursor() {
        return first ? cursorOf(first) : null;
      },
      get endCursor() {
        return last ? cursorOf(last) : null;
      },
    };
  }
}

/** Makes the connection type of a node type: `CouncilConnection` and `CouncilEdge` for Council. */
export function connectionType<Node extends object>(
  node: () => ClassType<Node> | (abstract new () => Node),
  name: string,
  plural: string,
  audience: Audience = EVERYONE,
) {
  const type = node as () => ClassType<Node>;

  @ObjectType({
    name: `${name}Edge`,
    audience,
    description: `One of the ${plural} in a list, with its cursor.`,
  })
  class Edge {
    @Field(() => String, {
      audience,
      description: 'Where this item stands in the list: an opaque text for `after` and `before`.',
    })
    cursor!: string;

    @Field(type, { audience, description: 'The item itself.' })
    node!: Node;
  }

  @ObjectType({
    name: `${name}Connection`,
    audience,
    description: `A page of a list of ${plural}.`,
  })
  abstract class TypedConnection {
    @Field(() => [type()], { audience, description: `The ${plural} on this page.` })
    nodes!: Node[];

    @Field(() => [Edge], { audience, description: `The ${plural} on this page, each with its cursor.` })
    edges!: Edge[];

    @Field(() => PageInfo, { audience, description: 'Where this page lies in the whole list.' })
    pageInfo!: PageInfo;

    @Field(() => Int, {
      cost: { points: 1 },
      audience,
      description: `How many ${plural} the whole list has, on all pages. Counted only when asked for.`,
    })
    totalCount!: number;
  }
  return TypedConnection;
}

export interface ConnectionSelection {
  items: boolean;
  /** Whether cursors are needed, of edges or of the page. */
  cursors: boolean;
  totalCount: boolean;
}

type Selection = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>;

/** Which parts of a connection the query asks for, so that nothing is read or counted for nobody. */
export function readSelection(info: Selection): ConnectionSelection {
  const { own, all } = namesIn(info);
  return {
    items: own.has('nodes') || own.has('edges') || own.has('pageInfo'),
    cursors: ['cursor', 'startCursor', 'endCursor'].some((name) => all.has(name)),
    totalCount: own.has('totalCount'),
  };
}

/** The same of a field further down in the query. */
export const readSelectionOf = (
  fieldNodes: readonly FieldNode[],
  { fragments }: Pick<Selection, 'fragments'>,
): ConnectionSelection => readSelection({ fragments, fieldNodes });

/** The type of the items of a connection type. */
export const nodeTypeOf = (connection: GraphQLNamedType): GraphQLNamedOutputType =>
  getNamedType((connection as GraphQLObjectType).getFields()['nodes']!.type);

/** What a query selects of the items of a connection: under `nodes`, and under `edges { node }`. */
export function itemSets(
  nodes: readonly FieldNode[],
  { fragments }: GraphQLResolveInfo,
): (SelectionSetNode | undefined)[] {
  const sets: (SelectionSetNode | undefined)[] = [];
  const visit = (set: SelectionSetNode | undefined, itemName: string): void => {
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) visit(fragments[selection.name.value]?.selectionSet, itemName);
      else if (selection.kind === Kind.INLINE_FRAGMENT) visit(selection.selectionSet, itemName);
      else if (selection.name.value === itemName) sets.push(selection.selectionSet);
      else if (selection.name.value === 'edges') visit(selection.selectionSet, 'node');
    }
  };
  nodes.forEach(({ selectionSet }) => visit(selectionSet, 'nodes'));
  return sets;
}

/** The names of all fields that the query asks for below a field, at any depth. */
export const namesBelow = (info: GraphQLResolveInfo): ReadonlySet<string> => namesIn(info).all;

interface Names {
  own: ReadonlySet<string>;
  all: ReadonlySet<string>;
}

/** By the nodes of the field, which are the same for all rows and as long as the query stays compiled. */
const known = new WeakMap<GraphQLResolveInfo['fieldNodes'], Names>();

function namesIn(info: Selection): Names {
  let names = known.get(info.fieldNodes);
  if (!names) known.set(info.fieldNodes, (names = { own: namesOf(info, false), all: namesOf(info, true) }));
  return names;
}

function namesOf({ fieldNodes, fragments }: Selection, deep: boolean): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (set: SelectionSetNode | undefined): void => {
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) {
        names.add(selection.name.value);
        if (deep) visit(selection.selectionSet);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        visit(selection.selectionSet);
      } else {
        visit(fragments[selection.name.value]?.selectionSet);
      }
    }
  };
  fieldNodes.forEach((node) => visit(node.selectionSet));
  return names;
}
