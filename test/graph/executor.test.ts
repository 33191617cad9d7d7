import { GraphQLList, GraphQLObjectType, GraphQLSchema, GraphQLString, parse } from 'graphql';
import request from 'supertest';
import { Executor } from '../../src/graph/executor';
import { TestServer } from '../support/server';

/** What graphql-jit 0.8.9 takes for a date that it wrote itself, and makes code of. */
const MARK = '__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d';
const CODE = `${MARK}globalThis.wasRun=true`;

describe('the executor', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference', { limits: { operations: 2 } })));
  afterAll(() => server.stop());

  it.each([
    ['an argument', `{ council(gssCode: "${CODE}") { name } }`, {}],
    ['a list in an argument', `{ councils(filter: { search: "${CODE}" }) { totalCount } }`, {}],
    ['a default of a variable', `query ($code: String! = "${CODE}") { council(gssCode: $code) { name } }`, {}],
    ['a variable', 'query ($code: String!) { council(gssCode: $code) { name } }', { code: CODE }],
  ])('runs no text of the caller, given as %s', async (_where, query, variables) => {
    await server.query(query, variables);
    expect(globalThis).not.toHaveProperty('wasRun');
  });

  it('fills in defaults of input fields in variables', async () => {
    const query = 'query ($order: CouncilOrderBy) { councils(first: 1, orderBy: $order) { nodes { name } } }';
    const { councils } = await server.query(query, { order: { field: 'NAME' } });
    expect(councils.nodes[0].name).toBe('Adur');
  });

  it('takes values from variables and from the query side by side, the same query again with others', async () => {
    const query = `query ($first: Int = 2, $code: String!, $long: Boolean! = true) {
      councils(first: $first, filter: { types: [COUNTY] }) { nodes { name @include(if: $long) code @skip(if: $long) } }
      council(gssCode: $code) { name }
    }`;
    expect(await server.query(query, { code: 'E08000004' })).toEqual({
      councils: { nodes: [{ name: 'Cambridgeshire' }, { name: 'Derbyshire' }] },
      council: { name: 'Oldham' },
    });
    expect(await server.query(query, { code: 'E06000021', first: 1, long: false })).toEqual({
      councils: { nodes: [{ code: 'E10000003' }] },
      council: { name: 'Stoke-on-Trent' },
    });
  });

  it.each(['__proto__', 'constructor', 'hasOwnProperty', 'eval', 'arguments', 'class', 'let', 'this', 'toString'])(
    'answers under the name %s',
    async (alias) => {
      const query = `{ ${alias}: council(gssCode: "E08000004") { ${alias}: name } councils(first: 1) { nodes { ${alias}: name } } }`;
      expect(JSON.stringify(await server.query(query))).toBe(
        `{"${alias}":{"${alias}":"Oldham"},"councils":{"nodes":[{"${alias}":"Adur"}]}}`,
      );
    },
  );

  it('tells operations of one document apart', async () => {
    const query =
      'query One { council(gssCode: "E08000004") { name } } query Two { council(gssCode: "E06000021") { name } }';
    const ask = (operationName: string) => request(server.app.server).post('/graphql').send({ query, operationName });
    expect((await ask('One')).body.data.council.name).toBe('Oldham');
    expect((await ask('Two')).body.data.council.name).toBe('Stoke-on-Trent');
  });

  it.each([
    ['{ register { revision } }', 'Other', 'Unknown operation named "Other".'],
    ['query One { __typename } query Two { __typename }', undefined, /^Must provide operation name/],
  ])('says of %s that it cannot tell what to run (%s)', async (query, operationName, says) => {
    const { status, body } = await request(server.app.server).post('/graphql').send({ query, operationName });
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      { message: expect.stringMatching(says), extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } },
    ]);
  });

  it('refuses a variable that is null where an argument must not be', async () => {
    const query =
      'query ($first: Int = 3, $code: String = "x") { council(gssCode: $code) { name } councils(first: $first) { totalCount } }';
    expect((await server.refusal(query, { code: null })).code).toBe('BAD_USER_INPUT');
  });

  it('answers an error of the field where a row throws while it is made into an answer', async () => {
    const schema = new GraphQLSchema({
      query: new GraphQLObjectType({
        name: 'Query',
        fields: {
          row: { type: ROW, resolve: () => Promise.resolve(THROWING) },
          rows: { type: new GraphQLList(ROW), resolve: () => [{ name: 'x' }, THROWING] },
        },
      }),
    });
    const query = '{ row { name } rows { name } }';
    const result = await new Executor(schema).prepare(query, parse(query), null)(undefined, {});
    expect(result.data).toMatchObject({ row: null });
    expect(result.errors!.map(({ message }) => message)).toContain('no name');
  });
});

const ROW = new GraphQLObjectType({ name: 'Row', fields: { name: { type: GraphQLString } } });
const THROWING = {
  get name(): string {
    throw new Error('no name');
  },
};
