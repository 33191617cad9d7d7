import fc, { type GeneratorValue } from 'fast-check';
import {
  getNamedType,
  getNullableType,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
  isScalarType,
  isUnionType,
  OperationTypeNode,
} from 'graphql';
import { readId } from '../../src/graph/node';
import { typeChangedBy } from '../support/sample-input';
import { HOSTILE_TEXTS } from './hostile-texts';

/** What is drawn as a request. */
export interface DrawnRequest {
  query: string;
  variables: Record<string, unknown>;
}

/** What there is in the register that a request may name. */
export interface Known {
  codes: readonly string[];
  ids: readonly string[];
  cursors: readonly string[];
}

const DEEPEST = 4;
const hostile = Object.values(HOSTILE_TEXTS);
/** Short ones, of which many fit into a request. */
const hostileWords = hostile.filter(({ length }) => length < 1_000);

const below = (count: number) => fc.nat({ max: count - 1 });
const oneIn = (count: number) => fc.nat({ max: count - 1 }).map((drawn) => drawn === count - 1);
const anyText = () => fc.string({ unit: 'binary', maxLength: 12 });
const anyNumber = () =>
  fc.oneof(
    fc.integer({ min: 0, max: 12 }),
    fc.constantFrom(-1, 100, 101, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 53, -0, 0.5, 1e308, 5e-324, 2026),
  );
