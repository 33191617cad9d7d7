import {
  type FieldNode,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
} from 'graphql';
import { getMetadataStorage } from 'type-graphql';
import type { Context } from './context';
import { readsOfMethod, rootReads } from './declare';
import { heldName, type Relation } from './reads';

type Method = (...parameters: unknown[]) => unknown;
type Resolve = GraphQLFieldResolver<unknown, Context, Record<string, unknown>>;
type Storage = ReturnType<typeof getMetadataStorage>;
type Handler = Storage['fieldResolvers'][number] | Storage['queries'][number];
type Parameter = NonNullable<Handler['params']>[number];

/**
 * Has fields call their resolver methods without type-graphql between them. For every field of every row it would copy
 * the row into an instance of its class, and hand arguments to class-validator, of which nothing here makes use; that
 * takes longer than reading the rows. Mutations stay as they are.
 */
export function resolveDirectly(schema: GraphQLSchema): void {
  const { fieldResolvers, queries, objectTypes, interfaceTypes } = getMetadataStorage();
  const classes = new Map([...objectTypes, ...interfaceTypes].map(({ name, target }) => [name, target as object]));
  const handlers = new Map<object, Map<string, Handler>>();
  for (const handler of fieldResolvers) {
    const type = handler.getObjectType!();
    if (!handlers.has(type)) handlers.set(type, new Map());
    handlers.get(type)!.set(handler.schemaName, handler);
  }
  const queryHandlers = new Map<string, Handler>(queries.map((query) => [query.schemaName, query]));
  /** By the class of the type, one that it extends, or an interface that it implements. */
  const find = (type: GraphQLObjectType, name: string): Handler | undefined =>
    [type, ...type.getInterfaces()]
      .flatMap((each) => ancestry(classes.get(each.name)))
      .map((each) => handlers.get(each)?.get(name))
      .find((handler) => handler !== undefined);

  nameTypesDirectly(schema);
  for (const type of Object.values(schema.getTypeMap()).filter(isInterfaceType)) {
    // Never called: those of the type of the row are.
    for (const field of Object.values(type.getFields())) delete field.resolve;
  }
  const instances = new Map<object, Record<string, Method>>();
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    if (type === schema.getMutationType() || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (!field.resolve) continue;
      const handler = type === schema.getQueryType() ? queryHandlers.get(field.name) : find(type, field.name);
      if (!handler) throw new Error(`${type.name}.${field.name} is resolved by no declared method.`);
      const target = handler.target as unknown as new () => Record<string, Method>;
      const instance = instances.get(target) ?? new target();
      instances.set(target, instance);
      const call = caller(instance, instance[handler.methodName]!, handler.params ?? []);
      const reads = readsOfMethod(target, handler.methodName);
      field.resolve = reads?.to ? takingHeld(reads.to, call) : call;
      if (reads) field.extensions = { ...field.extensions, reads };
      const ofRoot = type === schema.getQueryType() ? rootReads.get(field.name) : undefined;
      if (ofRoot) field.extensions = { ...field.extensions, rootReads: ofRoot };
    }
  }
}

/** type-graphql makes promises of the names of types; graphql-jit takes names alone, and all of ours are known at once. */
function nameTypesDirectly(schema: GraphQLSchema): void {
  for (const { name, resolveType } of getMetadataStorage().interfaceTypes) {
    const type = schema.getType(name);
    if (isInterfaceType(type) && resolveType) type.resolveType = resolveType as (row: unknown) => string;
  }
}

function ancestry(type: object | null | undefined): object[] {
  return type ? [type, ...ancestry(Object.getPrototypeOf(type) as object | null)] : [];
}

/** What takes what the row holds already, and else calls. */
function takingHeld(to: Relation, call: Resolve): Resolve {
  return (root, args, context, info) => {
    const [{ alias, name }] = info.fieldNodes as [FieldNode];
    const held = (root as Record<string, unknown>)[heldName((alias ?? name).value)];
    if (held === undefined) return call(root, args, context, info);
    return 'list' in to ? to.list.unfold(held, args, info) : held;
  };
}

/** What calls the method with each of its parameters in its place. */
function caller(instance: object, method: Method, parameters: readonly Parameter[]): Resolve {
  const takes = [...parameters].sort((one, other) => one.index - other.index).map(taking);
  return (root, args, context, info) =>
    method.apply(
      instance,
      takes.map((take) => take(root, args, context, info)),
    );
}

/** Where a parameter comes from. */
function taking(parameter: Parameter): Resolve {
  switch (parameter.kind) {
    case 'context':
      return (_root, _args, context) => context;
    case 'root':
      return (root) => root;
    case 'args':
      return (_root, args) => args;
    case 'arg':
      return (_root, args) => args[parameter.name];
    case 'info':
      return (_root, _args, _context, info) => info;
    default:
      throw new Error(`${parameter.target.name}.${parameter.methodName} takes a ${parameter.kind} parameter.`);
  }
}
