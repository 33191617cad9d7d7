import { getIntrospectionQuery } from 'graphql';
import { buildView } from '../../src/graph/schema';
import { DEFAULT_LIMITS } from '../../src/limits/limits';
import { type Caller, TestServer } from '../support/server';
import { judge, type Judged } from './judge';
import { type Answer, KeptConnections } from './kept-connections';
import { record } from './record';

const OFFICE: Caller = { view: 'office', organisation: 'OSCDR', roles: ['submitter', 'publisher', 'administrator'] };
const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');
const MUTATION =
  'mutation { openAction(input: { code: "Z1", title: "x", summary: "x", ownerCode: "OSCDR", idempotencyKey: "by-address-1" }) { userErrors { code } } }';
const PREFLIGHT = { 'apollo-require-preflight': 'true' };

/** What the audit of GraphQL servers "graphql-cop" looks for, tried on a server as it is in production. */
describe('what scanners of GraphQL look for', () => {
  let server: TestServer;
  let connections: KeptConnections;
  let token: string;
  let checks = 0;
  beforeAll(async () => {
    server = await TestServer.start('reference');
    connections = await KeptConnections.to(server);
    token = await server.token(OFFICE);
  });
  afterAll(async () => {
    record({
      part: 'attack',
      tried:
        'What graphql-cop looks for: aliases, batches, directives, circles, duplication, traces, CSRF, explorer, suggestions, introspection, unhandled errors',
      count: `${checks} checks`,
      happened: 'each refused by its limit, or open on purpose and documented (introspection, suggestions, explorer)',
    });
    await connections.stop();
  });
  beforeEach(() => (checks += 1));

  const ask = async (query: string): Promise<Judged & Answer> => {
    const answer = await connections.ask({ query });
    return { ...answer, ...judge(answer) };
  };
  const expectLimit = async (query: string, name: string): Promise<void> => {
    const { faults, errors, status } = await ask(query);
    expect([faults, status]).toEqual([[], 400]);
    expect(errors[0]!.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: { name } });
  };

  it('101 aliases of one field', () =>
    expectLimit(`{ ${times(101, (index) => `alias${index}: __typename`)} }`, 'rootFields'));
  it('101 aliases below one field', () =>
    expectLimit(`{ council(gssCode: "E08000004") { ${times(101, (index) => `alias${index}: name`)} } }`, 'aliases'));

  it.each([2, 10, 100])('%d queries in a list', async (count) => {
    const answer = await connections.ask(Array.from({ length: count }, () => ({ query: '{ __typename }' })));
    expect([answer.status, judge(answer).errors[0]!.extensions.code]).toEqual([400, 'LIMIT_EXCEEDED']);
  });

  it('directives that there are not, one after another', async () => {
    const { status, errors } = await ask(`{ __typename ${'@aa'.repeat(10)} }`);
    expect([status, errors[0]!.extensions.code]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
    await expectLimit(`{ __typename ${'@aa'.repeat(50)} }`, 'directives');
    await expectLimit(`{ __typename ${'@include(if: true)'.repeat(11)} }`, 'directives');
  });

  it('fragments that go round in a circle', async () => {
    const { status, errors } = await ask(
      '{ ...A } fragment A on Query { __typename ...B } fragment B on Query { __typename ...A }',
    );
    expect([status, errors[0]!.extensions.code]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
  });

  it('the same field 500 times, and 10,000 times', async () => {
    await expectLimit(`{ ${'__typename '.repeat(500)} }`, 'rootFields');
    // Of one object a field is one value, however often it is asked for.
    const { data } = await ask(`{ council(gssCode: "E08000004") { ${'name '.repeat(500)} } }`);
    expect(data).toEqual({ council: { name: 'Oldham' } });
    await expectLimit(`{ council(gssCode: "E08000004") { ${'name '.repeat(10_000)} } }`, 'tokens');
  });

  it('introspection that goes round in a circle', async () => {
    const { status, errors } = await ask(
      `{ __schema { types { ${'fields { type { '.repeat(4)} name ${'} } '.repeat(4)} } } }`,
    );
    expect(status).toBe(400);
    expect(errors[0]!.message).toContain('introspection depth');
  });

  it.each([
    {},
    { 'apollo-tracing': '1' },
    { 'apollo-federation-include-trace': 'ftv1' },
    { 'x-apollo-tracing': '1', debug: 'true' },
  ])('traces and stacks, asked for by %j', async (headers) => {
    for (const query of [
      '{ __typename }',
      '{ unknown }',
      '{ node(id: "\\u0000") { id } }',
      '{ register(asOf: "9999-01-01T00:00:00Z") { revision } }',
    ]) {
      const answer = await connections.send('POST', '/graphql', JSON.stringify({ query }), {
        'content-type': 'application/json',
        ...headers,
      });
      expect(judge(answer).faults).toEqual([]);
      expect(answer.text).not.toMatch(/stacktrace|"exception"|"tracing"|"ftv1"|"extensions":\{"tracing/);
    }
  });

  it('a mutation by GET, with a token and the header that says it is no page', async () => {
    const path = `/graphql?query=${encodeURIComponent(MUTATION)}`;
    const headers = { ...PREFLIGHT, authorization: `Bearer ${token}` };
    for (const method of ['GET', 'HEAD']) {
      expect((await connections.send(method, path, undefined, headers)).status).toBe(405);
    }
    expect((await connections.send('GET', path, undefined, { authorization: `Bearer ${token}` })).status).toBe(400);
    expect((await server.query('{ action(code: "Z1") { code } }')).action).toBeNull();
  });

  it.each([
    ['application/x-www-form-urlencoded', `query=${encodeURIComponent(MUTATION)}`],
    ['text/plain', JSON.stringify({ query: MUTATION })],
    [
      'multipart/form-data; boundary=x',
      `--x\r\ncontent-disposition: form-data; name="query"\r\n\r\n${MUTATION}\r\n--x--`,
    ],
    ['', JSON.stringify({ query: MUTATION })],
  ])('a mutation by POST as %j, which a form elsewhere could send', async (type, body) => {
    for (const headers of [{}, PREFLIGHT]) {
      const { status } = await connections.send('POST', '/graphql', body, {
        ...(type && { 'content-type': type }),
        authorization: `Bearer ${token}`,
        ...headers,
      });
      expect([400, 415]).toContain(status);
    }
    expect((await server.query('{ action(code: "Z1") { code } }')).action).toBeNull();
  });

  it('a query by GET, which an image elsewhere could send', async () => {
    const path = '/graphql?query={__typename}';
    expect((await connections.send('GET', path)).status).toBe(400);
    expect((await connections.send('GET', path, undefined, { accept: 'text/html,*/*' })).status).toBe(400);
    expect((await connections.send('GET', path, undefined, PREFLIGHT)).status).toBe(200);
  });

  it('an explorer: there is one on purpose, which runs nothing by itself and loads nothing from elsewhere', async () => {
    const { status, headers, text } = await connections.send('GET', '/graphql', undefined, { accept: 'text/html' });
    expect(status).toBe(200);
    expect(headers['content-security-policy']).toContain(`script-src 'self'`);
    expect(text).not.toMatch(/src="(https?:)?\/\//);
    for (const path of ['/graphiql', '/playground', '/console', '/altair', '/voyager', '/v1/graphql', '/graphql.php']) {
      expect((await connections.send('GET', path)).status).toBe(404);
    }
  });

  it('suggestions of names: only of what the view has, which introspection tells anyhow', async () => {
    const { errors } = await ask('{ councill { name } }');
    expect(errors[0]!.message).toContain('Did you mean "council"');
    // Nearest to these are names that the public has not.
    for (const [query, hidden] of [
      ['{ auditTrai { totalCount } }', 'auditTrail'],
      ['{ unreleasedObservation { totalCount } }', 'unreleasedObservations'],
      ['{ assignments { nodes { deliveryDetai { blockers } } } }', 'deliveryDetail'],
    ] as const) {
      expect((await ask(query)).text).not.toContain(`"${hidden}"`);
    }
  });

  it('introspection: open on purpose, of names that the view has and no others', async () => {
    const { data } = await ask(getIntrospectionQuery());
    const types = data!['__schema'].types.map(({ name }: { name: string }) => name);
    expect(types.sort()).toEqual(Object.keys(buildView('PUBLIC').getTypeMap()).sort());
    expect(types).not.toContain('AuditEntry');
    expect(DEFAULT_LIMITS.cost).toBeGreaterThan(500);
  });

  it('errors that nobody handled', async () => {
    for (const query of [
      'qwerty cop { abc }',
      '{',
      '',
      '}{',
      'subscription { x }',
      'query ($a: Nothing) { __typename }',
      '{ __typename @skip }',
    ]) {
      const { faults, errors } = await ask(query);
      expect([query, faults]).toEqual([query, []]);
      expect(errors.length).toBeGreaterThan(0);
    }
  });
});