const anyDay = () =>
  fc.oneof(
    fc.date({ min: new Date('2020-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }).map(dayOf),
    // prettier-ignore
    fc.constantFrom('2026-02-30', '0000-01-01', '0001-01-01', '9999-12-31', '10000-01-01', '-000001-01-01', '+275760-09-13',
      'infinity', '-infinity', 'now', 'epoch', '2026-1-1', '2026-01-01T00:00:00Z', ''),
  );
const anyMoment = () =>
  fc.oneof(
    fc
      .date({ min: new Date('2020-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString()),
    // prettier-ignore
    fc.constantFrom('0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '+275760-09-13T00:00:00Z', '-271821-04-20T00:00:00Z',
      '2026-06-30T23:59:60Z', '2026-01-01', 'now', 'infinity', ''),
  );
const anyPeriod = () =>
  fc.constantFrom('2026', '2026-Q1', '2026-03', '2026-03-25', '2025-04-01/P1Y', '2026-01-01/2026-03-31', '2026-Q9');
/** Values of no type that an argument has. */
const anythingElse = () =>
  fc.constantFrom<() => unknown>(
    () => null,
    () => true,
    () => -1,
    () => 1e21,
    () => 'text',
    () => [],
    () => ({}),
    () => [[[]]],
    () => JSON.parse('{"__proto__": {"isAdmin": true}, "constructor": {"prototype": null}}') as unknown,
    () => ['E08000004', null, 7],
  );

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

/** Draws requests from a schema: every argument, right and wrong values, in the query and as variables. */
export class Drawing {
  private definitions: string[] = [];
  private variables: Record<string, unknown> = {};
  /** Whether each value is of its type and, mostly, of something that there is: what is wrong then is found late. */
  private tidy = false;
  private ids: readonly string[] = [];

  constructor(
    private readonly draw: GeneratorValue,
    private readonly schema: GraphQLSchema,
    private readonly known: Known,
  ) {}

  request(kind: OperationTypeNode, field: GraphQLField<unknown, unknown>): DrawnRequest {
    [this.definitions, this.variables] = [[], {}];
    this.tidy = this.happens(2);
    const mutates = kind === OperationTypeNode.MUTATION;
    const fitting = this.known.ids.filter((id) => readId(id).typeName === typeChangedBy(field.name));
    this.ids = this.tidy && fitting.length > 0 ? fitting : this.known.ids;
    const { name } = field;
    const selection = mutates
      ? `${name}${this.arguments(field.args)} { userErrors { code } ${this.selection(field, 2)} }`
      : this.field(field, 1 + this.number(DEEPEST));
    const definitions = this.definitions.length > 0 ? ` (${this.definitions.join(', ')})` : '';
    return { query: `${kind}${definitions} { ${selection} }`, variables: this.variables };
  }

  private number(count: number): number {
    return this.draw(below, count);
  }

  private happens(count: number): boolean {
    return this.draw(oneIn, count);
  }

  private pick<Item>(items: readonly Item[]): Item {
    return items[this.number(items.length)]!;
  }

  /** What makes a request wrong, so often in those that are not tidy. */
  private goesWrong(count: number): boolean {
    return !this.tidy && this.happens(count);
  }

  private field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(field.type);
    const directive = this.goesWrong(20)
      ? ` @${this.pick(['skip', 'include'])}(if: ${this.pick(['true', 'false'])})`
      : '';
    const selection = isLeafType(type) ? '' : ` { ${this.selection(field, depth - 1)} }`;
    return `${field.name}${this.arguments(field.args)}${directive}${selection}`;
  }

  private selection(field: GraphQLField<unknown, unknown>, depth: number): string {
    return this.selected(getNamedType(field.type) as GraphQLCompositeType, depth);
  }

  private selected(type: GraphQLCompositeType, depth: number): string {
    const parts = [this.happens(4) || isUnionType(type) ? '__typename' : ''];
    if (isAbstractType(type)) {
      const possible = this.pick(this.schema.getPossibleTypes(type));
      parts.push(`... on ${possible.name} { ${this.selected(possible, depth)} }`);
    } else {
      const all = Object.values(type.getFields());
      const fields = depth > 0 ? all : all.filter((field) => isLeafType(getNamedType(field.type)));
      const drawn = new Set(
        fields.length > 0 ? Array.from({ length: 1 + this.number(4) }, () => this.pick(fields)) : [],
      );
      if (drawn.size === 0) parts.push('__typename');
      for (const field of drawn) parts.push(this.field(field, depth));
    }
    return parts.filter(Boolean).join(' ');
  }

  private arguments(args: readonly GraphQLArgument[]): string {
    const given = args.filter((each) => (isRequiredArgument(each) ? !this.goesWrong(20) : this.happens(3)));
    return given.length > 0 ? `(${given.map((each) => `${each.name}: ${this.argument(each)}`).join(', ')})` : '';
  }

  private argument({ name, type }: GraphQLArgument): string {
    const value = this.value(type, name);
    if (!this.happens(3)) return literal(value, type);
    const variable = `v${this.definitions.length}`;
    this.definitions.push(`$${variable}: ${this.goesWrong(20) ? '[String!]' : String(type)}`);
    if (!this.goesWrong(20)) this.variables[variable] = value;
    return `$${variable}`;
  }

  private value(type: GraphQLInputType, name: string): unknown {
    if (this.goesWrong(12)) return this.draw(anythingElse)();
    if (!isNonNullType(type) && this.happens(20)) return null;
    return this.nonNull(getNullableType(type), name);
  }

  private nonNull(type: GraphQLInputType, name: string): unknown {
    if (isListType(type)) {
      return this.goesWrong(6)
        ? this.value(type.ofType, name)
        : Array.from({ length: this.number(4) }, () => this.value(type.ofType, name));
    }
    if (isEnumType(type)) return this.pick(type.getValues()).name;
    if (isInputObjectType(type)) return this.input(Object.values(type.getFields()));
    return isScalarType(type) ? this.scalar(type.name, name) : null;
  }

  private input(fields: readonly GraphQLInputField[]): Record<string, unknown> {
    const given = fields.filter((field) => (isRequiredInputField(field) ? !this.goesWrong(30) : this.happens(3)));
    const value = Object.fromEntries(given.map(({ name, type }) => [name, this.value(type, name)]));
    return this.goesWrong(30) ? { ...value, notAField: 1 } : value;
  }

  private scalar(type: string, name: string): unknown {
    switch (type) {
      case 'Int':
        if (name === 'expectedVersion') return 1 + this.number(3);
        return this.tidy ? this.number(13) : this.draw(anyNumber);
      case 'Float':
        return this.draw(anyNumber);
      case 'Boolean':
        return this.pick([true, false]);
      case 'LocalDate':
        return this.draw(anyDay);
      case 'DateTimeISO':
        return this.draw(anyMoment);
      case 'ID':
        return this.goesWrong(3) ? this.text() : this.pick(this.ids);
      default:
        // Never the same twice.
        if (name === 'idempotencyKey') return `${this.goesWrong(5) ? this.text() : 'drawn'}-${this.number(2 ** 31)}`;
        if (name === 'period') return this.draw(anyPeriod);
        if (/^(after|before)$/.test(name)) return this.goesWrong(2) ? this.text() : this.pick(this.known.cursors);
        return this.happens(this.tidy && /code/i.test(name) ? 10 : 2) ? this.text() : this.pick(this.known.codes);
    }
  }

  private text(): string {
    return this.happens(3) ? this.draw(anyText) : this.pick(this.happens(50) ? hostile : hostileWords);
  }
}

/** A value as it is written in a query; what cannot be, as a text. */
function literal(value: unknown, type: GraphQLInputType): string {
  if (value === undefined || value === null) return 'null';
  if (Array.isArray(value)) {
    const items = isNonNullType(type) ? type.ofType : type;
    const of = isListType(items) ? items.ofType : type;
    return `[${value.map((each) => literal(each, of)).join(', ')}]`;
  }
  const named = getNamedType(type);
  if (typeof value === 'object') {
    const fields = isInputObjectType(named) ? named.getFields() : {};
    const entries = Object.entries(value).map(
      ([name, each]) => `${name}: ${literal(each, fields[name]?.type ?? type)}`,
    );
    return `{ ${entries.join(', ')} }`;
  }
  return isEnumType(named) && typeof value === 'string' && /^[A-Z_]+$/.test(value) ? value : JSON.stringify(value);
}
