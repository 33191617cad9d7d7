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
    ['a page too large', '{ councils(first: 101) { totalCount } }', 'BAD_USER_INPUT', 200],
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
});
