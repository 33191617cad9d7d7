import request from 'supertest';
import { TestServer } from '../support/server';

describe('errors', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());

  it('of ours tell the caller an id and nothing else', async () => {
    await server.dataSource.query('alter table publication rename to publication_elsewhere');
    try {
      const { errors, text, status } = await server.ask(
        '{ observations(first: 1) { nodes { publication { title } } } }',
      );
      expect(status).toBe(200);
      expect(errors).toEqual([
        {
          message: expect.stringMatching(/^Something went wrong on our side\. It is logged as [0-9a-f-]{36}\.$/),
          locations: expect.any(Array),
          path: ['observations', 'nodes', 0, 'publication'],
          extensions: { code: 'INTERNAL_SERVER_ERROR', id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
        },
      ]);
      expect(text).not.toMatch(/select|relation|does not exist|stack|node_modules|publication_elsewhere/);
    } finally {
      await server.dataSource.query('alter table publication_elsewhere rename to publication');
    }
  });

  it.each([
    ['a query that is none', '{ councils {', 'GRAPHQL_PARSE_FAILED', 400],
    ['an unknown field', '{ kings { name } }', 'GRAPHQL_VALIDATION_FAILED', 400],
    ['a literal of the wrong type', '{ councils(first: "many") { totalCount } }', 'GRAPHQL_VALIDATION_FAILED', 400],
    [
      'a day that is none',
      '{ observations(filter: { from: "2024-02-30" }) { totalCount } }',
      'GRAPHQL_VALIDATION_FAILED',
      400,
    ],
    ['a page of less than nothing', '{ councils(first: -1) { totalCount } }', 'BAD_USER_INPUT', 200],
    ['a page too large', '{ councils(first: 101) { totalCount } }', 'LIMIT_EXCEEDED', 400],
    ['no operation', '', 'BAD_REQUEST', 400],
  ])('for %s have a code', async (_name, query, code, status) => {
    const response = await server.ask(query);
    expect([response.status, response.errors![0]!.extensions.code]).toEqual([status, code]);
    expect(response.text).not.toMatch(/stacktrace|node_modules/);
  });

  it('for a variable of the wrong type say which', async () => {
    const refusal = await server.refusal('query ($first: Int) { councils(first: $first) { totalCount } }', {
      first: 'x',
    });
    expect(refusal.code).toBe('BAD_USER_INPUT');
    expect(refusal.message).toContain('$first');
  });

  const cursor = (...keys: string[]): string => Buffer.from(JSON.stringify(keys)).toString('base64url');
  it.each([
    ['{ observations(filter: { from: "0000-01-01" }) { totalCount } }', {}],
    [
      'query ($after: String) { observations(after: $after, orderBy: { field: PERIOD }) { nodes { value } } }',
      { after: cursor('PERIOD ASC', '2024-99-99', '2024-01-01', '1', '1') },
    ],
    [
      'query ($after: String) { observations(after: $after, orderBy: { field: VALUE }) { nodes { value } } }',
      { after: cursor('VALUE ASC', '1e+999', '1', '1', '2024-01-01', '2024-01-01') },
    ],
  ])("are the caller's for a value that PostgreSQL cannot take: %s", async (query, variables) => {
    expect((await server.refusal(query, variables)).code).toBe('BAD_USER_INPUT');
  });

  it.each([
    ['JSON that is none', '{', 'application/json', 400],
    ['another type of content', '<a/>', 'text/xml', 415],
  ])('of HTTP have the same shape: %s', async (_name, body, type, status) => {
    const response = await request(server.app.server).post('/graphql').set('content-type', type).send(body);
    expect(response.status).toBe(status);
    expect(response.body).toEqual({ errors: [{ message: expect.any(String), extensions: { code: 'BAD_REQUEST' } }] });
  });

  it('while finding out who calls tell no more than others', async () => {
    const caller = { view: 'council', organisation: 'E08000004' } as const;
    await server.dataSource.query('alter table organisation rename to organisation_elsewhere');
    try {
      const { status, text, errors } = await server.ask('{ viewer { view } }', {}, caller);
      expect(status).toBe(500);
      expect(errors![0]!.extensions.code).toBe('INTERNAL_SERVER_ERROR');
      expect(text).not.toMatch(/organisation|relation|ECONN|select/);
    } finally {
      await server.dataSource.query('alter table organisation_elsewhere rename to organisation');
    }
  });
});
