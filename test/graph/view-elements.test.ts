import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isListType,
  isNonNullType,
  getNullableType,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
} from 'graphql';
import { buildGraph } from '../../src/graph/schema';
import { inTurn } from '../support/in-turn';
import { type Caller, TestServer, UNLIMITED } from '../support/server';
import { argumentsOf, waysTo, wrap } from '../support/sweep';
import { CALLERS, plantUnpublishedWork, viewOf } from '../support/unpublished-world';

jest.setTimeout(300_000);

const { whole, audiences } = buildGraph();
const callers = Object.entries(CALLERS);
const ways = waysTo(whole);
const objectTypes = Object.values(whole.getTypeMap())
  .filter(isObjectType)
  .filter((type) => !isIntrospectionType(type));

/** A selection on a type, with the coordinates of all that it names. */
interface Part {
  text: string;
  coordinates: string[];
}

/** A literal for each field of an input, and for each value where the field is an enum; with what it must be seen by. */
function inputLiterals(input: GraphQLInputObjectType): Part[] {
  const fields = Object.values(input.getFields());
  const samples = (field: GraphQLInputField): Part[] => {
    const type = getNamedType(field.type);
    const list = isListType(getNullableType(field.type));
    const own = `${input.name}.${field.name}`;
    const wrapList = (text: string): string => (list ? `[${text}]` : text);
    if (isEnumType(type)) {
      return type.getValues().map(({ name }) => ({
        text: wrapList(name),
        coordinates: [input.name, own, type.name, `${type.name}.${name}`],
      }));
    }
    const literals: Record<string, string> = {
      Boolean: 'true',
      LocalDate: '"2024-01-01"',
      String: '"x"',
      Int: '1',
      ID: '"x"',
      DateTimeISO: '"2024-01-01T00:00:00Z"',
    };
    return [{ text: wrapList(literals[type.name]!), coordinates: [input.name, own] }];
  };
  const required = fields.filter((field) => isNonNullType(field.type) && field.defaultValue === undefined);
  return fields.flatMap((field) =>
    samples(field).map(({ text, coordinates }) => {
      const others = required.filter((each) => each !== field).map((each) => `${each.name}: ${samples(each)[0]!.text}`);
      return { text: `{ ${[`${field.name}: ${text}`, ...others].join(', ')} }`, coordinates };
    }),
  );
}

