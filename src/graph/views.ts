import { MapperKind, mapSchema, pruneSchema } from '@graphql-tools/utils';
import {
  type DirectiveNode,
  type GraphQLArgument,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
  Kind,
} from 'graphql';
import { type Audience, EVERYONE, type View } from './audience';
import { declaredEnums } from './declare';

/** The audience of every element of a schema, by its coordinate: `Council`, `Council.name`, `Query.node(id:)`. */
export type Audiences = ReadonlyMap<string, Audience>;

interface Element {
  astNode?: { readonly directives?: readonly DirectiveNode[] } | null | undefined;
}

function declaredAudience(element: Element): Audience | undefined {
  const directive = element.astNode?.directives?.find((each) => each.name.value === 'audience');
  const views = directive?.arguments?.[0]?.value;
  return views?.kind === Kind.LIST
    ? views.values.map((value) => (value as unknown as { value: View }).value)
    : undefined;
}

/** Reads what every element of the schema declares; throws, naming them, where elements declare nothing. */
export function readAudiences(schema: GraphQLSchema): Audiences {
  const audiences = new Map<string, Audience>();
  const missing: string[] = [];
  const note = (coordinate: string, audience: Audience | undefined): void => {
    if (audience) audiences.set(coordinate, audience);
    else missing.push(coordinate);
  };
  const roots = new Set([schema.getQueryType(), schema.getMutationType()]);
  for (const type of Object.values(schema.getTypeMap()).filter((each) => !isIntrospectionType(each))) {
    // The roots hold operations, and scalars values: both are everyone's, and their uses declare the rest.
    note(type.name, roots.has(type as never) || isScalarType(type) ? EVERYONE : typeAudience(type));
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        note(`${type.name}.${field.name}`, declaredAudience(field));
        field.args.forEach((argument) =>
          note(argumentCoordinate(type.name, field.name, argument), declaredAudience(argument)),
        );
      }
    } else if (isInputObjectType(type)) {
      Object.values(type.getFields()).forEach((field) => note(`${type.name}.${field.name}`, declaredAudience(field)));
    } else if (isEnumType(type)) {
      const values = declaredEnums.get(type.name)?.values;
      type.getValues().forEach(({ name }) => note(`${type.name}.${name}`, values?.[name]));
    }
  }
  if (missing.length > 0) {
    throw new Error(`These declare no audience (use the decorators of graph/declare.ts): ${missing.join(', ')}`);
  }
  return audiences;
}

const typeAudience = (type: GraphQLNamedType): Audience | undefined =>
  isEnumType(type) ? declaredEnums.get(type.name)?.audience : declaredAudience(type);

export const argumentCoordinate = (type: string, field: string, argument: Pick<GraphQLArgument, 'name'>): string =>
  `${type}.${field}(${argument.name}:)`;

/** The schema that a view is served: a real one, in which nothing it may not see has even a name. */
export function filterForView(schema: GraphQLSchema, audiences: Audiences, view: View): GraphQLSchema {
  const sees = (coordinate: string): boolean => audiences.get(coordinate)!.includes(view);
  const keep = (coordinate: string): undefined | null => (sees(coordinate) ? undefined : null);
  const filtered = mapSchema(schema, {
    [MapperKind.TYPE]: (type) => keep(type.name),
    [MapperKind.ROOT_OBJECT]: () => undefined,
    [MapperKind.COMPOSITE_FIELD]: (field, name, typeName) => {
      if (!sees(`${typeName}.${name}`)) return null;
      const args = Object.entries(field.args ?? {}).filter(([argument]) =>
        sees(argumentCoordinate(typeName, name, { name: argument })),
      );
      return { ...field, args: Object.fromEntries(args) };
    },
    [MapperKind.INPUT_OBJECT_FIELD]: (_field, name, typeName) => keep(`${typeName}.${name}`),
    [MapperKind.ENUM_VALUE]: (_value, typeName, _schema, name) => keep(`${typeName}.${name}`),
  });
  return pruneSchema(filtered, { skipPruning: (type) => isInterfaceType(type) && type.name === 'Node' });
}
