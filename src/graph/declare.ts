import * as typeGraphql from 'type-graphql';
import type { ViewerRole } from '../identity/viewer';
import type { FieldCost } from '../limits/field-cost';
import { type IdempotentInput, type Payload, perform } from '../writes/perform';
import type { Write } from '../writes/write';
import { type Audience, audienceDirective, describeAudience, EVERYONE, isEveryones, type TypeRule } from './audience';
import type { Context } from './context';
import type { FieldReads, RootReads } from './reads';

/**
 * The decorators that make the graph: type-graphql's, except that nothing can be declared without saying who may see it
 * and what it means. Leaving either out is a type error; the linter keeps type-graphql's own from being used instead.
 */

interface Declaration {
  audience: Audience;
  description: string;
}

/** The GraphQL type, as type-graphql takes it: late, so that modules may refer to each other. */
type TypeThunk = () => typeGraphql.ClassType | (abstract new () => object) | object | [object];

type TypeFunction = Parameters<typeof typeGraphql.Query>[0];

type Decorator = (target: object, key?: string | symbol, third?: PropertyDescriptor | number) => void;

/** What a field costs, where that is not what fields usually cost: see limits/field-cost.ts. */
interface Costed {
  cost?: FieldCost;
}

function declared<Options extends Declaration & Costed>(
  { audience, description, cost, ...rest }: Options,
  make: (options: Omit<Options, 'audience' | 'cost'>) => unknown,
): Decorator {
  const described = { ...rest, description: describeAudience(description, audience) } as Omit<
    Options,
    'audience' | 'cost'
  >;
  // Each is made for one kind of place; type-graphql's own tell them apart by what they are called with.
  const decorators = [make(described), typeGraphql.Directive(audienceDirective(audience))] as Decorator[];
  if (cost) decorators.push(typeGraphql.Extensions({ cost }));
  return (target, key, third) => decorators.forEach((decorate) => decorate(target, key, third));
}

const rules = new Map<string, TypeRule>();

/** The rule of each type that has one, by the name of the type. */
export const typeRules: ReadonlyMap<string, TypeRule> = rules;

interface ObjectDeclaration extends Declaration {
  name?: string;
  implements?: typeGraphql.ObjectTypeOptions['implements'];
  /** Which of its rows a viewer may see, where the audience alone does not say. Checked on every field of the row. */
  rule?: TypeRule;
}

export function ObjectType({ name, rule, ...options }: ObjectDeclaration): ClassDecorator {
  const decorate = declared(options, (rest) => {
    const settings = { ...rest, simpleResolvers: true } as typeGraphql.ObjectTypeOptions;
    return name === undefined ? typeGraphql.ObjectType(settings) : typeGraphql.ObjectType(name, settings);
  });
  return (target) => {
    decorate(target);
    if (rule) rules.set(name ?? target.name, rule);
  };
}

export function InterfaceType(options: Declaration & typeGraphql.InterfaceTypeOptions): ClassDecorator {
  return declared(options, (rest) => typeGraphql.InterfaceType(rest));
}

export function InputType({ name, ...options }: Declaration & { name?: string }): ClassDecorator {
  return declared(options, (rest) =>
    name === undefined ? typeGraphql.InputType(rest) : typeGraphql.InputType(name, rest),
  );
}

export function Field(
  type: TypeThunk,
  options: Declaration & Costed & typeGraphql.FieldOptions,
): PropertyDecorator & MethodDecorator {
  return declared(options, (rest) => typeGraphql.Field(type as TypeFunction, rest));
}

const methodReads = new Map<object, Map<string, FieldReads>>();

/** What a method of a resolver reads, where it says so. */
export const readsOfMethod = (resolver: object, method: string): FieldReads | undefined =>
  methodReads.get(resolver)?.get(method);

/** `reads` lets a query read less, and at once: see reads.ts. A field without it is given its whole row. */
export function FieldResolver(
  type: TypeThunk,
  { reads, ...options }: Declaration & Costed & typeGraphql.FieldOptions & { reads?: FieldReads },
): MethodDecorator {
  const decorate = declared(options, (rest) => typeGraphql.FieldResolver(type as TypeFunction, rest));
  return (target, key, descriptor) => {
    decorate(target, key, descriptor);
    if (!reads) return;
    if (!methodReads.has(target.constructor)) methodReads.set(target.constructor, new Map());
    methodReads.get(target.constructor)!.set(String(key), reads);
  };
}