describe('the four views', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start('reference', { limits: UNLIMITED });
    await plantUnpublishedWork(server.dataSource);
  });
  afterAll(() => server.stop());

  /** Whether a caller's view has all that leads to a type, and the type. */
  const reaches = (type: GraphQLObjectType, caller: Caller | null): boolean =>
    [...ways.get(type.name)!.map(({ coordinate }) => coordinate), type.name].every((each) =>
      audiences.get(each)!.includes(viewOf(caller)),
    );

  /**
   * Asks the parts that a caller's view has together, which must be answered, and the others together, each of which must
   * be an error of its own: a part stands on a line of its own, and errors say the line. Tells what went otherwise.
   */
  const tryParts = async (
    type: GraphQLObjectType,
    parts: readonly Part[],
    [name, caller]: [string, Caller | null],
    mayHaveErrors = false,
  ): Promise<string[]> => {
    const way = ways.get(type.name)!;
    const ask = (some: readonly Part[]) =>
      server.ask(
        wrap(way, `\n${some.map(({ text }, index) => `part${index}: ${text}`).join('\n')}\n`),
        undefined,
        caller ?? undefined,
      );
    const wrong: string[] = [];
    const isReached = reaches(type, caller);
    const isSeen = ({ coordinates }: Part): boolean =>
      isReached && coordinates.every((each) => audiences.get(each)!.includes(viewOf(caller)));
    const seen = parts.filter(isSeen);
    if (seen.length > 0) {
      const { status, text, errors } = await ask(seen);
      if (status !== 200 || (errors && !mayHaveErrors))
        wrong.push(`${name} ${type.name}: ${status} ${text.slice(0, 300)}`);
    }
    const unseen = parts.filter((part) => !isSeen(part));
    if (unseen.length > 0) {
      const { status, errors = [] } = await ask(unseen);
      const isUnknown =
        status === 400 && errors.every(({ extensions }) => extensions.code === 'GRAPHQL_VALIDATION_FAILED');
      // The first part is on the second line. Where the view has no way to the type, that is what the errors are about.
      const lines = new Set(errors.flatMap(({ locations }) => locations!.map(({ line }) => line)));
      unseen.forEach(({ coordinates }, index) => {
        if (!isUnknown || (isReached && !lines.has(index + 2))) {
          wrong.push(`${name} is not refused ${coordinates.at(-1)}: ${status}`);
        }
      });
    }
    return wrong;
  };

  const partsOf = (type: GraphQLObjectType): Part[] =>
    Object.values(type.getFields()).map((field) => ({
      text: `${field.name}${argumentsOf(type.name, field)}${isLeafType(getNamedType(field.type)) ? '' : ' { __typename }'}`,
      coordinates: [`${type.name}.${field.name}`],
    }));

  it('answer every field of the schema to every caller as declared', async () => {
    const wrong: string[] = [];
    let compared = 0;
    const expired = await server.token({ view: 'office', organisation: 'OSCDR', expires: '1 hour ago' });
    // The parts of mutations have no way to them: test/writes tries those.
    const without = objectTypes.filter(({ name }) => !ways.has(name)).map(({ name }) => name);
    without.forEach((name) => expect(name).toMatch(/^(Mutation|UserError|\w+Payload)$/));
    await inTurn(
      objectTypes.filter(({ name }) => ways.has(name)),
      async (type) => {
        const parts = partsOf(type);
        for (const caller of callers) wrong.push(...(await tryParts(type, parts, caller)));
        compared += parts.length * callers.length;
        const refused = await server.askWithToken(wrap(ways.get(type.name)!, '__typename'), undefined, expired);
        if (refused.status !== 401 || refused.data !== undefined) wrong.push(`expired ${type.name}: ${refused.status}`);
      },
    );
    console.info(`${compared} answers compared with the declarations`);
    expect(wrong).toEqual([]);
  });

  it('answer every field also where it is asked alone', async () => {
    const alone = objectTypes
      .filter(({ name }) => ways.has(name))
      .flatMap((type) => partsOf(type).map((part) => ({ type, part })));
    const wrong: string[] = [];
    // The Office is the only one who sees them all.
    await inTurn(alone, async ({ type, part }) => {
      wrong.push(...(await tryParts(type, [part], ['office', CALLERS['office']!])));
    });
    expect(alone.length).toBeGreaterThan(800);
    expect(wrong).toEqual([]);
  });

  it('take every argument from every caller as declared', async () => {
    const wrong: string[] = [];
    await inTurn(
      objectTypes.filter(({ name }) => ways.has(name)),
      async (type) => {
        const parts = Object.values(type.getFields()).flatMap((field) => {
          const others = argumentsOf(type.name, field).slice(1, -1);
          return field.args
            .filter((each) => !isRequiredArgument(each))
            .map(({ name }): Part => ({
              text: `${field.name}(${[others, `${name}: null`].filter(Boolean).join(', ')}) { __typename }`,
              coordinates: [`${type.name}.${field.name}`, `${type.name}.${field.name}(${name}:)`],
            }));
        });
        for (const caller of callers) wrong.push(...(await tryParts(type, parts, caller, true)));
      },
    );
    expect(wrong).toEqual([]);
  });

  it('take every input field and every enum value from every caller as declared', async () => {
    const wrong: string[] = [];
    const places = new Map<string, { type: GraphQLObjectType; parts: Part[] }>();
    for (const type of objectTypes.filter(({ name }) => ways.has(name))) {
      for (const field of Object.values(type.getFields())) {
        for (const argument of field.args) {
          const input = getNamedType(argument.type);
          if (!isInputObjectType(input) || places.has(input.name)) continue;
          const coordinate = `${type.name}.${field.name}`;
          const parts = inputLiterals(input).map(({ text, coordinates }) => ({
            text: `${field.name}(${argument.name}: ${text}) { __typename }`,
            coordinates: [coordinate, `${coordinate}(${argument.name}:)`, ...coordinates],
          }));
          places.set(input.name, { type, parts });
        }
      }
    }
    await inTurn([...places.values()], async ({ type, parts }) => {
      for (const caller of callers) wrong.push(...(await tryParts(type, parts, caller, true)));
    });
    const ofMutations = new Set(
      Object.values(whole.getMutationType()!.getFields()).map(({ args }) => getNamedType(args[0]!.type).name),
    );
    ofMutations.add('EvidenceInput');
    const inputs = Object.values(whole.getTypeMap()).filter(isInputObjectType);
    expect([...places.keys(), ...ofMutations].sort()).toEqual(inputs.map(({ name }) => name).sort());
    expect(wrong).toEqual([]);
  });
});
