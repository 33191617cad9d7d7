import {
  astFromValue,
  getNamedType,
  type GraphQLArgument,
  type GraphQLEnumValue,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isUnionType,
  print,
} from 'graphql';
import { type View, VIEWS } from '../graph/audience';
import { buildUnshieldedView } from '../graph/schema';

/** The way a type is written, with what stands around its name: `[`, `Council`, `!]!`. */
interface Written {
  before: string;
  name: string;
  after: string;
}

interface Entry {
  name: string;
  /** undefined for the values of enums. */
  type?: Written;
  description: string;
  deprecated: string;
  defaultValue: string;
  arguments: Entry[];
}

/** What the page of a type says. */
export interface TypePage {
  name: string;
  kind: string;
  description: string;
  entries: Entry[];
  /** Interfaces it is one of, or types that are one of it. */
  related: { heading: string; names: string[] }[];
  /** Where it comes from: the fields and arguments of this type, as "Type.field". */
  usedBy: { type: string; field: string }[];
}

interface Reference {
  types: ReadonlyMap<string, TypePage>;
  kinds: { kind: string; types: TypePage[] }[];
}

/** In the order in which a reader would look for them. */
const KINDS = [
  'Queries',
  'Mutations',
  'Objects',
  'Interfaces',
  'Unions',
  'Inputs',
  'Enumerations',
  'Scalars',
  'Parts of lists',
  'Answers of mutations',
];

const references = new Map<View, Reference>();

/** The view of an address such as /docs/reference/council; undefined where there is none. */
export const viewNamed = (name: string): View | undefined => VIEWS.find((view) => view.toLowerCase() === name);

/** Everything that a view's own schema says, and so nothing of what the view may not see. */
export function referenceOf(view: View): Reference {
  let reference = references.get(view);
  if (!reference) references.set(view, (reference = describeSchema(buildUnshieldedView(view))));
  return reference;
}

/** Types and fields of a view whose name or description has a text, names first. */
export function search(view: View, text: string): { type: string; field: string; description: string }[] {
  const wanted = text.toLowerCase();
  const all = [...referenceOf(view).types.values()].flatMap(({ name, description, entries }) => [
    { type: name, field: '', description },
    ...entries.map((entry) => ({ type: name, field: entry.name, description: entry.description })),
  ]);
  const byName = all.filter(({ type, field }) => (field || type).toLowerCase().includes(wanted));
  const byWords = all.filter((each) => !byName.includes(each) && each.description.toLowerCase().includes(wanted));
  return [...byName, ...byWords];
}

function describeSchema(schema: GraphQLSchema): Reference {
  const named = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type));
  const types = new Map(named.map((type) => [type.name, describeType(type, schema)]));
  for (const { name, entries } of types.values()) {
    for (const entry of entries) {
      for (const { type } of [entry, ...entry.arguments]) {
        if (!type) continue;
        const { usedBy } = types.get(type.name)!;
        if (!usedBy.some((use) => use.type === name && use.field === entry.name))
          usedBy.push({ type: name, field: entry.name });
      }
    }
  }
  const kinds = KINDS.map((kind) => ({ kind, types: [...types.values()].filter((type) => type.kind === kind) }));
  return { types, kinds: kinds.filter(({ types: some }) => some.length > 0) };
}

function describeType(type: GraphQLNamedType, schema: GraphQLSchema): TypePage {
  const related: TypePage['related'] = [];
  const relate = (heading: string, others: readonly GraphQLNamedType[]): void => {
    if (others.length > 0) related.push({ heading, names: others.map(({ name }) => name) });
  };
  if (isObjectType(type) || isInterfaceType(type)) relate('Is also', type.getInterfaces());
  if (isInterfaceType(type) || isUnionType(type)) relate('Can be', schema.getPossibleTypes(type));
  return {
    name: type.name,
    kind: kindOf(type),
    description: type.description ?? '',
    entries: entriesOf(type),
    related,
    usedBy: [],
  };
}

function kindOf(type: GraphQLNamedType): string {
  if (type.name === 'Query') return 'Queries';
  if (type.name === 'Mutation') return 'Mutations';
  if (/(Connection|Edge|PageInfo)$/.test(type.name)) return 'Parts of lists';
  if (type.name.endsWith('Payload')) return 'Answers of mutations';
  if (isObjectType(type)) return 'Objects';
  if (isInterfaceType(type)) return 'Interfaces';
  if (isUnionType(type)) return 'Unions';
  if (isInputObjectType(type)) return 'Inputs';
  return isEnumType(type) ? 'Enumerations' : 'Scalars';
}

function entriesOf(type: GraphQLNamedType): Entry[] {
  if (isEnumType(type)) return type.getValues().map(entry);
  if (isInputObjectType(type)) return Object.values(type.getFields()).map(input);
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).map((field) => ({
    ...entry(field),
    type: write(field.type),
    arguments: field.args.map(input),
  }));
}

const entry = ({ name, description, deprecationReason }: GraphQLEnumValue | GraphQLField<unknown, unknown>): Entry => ({
  name,
  description: description ?? '',
  deprecated: deprecationReason ?? '',
  defaultValue: '',
  arguments: [],
});

function input({
  name,
  type,
  description,
  deprecationReason,
  defaultValue,
}: GraphQLArgument | GraphQLInputField): Entry {
  const value = astFromValue(defaultValue, type);
  return {
    name,
    type: write(type),
    description: description ?? '',
    deprecated: deprecationReason ?? '',
    defaultValue: value ? print(value) : '',
    arguments: [],
  };
}

function write(type: GraphQLType): Written {
  const { name } = getNamedType(type);
  const [before, after] = type.toString().split(name) as [string, string];
  return { before, name, after };
}