interface QueryDeclaration extends Declaration, Costed, Pick<typeGraphql.FieldOptions, 'nullable'> {
  /** Whether it answers what is published, and so takes `asOf` (see moments.ts): what is everyone's does, unless said. */
  published?: boolean;
  /** What it reads, where that is all it does: see json/json-answers.ts. */
  reads?: RootReads;
}

const queryReads = new Map<string, RootReads>();

/** What root queries read, where they say so, by their names. */
export const rootReads: ReadonlyMap<string, RootReads> = queryReads;

export function Query(
  type: TypeThunk,
  { published = true, reads, ...options }: QueryDeclaration,
): (target: object, key: string, descriptor: PropertyDescriptor) => void {
  const decorate = declared(options, (rest) => typeGraphql.Query(type as TypeFunction, rest));
  return (target, key, descriptor) => {
    decorate(target, key, descriptor);
    if (reads) queryReads.set(key, reads);
    if (!published) unpublished.add(key);
    // Beyond the method's own parameters: moments.ts takes it, and the method never sees it.
    if (published && isEveryones(options.audience)) asOf(target, key, (descriptor.value as { length: number }).length);
  };
}

const unpublished = new Set<string>();

/** The names of root queries that answer something other than what is published. */
export const unpublishedQueries: ReadonlySet<string> = unpublished;

const asOf = Arg('asOf', () => typeGraphql.GraphQLISODateTime, {
  nullable: true,
  audience: EVERYONE,
  description:
    'Answer as the register was published at this moment, such as 2026-07-01T00:00:00Z; as it is now where not given. What is not published has no past, and is empty then.',
});

type MutationMethod = (write: Write, input: IdempotentInput) => Promise<Payload>;

interface MutationDeclaration extends Declaration {
  /** What the caller must be in their organisation. */
  role: ViewerRole;
}

/**
 * A mutation: a method of a write and an input, which answers a payload. It is run by `perform`, so none can forget its
 * role, its idempotency key, its transaction or its audit entry.
 */
export function Mutation(payload: TypeThunk, input: TypeThunk, { role, ...options }: MutationDeclaration) {
  const decorate = declared(options, (rest) => typeGraphql.Mutation(payload as TypeFunction, rest));
  const inputArgument = Arg('input', input, { audience: options.audience, description: 'What to do.' });
  return (target: object, key: string, descriptor: PropertyDescriptor): void => {
    const work = descriptor.value as MutationMethod;
    descriptor.value = function (this: unknown, context: Context, given: IdempotentInput): Promise<Payload> {
      return perform(context, key, role, given, (write) => work.call(this, write, given));
    };
    decorate(target, key, descriptor);
    typeGraphql.Ctx()(target, key, 0);
    inputArgument(target, key, 1);
    roles.set(key, role);
  };
}

const roles = new Map<string, ViewerRole>();

/** The role that each mutation needs, by its name. */
export const mutationRoles: ReadonlyMap<string, ViewerRole> = roles;

export function Arg(
  name: string,
  type: TypeThunk,
  options: Declaration & Omit<typeGraphql.ArgOptions, 'name'>,
): ParameterDecorator {
  return declared(options, (rest) => typeGraphql.Arg(name, type as TypeFunction, rest));
}

const enumAudiences = new Map<string, { audience: Audience; values: Record<string, Audience> }>();

/** The audiences of enums and their values, which type-graphql takes no directives for; by the name of the enum. */
export const declaredEnums: ReadonlyMap<string, { audience: Audience; values: Record<string, Audience> }> =
  enumAudiences;

export function registerEnumType<Enum extends object>(
  type: Enum,
  { name, audience, description, values }: Declaration & { name: string; values: Record<keyof Enum, Declaration> },
): void {
  const entries = Object.entries<Declaration>(values);
  typeGraphql.registerEnumType(type, {
    name,
    description: describeAudience(description, audience),
    valuesConfig: Object.fromEntries(
      entries.map(([value, each]) => [value, { description: describeAudience(each.description, each.audience) }]),
    ) as Record<keyof Enum, { description: string }>,
  });
  enumAudiences.set(name, {
    audience,
    values: Object.fromEntries(entries.map(([value, each]) => [value, each.audience])),
  });
}
