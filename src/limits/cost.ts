import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  getVariableValues,
  type GraphQLCompositeType,
  type GraphQLDirective,
  GraphQLError,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  isAbstractType,
  isLeafType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { DEFAULT_PAGE } from '../graph/page';
import {
  type FieldCost,
  INTROSPECTION_POINTS,
  MUTATION_POINTS,
  PAST_FACTOR,
  USUAL_POINTS,
  USUAL_SIZE,
  VALUE_POINTS,
} from './field-cost';
import { UNCOUNTABLE } from './limits';

export interface Cost {
  /** Objects that the answer may have. */
  nodes: number;
  points: number;
  /** The largest page that is asked for. */
  page: number;
}

const FREE: Cost = { nodes: 0, points: 0, page: 0 };

const plus = (one: Cost, other: Cost): Cost => ({
  nodes: Math.min(one.nodes + other.nodes, UNCOUNTABLE),
  points: Math.min(one.points + other.points, UNCOUNTABLE),
  page: Math.max(one.page, other.page),
});

const times = (factor: number, { nodes, points, page }: Cost): Cost => ({
  nodes: Math.min(factor * nodes, UNCOUNTABLE),
  points: Math.min(factor * points, UNCOUNTABLE),
  page,
});

/** An object, with what is selected of it. */
const objectOf = (selected: Cost): Cost => plus({ nodes: 1, points: USUAL_POINTS, page: 0 }, selected);

/**
 * What an operation may cost with the variables of a request, before anything is read. Fragments count in each place that
 * names them, though each is worked out once; what `@skip` and `@include` leave out costs nothing. A field that is asked
 * for twice under one name counts twice: it is never too little.
 */
class CostOfRequest {
  private readonly ofFragments = new Map<string, Cost>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly variables: Record<string, unknown>,
  ) {}

  operation({ operation, selectionSet }: OperationDefinitionNode): Cost {
    const root = this.schema.getRootType(operation);
    return root ? this.selected(selectionSet, root, null, operation === OperationTypeNode.MUTATION) : FREE;
  }

  /** What is selected of one object. `page` is the size of the page that a connection has. */
  private selected(
    set: SelectionSetNode | undefined,
    type: GraphQLCompositeType,
    page: number | null,
    mutates = false,
  ): Cost {
    let cost = FREE;
    for (const selection of set?.selections ?? []) {
      if (this.isLeftOut(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const each = this.field(selection, type, page);
        cost = plus(cost, mutates ? plus(each, { nodes: 0, points: MUTATION_POINTS, page: 0 }) : each);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const on = selection.typeCondition ? this.typeNamed(selection.typeCondition.name.value) : type;
        cost = plus(cost, this.selected(selection.selectionSet, on, page, mutates));
      } else {
        cost = plus(cost, this.fragment(selection.name.value, page, mutates));
      }
    }
    return cost;
  }

  private fragment(name: string, page: number | null, mutates: boolean): Cost {
    const key = `${name} ${page}`;
    let cost = this.ofFragments.get(key);
    if (!cost) {
      const { selectionSet, typeCondition } = this.fragments.get(name)!;
      cost = this.selected(selectionSet, this.typeNamed(typeCondition.name.value), page, mutates);
      this.ofFragments.set(key, cost);
    }
    return cost;
  }

  private field(node: FieldNode, parent: GraphQLCompositeType, page: number | null): Cost {
    const name = node.name.value;
    if (name.startsWith('__')) return { nodes: 0, points: INTROSPECTION_POINTS[name] ?? VALUE_POINTS, page: 0 };
    const field = fieldOf(this.schema, parent, name)!;
    const type = getNamedType(field.type);
    const { points, size } = (field.extensions['cost'] ?? {}) as FieldCost;
    if (isLeafType(type)) return { nodes: 0, points: points ?? VALUE_POINTS, page: 0 };
    const below = type as GraphQLCompositeType;
    if (page !== null) return this.partOfConnection(node, field, below, page);

    const args = orNothing(() => (node.arguments?.length ? getArgumentValues(field, node, this.variables) : {}));
    // It will be refused, and by itself: what stands beside it may be run all the same.
    if (!args) return FREE;
    const reading: Cost = { nodes: 0, points: points ?? USUAL_POINTS, page: 0 };
    let cost: Cost;
    if (isConnection(type)) {
      const asked = sizeOfPage(args);
      cost = plus({ ...reading, page: asked }, this.selected(node.selectionSet, below, asked));
    } else if (isListType(getNullableType(field.type))) {
      const objects = typeof size === 'function' ? size(args as never) : (size ?? USUAL_SIZE);
      cost = plus(reading, times(objects, objectOf(this.selected(node.selectionSet, below, null))));
    } else {
      cost = plus({ ...reading, nodes: 1 }, this.selected(node.selectionSet, below, null));
    }
    return args['asOf'] == null ? cost : { ...cost, points: times(PAST_FACTOR, cost).points };
  }

  /** A field of a connection or of its edges: a page of items, or of edges with an item each. */
  private partOfConnection(
    { name: { value: name }, selectionSet }: FieldNode,
    field: GraphQLField<unknown, unknown>,
    type: GraphQLCompositeType,
    page: number,
  ): Cost {
    if (name === 'edges') return times(page, this.selected(selectionSet, type, page));
    const below = this.selected(selectionSet, type, null);
    if (name === 'node') return objectOf(below);
    return isListType(getNullableType(field.type)) ? times(page, objectOf(below)) : below;
  }

  private isLeftOut(selection: SelectionNode): boolean {
    if (!selection.directives?.length) return false;
    const says = (directive: GraphQLDirective): unknown =>
      orNothing(() => getDirectiveValues(directive, selection, this.variables))?.['if'];
    return says(GraphQLSkipDirective) === true || says(GraphQLIncludeDirective) === false;
  }

  private typeNamed(name: string): GraphQLCompositeType {
    return this.schema.getType(name) as GraphQLCompositeType;
  }
}

