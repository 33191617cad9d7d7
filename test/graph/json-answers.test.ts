import {
  getNamedType,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { buildUnshieldedView } from '../../src/graph/schema';
import { type GraphResponse, TestServer } from '../support/server';

type Field = GraphQLField<unknown, unknown>;
type Type = GraphQLObjectType | GraphQLInterfaceType;

const schema = buildUnshieldedView('PUBLIC');
const roots = Object.values(schema.getQueryType()!.getFields()).filter(({ extensions }) => extensions['rootReads']);
const lists = roots.filter(({ type }) => getNamedType(type).name.endsWith('Connection'));
/** What the root fields that find one thing are given. */
const KEYS: Record<string, string> = {
  action: 'code: "A01"',
  area: 'code: "E12000002"',
  council: 'gssCode: "E08000004"',
  indicator: 'code: "wellbeing_anxiety"',
  organisation: 'code: "E08000004"',
  recommendation: 'code: "12"',
  strategicPriority: 'code: "2a"',
};
const DEEPEST = 3;

const isType = (type: unknown): type is Type => isObjectType(type) || isInterfaceType(type);

/** A field with a selection, of the items where it is a list in pages. */
function withSelection(field: Field, selection: string): string {
  const key = roots.includes(field) && KEYS[field.name] ? `(${KEYS[field.name]})` : '';
  return getNamedType(field.type).name.endsWith('Connection')
    ? `${field.name}${key} { nodes { ${selection} } }`
    : `${field.name}${key} { ${selection} }`;
}

function rowsOf(field: Field): Type | undefined {
  const type = getNamedType(field.type) as Type;
  const rows = type.name.endsWith('Connection') ? getNamedType(type.getFields()['nodes']!.type) : type;
  return isType(rows) ? rows : undefined;
}

/** Something to ask of any row; of some interfaces there is nothing but an id. */
const leafOf = (type: Type): string => (isObjectType(type) ? '__typename' : type.getFields()['name'] ? 'name' : 'id');

/** A query for each field of each type, under the first fields that lead to the type. */
function questions(): string[] {
  const found: string[] = [];
  const seen = new Set<Type>();
  let level: { type: Type; within: (selection: string) => string }[] = [];
  const follow = (field: Field, within: (selection: string) => string): void => {
    const type = rowsOf(field);
    if (type && !seen.has(type)) level.push({ type, within: (inner) => within(withSelection(field, inner)) });
    if (type) seen.add(type);
  };
  roots.forEach((field) => follow(field, (inner) => `{ ${inner} }`));
  for (let depth = 0; depth < DEEPEST; depth++) {
    const now = level;
    level = [];
    for (const { type, within } of now) {
      for (const field of Object.values(type.getFields())) {
        if (field.args.some(isRequiredArgument)) continue;
        const rows = rowsOf(field);
        found.push(within(rows ? withSelection(field, leafOf(rows)) : `${field.name} again: ${field.name}`));
        follow(field, within);
      }
    }
  }
  return found;
}

describe('answers that PostgreSQL makes', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());

  const isMade = (): boolean =>
    server.statements.length > 0 && server.statements.every((sql) => sql.endsWith('as json'));

  /** Asks; and again so that resolvers answer, where they did not. */
  async function compare(query: string): Promise<{ isMade: boolean; answer: GraphResponse }> {
    const answer = await server.ask(query);
    if (!isMade()) return { isMade: false, answer };
    const resolved = await server.ask(query.replace('{', '{ __typename @include(if: false)'));
    expect(isMade()).toBe(false);
    // As texts, so that the order of fields counts too.
    expect({ query, answer: JSON.stringify(answer.data) }).toEqual({ query, answer: JSON.stringify(resolved.data) });
    return { isMade: true, answer };
  }

  it('are those of the resolvers, for each field of each type', async () => {
    const made: string[] = [];
    for (const query of questions()) {
      const { isMade, answer } = await compare(query);
      expect({ query, status: answer.status, errors: answer.errors }).toEqual({
        query,
        status: 200,
        errors: undefined,
      });
      if (isMade) made.push(query);
    }
    expect(made.length).toBeGreaterThan(150);
  }, 120_000);

  it('have the same pages, whichever way they are gone through', async () => {
    let pages = 0;
    for (const list of lists) {
      const order = list.args.find(({ name }) => name === 'orderBy');
      const input = order && getNamedType(order.type);
      const field = isInputObjectType(input) ? getNamedType(input.getFields()['field']!.type) : undefined;
      const orders = isEnumType(field) ? field.getValues().map(({ name }) => name) : [];
      for (const each of orders) {
        for (const direction of ['ASC', 'DESC']) {
          for (const [size, beyond, cursor] of [
            ['first', 'after', 'endCursor'],
            ['last', 'before', 'startCursor'],
          ]) {
            let from = '';
            for (let page = 0; page < 2; page++) {
              const { isMade, answer } = await compare(
                `{ ${list.name}(${size}: 7, orderBy: { field: ${each}, direction: ${direction} }${from}) {
                totalCount edges { cursor node { ${leafOf(rowsOf(list)!)} } } nodes { ${leafOf(rowsOf(list)!)} }
                pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
              );
              expect({ list: list.name, isMade }).toEqual({ list: list.name, isMade: true });
              const { pageInfo } = answer.data[list.name];
              pages++;
              if (!pageInfo[cursor!]) break;
              from = `, ${beyond}: "${pageInfo[cursor!]}"`;
            }
          }
        }
      }
    }
    expect(pages).toBeGreaterThan(100);
  }, 120_000);

  it.each([
    ['a page of no rows', '{ councils(first: 0) { nodes { name } pageInfo { hasNextPage endCursor } } }'],
    ['where a page lies alone', '{ regions { pageInfo { __typename hasPreviousPage } } }'],
    ['nothing that is found', '{ council(gssCode: "E99999999") { name } }'],
    ['the same field twice', '{ council(gssCode: "E08000004") { name name region { name } region { code } } }'],
    [
      'fragments',
      `{ council(gssCode: "E08000004") { ...Named ... on Council { type } ... { gssCode } neighbours { ...Named } } }
       fragment Named on Council { __typename name }`.replace(/\s+/g, ' '),
    ],
    [
      'ids',
      `{ councils(first: 2) { nodes { id region { id } assignments(first: 2) { nodes { id recommendation { id } } }
         observations(first: 2) { nodes { id indicator { id } } } } } }`,
    ],
    [
      'several root fields',
      '{ one: council(gssCode: "E08000004") { name } two: councils(first: 2) { nodes { name } } recommendations { totalCount } }',
    ],
    ['a long name', `{ council(gssCode: "E08000004") { ${'a'.repeat(80)}: name ${'a'.repeat(80)}b: type } }`],
    [
      'counts',
      `{ recommendations(first: 100) { nodes { code progress { notReported dutyBearers reported overdue slipped medianDaysSlipped selfRatedAboveVerified again: reported } } }
         recommendation(code: "12") { progress { dutyBearers } } }`,
    ],
    [
      'lists in lists',
      `{ regions { nodes { name councils(last: 3, orderBy: { field: NAME, direction: DESC }) { totalCount nodes { name
         observations(first: 2, filter: { indicators: ["wellbeing_anxiety"] }) { nodes { value period { start end } indicator { code direction } } pageInfo { hasNextPage } } } } } } }`,
    ],
  ])('are those of the resolvers, for %s', async (_what, query) => {
    expect((await compare(query)).isMade).toBe(true);
  });

  it('answer other values of the same variables', async () => {
    const query =
      'query ($code: String!, $first: Int) { council(gssCode: $code) { name observations(first: $first) { nodes { value } } } }';
    for (const [code, name, first] of [
      ['E08000004', 'Oldham', 2],
      ['E06000021', 'Stoke-on-Trent', 3],
      ['E08000004', 'Oldham', 2],
    ] as const) {
      const { council } = await server.query(query, { code, first });
      expect(council.name).toBe(name);
      expect(council.observations.nodes).toHaveLength(first);
      expect(isMade()).toBe(true);
    }
  });

  it.each([
    ['a cursor of no list', '{ councils(after: "nonsense") { nodes { name } } }', 'BAD_USER_INPUT'],
    [
      'both ends of a list',
      '{ regions { nodes { councils(first: 1, last: 1) { nodes { name } } } } }',
      'BAD_USER_INPUT',
    ],
  ])('leave it to resolvers to refuse %s', async (_what, query, code) => {
    expect((await server.refusal(query)).code).toBe(code);
  });

  it.each([
    ['what only a resolver can tell', '{ areas { nodes { id code } } }'],
    ['the past', '{ councils(first: 1, asOf: "2099-01-01T00:00:00Z") { nodes { name } } }'],
  ])('are not made of %s', async (_what, query) => {
    await server.ask(query);
    expect(server.statements.some((sql) => sql.endsWith('as json'))).toBe(false);
  });

  it('fail as those of resolvers do', async () => {
    const query = '{ council(gssCode: "E08000004") { name } councils(first: 1) { nodes { name } } }';
    await server.query(query);
    await server.dataSource.query('alter table area_code rename to area_code_away');
    try {
      const { status, data, errors } = await server.ask(query);
      expect({ status, data }).toEqual({
        status: 200,
        data: { council: null, councils: { nodes: [{ name: 'Adur' }] } },
      });
      expect(errors).toEqual([
        expect.objectContaining({
          path: ['council'],
          extensions: expect.objectContaining({ code: 'INTERNAL_SERVER_ERROR' }),
        }),
      ]);
    } finally {
      await server.dataSource.query('alter table area_code_away rename to area_code');
    }
  });
});