/** What it works out; undefined where the values that were sent do not allow that. */
function orNothing<Value>(workOut: () => Value): Value | undefined {
  try {
    return workOut();
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}

const fieldOf = (
  schema: GraphQLSchema,
  type: GraphQLCompositeType,
  name: string,
): GraphQLField<unknown, unknown> | undefined => {
  const own = 'getFields' in type ? type.getFields()[name] : undefined;
  if (!own || !isAbstractType(type)) return own;
  // What an interface leads to is declared on the types that it may be.
  return schema.getPossibleTypes(type).map((each) => each.getFields()[name])[0] ?? own;
};

const isConnection = (type: GraphQLNamedType): boolean =>
  isObjectType(type) && type.name.endsWith('Connection') && 'pageInfo' in type.getFields();

/** Sizes that no page may have are refused where pages are read, or as larger than the limit. */
function sizeOfPage(args: Record<string, unknown>): number {
  const { first, last } = args as { first?: number | null; last?: number | null };
  return Math.max(last ?? 0, first ?? (last == null ? DEFAULT_PAGE : 0), 0);
}

/** Works out what requests of one operation cost: once for all of them, as far as their variables make no difference. */
export class OperationCost {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly variableNames: string[];
  private latest: { key: string; cost: Cost } | undefined;

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly definition: OperationDefinitionNode,
  ) {
    for (const each of document.definitions) {
      if (each.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(each.name.value, each);
    }
    this.variableNames = argumentVariables(document);
  }

  /** Undefined where the variables are not what the operation says: executing it says which, and runs nothing. */
  of(variables: Record<string, unknown>): Cost | undefined {
    // A variable that is not sent has its default, and one that is null has none.
    const key = JSON.stringify(variables, this.variableNames);
    if (this.latest?.key === key) return this.latest.cost;
    const { variableDefinitions = [] } = this.definition;
    const { coerced } = getVariableValues(this.schema, variableDefinitions, variables);
    if (!coerced) return undefined;
    const cost = new CostOfRequest(this.schema, this.fragments, coerced).operation(this.definition);
    this.latest = { key, cost: { ...cost, points: Math.max(1, Math.ceil(cost.points)) } };
    return this.latest.cost;
  }
}

/** The variables that are given to arguments as they are. */
function argumentVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Argument: ({ value }) => void (value.kind === Kind.VARIABLE && names.add(value.name.value)),
  });
  return [...names];
}
