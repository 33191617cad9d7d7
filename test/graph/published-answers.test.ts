import { createHash } from 'node:crypto';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { LightMyRequestResponse } from 'fastify';
import { mutate } from '../support/mutations';
import { type Caller, TestServer } from '../support/server';

const PUBLISHER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['administrator', 'publisher'] };
const OLDHAM: Caller = { view: 'council', organisation: 'E08000004' };

const ACTIONS = '{ register { revision } actions { nodes { code } } }';
const LARGE = '{ councils(first: 100) { nodes { code name } } }';

interface Ask {
  query?: string;
  variables?: object;
  extensions?: object;
  headers?: Record<string, string>;
  caller?: Caller;
}

describe('answers of the public view', () => {
  let server: TestServer;
  beforeEach(async () => (server = await TestServer.start('reference', { responseCacheBytes: 1_000_000 })));
  afterEach(() => server.stop());

  const get = ({ query, variables, extensions, headers }: Ask): Promise<LightMyRequestResponse> => {
    server.statements = [];
    const parameters = new URLSearchParams({
      ...(query !== undefined && { query }),
      ...(variables && { variables: JSON.stringify(variables) }),
      ...(extensions && { extensions: JSON.stringify(extensions) }),
    });
    const url = `/graphql?${parameters.toString()}`;
    return server.app.inject({ url, headers: { 'apollo-require-preflight': 'true', ...headers } });
  };
  const post = async ({ query, variables, headers, caller }: Ask): Promise<LightMyRequestResponse> => {
    server.statements = [];
    const authorization: Record<string, string> = caller
      ? { authorization: `Bearer ${await server.token(caller)}` }
      : {};
    return server.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { ...authorization, ...headers },
      payload: { query, variables },
    });
  };
  const openAction = (code: string): Promise<unknown> =>
    mutate(server, PUBLISHER, 'openAction', 'id', { code, title: code, summary: code, ownerCode: 'E08000004' });

  it('are kept: the same request is answered without reading anything', async () => {
    const first = await post({ query: LARGE });
    expect(server.statements).not.toEqual([]);
    const second = await post({ query: LARGE });
    expect(server.statements).toEqual([]);
    expect(second.body).toBe(first.body);
    expect(second.headers['content-type']).toBe(first.headers['content-type']);
  });

  it('differ by variables, operation and type of answer', async () => {
    const query = 'query One($code: String!) { council(gssCode: $code) { name } }';
    const ask = async (code: string): Promise<string> =>
      (await post({ query, variables: { code } })).json().data.council.name;
    expect([await ask('E08000004'), await ask('E06000021'), await ask('E08000004')]).toEqual([
      'Oldham',
      'Stoke-on-Trent',
      'Oldham',
    ]);
    const json = await post({ query: LARGE, headers: { accept: 'application/json' } });
    const graphql = await post({ query: LARGE, headers: { accept: 'application/graphql-response+json' } });
    expect(json.headers['content-type']).toContain('application/json');
    expect(graphql.headers['content-type']).toContain('application/graphql-response+json');
  });

  it('are new after a publication, on this server at once', async () => {
    expect((await post({ query: ACTIONS })).json().data).toEqual({ register: { revision: 1 }, actions: { nodes: [] } });
    await openAction('A1');
    const { register, actions } = (await post({ query: ACTIONS })).json().data;
    expect(register.revision).toBe(2);
    expect(actions.nodes).toEqual([{ code: 'A1' }]);
  });

  it('are not kept where a publication came while they were made', async () => {
    const [answer] = await Promise.all([post({ query: ACTIONS }), openAction('A1')]);
    expect(answer.statusCode).toBe(200);
    expect((await post({ query: ACTIONS })).json().data.actions.nodes).toEqual([{ code: 'A1' }]);
  });

  it('go to nobody with a token, and come from none', async () => {
    const query = '{ council(gssCode: "E08000004") { name } viewer { view } }';
    for (const caller of [OLDHAM, PUBLISHER]) {
      const answer = await post({ query, caller });
      expect(answer.json().data.viewer.view).toBe(caller.view.toUpperCase());
      expect(answer.headers['cache-control']).toBe('private, no-store');
      expect(answer.headers).not.toHaveProperty('etag');
    }
    expect((await post({ query })).json().data.viewer.view).toBe('PUBLIC');
    await post({ query: LARGE });
    await post({ query: LARGE, caller: OLDHAM });
    expect(server.statements).not.toEqual([]);
  });

  it('are not kept with an error, nor where they say what is not published', async () => {
    for (const query of ['{ councils(first: -1) { totalCount } }', '{ nothing }', '{ viewer { view } }']) {
      const answer = await post({ query });
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.headers).not.toHaveProperty('etag');
    }
    const fragments = 'query { ...all } fragment all on Query { ... on Query { viewer { view } } }';
    expect((await post({ query: fragments })).headers['cache-control']).toBe('no-store');
  });

  it('have a tag, by which a GET is told that nothing has changed without being run', async () => {
    const first = await get({ query: LARGE });
    const etag = first.headers.etag as string;
    expect(first.headers).toMatchObject({
      'cache-control': 'public, max-age=0, s-maxage=1',
      vary: expect.stringContaining('authorization'),
      'register-revision': '1',
    });
    const second = await get({ query: LARGE, headers: { 'if-none-match': `"other", W/${etag}` } });
    expect(second.statusCode).toBe(304);
    expect(second.body).toBe('');
    expect(second.headers.etag).toBe(etag);
    expect(server.statements).toEqual([]);
    await openAction('A1');
    const third = await get({ query: LARGE, headers: { 'if-none-match': etag } });
    expect(third.statusCode).toBe(200);
    expect(third.headers.etag).not.toBe(etag);
  });

  it('have the same tag on another server, which has not made them', async () => {
    const etag = (await get({ query: LARGE })).headers.etag as string;
    const other = await TestServer.start('reference', { responseCacheBytes: 1_000_000 });
    const url = `/graphql?${new URLSearchParams({ query: LARGE }).toString()}`;
    const headers = { 'apollo-require-preflight': 'true', 'if-none-match': etag };
    expect((await other.app.inject({ url, headers })).statusCode).toBe(304);
    await other.stop();
  });

  it('are compressed for those who take it, each form with a tag of its own', async () => {
    const plain = await get({ query: LARGE });
    const tags = [plain.headers.etag];
    for (const [encoding, decompress] of [
      ['gzip', gunzipSync],
      ['br', brotliDecompressSync],
    ] as const) {
      const answer = await get({ query: LARGE, headers: { 'accept-encoding': encoding } });
      expect(answer.headers['content-encoding']).toBe(encoding);
      expect(answer.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2);
      expect(decompress(answer.rawPayload).toString()).toBe(plain.body);
      tags.push(answer.headers.etag);
      const again = await get({ query: LARGE, headers: { 'if-none-match': answer.headers.etag as string } });
      expect(again.statusCode).toBe(304);
    }
    expect(new Set(tags).size).toBe(3);
    const small = await get({ query: '{ __typename }', headers: { 'accept-encoding': 'gzip' } });
    expect(small.headers).not.toHaveProperty('content-encoding');
  });

  it('with a token are compressed too', async () => {
    const answer = await post({ query: LARGE, caller: OLDHAM, headers: { 'accept-encoding': 'gzip' } });
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(JSON.parse(gunzipSync(answer.rawPayload).toString()).data.councils.nodes).toHaveLength(100);
  });

  it('are made once for all who ask at once', async () => {
    const statements = async (count: number): Promise<number> => {
      server.statements = [];
      const query = `{ councils(first: ${count}) { nodes { name } } }`;
      const payload = { query };
      const many = Array.from({ length: count }, () => server.app.inject({ method: 'POST', url: '/graphql', payload }));
      const bodies = (await Promise.all(many)).map(({ body }) => body);
      expect(new Set(bodies).size).toBe(1);
      return server.statements.length;
    };
    expect(await statements(20)).toBe(await statements(1));
  });

  it('are taken for persisted queries, by GET, once the query has been sent', async () => {
    const sha256Hash = createHash('sha256').update(LARGE).digest('hex');
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    expect((await get({ extensions })).json().errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
    const first = await get({ query: LARGE, extensions });
    expect((await get({ extensions })).body).toBe(first.body);
    expect((await get({ extensions })).headers.etag).toBeDefined();
    expect(server.statements).toEqual([]);
  });

  it('still ask of a GET what Apollo asks, so that no page elsewhere can have a browser send it', async () => {
    await get({ query: LARGE });
    const url = `/graphql?${new URLSearchParams({ query: LARGE }).toString()}`;
    expect((await server.app.inject({ url })).statusCode).toBe(400);
  });
});

describe('the cache of answers', () => {
  it('holds no more than it may: the answers asked for last', async () => {
    const server = await TestServer.start('reference', { responseCacheBytes: 20_000 });
    const read = async (skip: number): Promise<boolean> => {
      server.statements = [];
      const query = `{ councils(first: 50) { nodes { code name a${skip}: name } } }`;
      await server.app.inject({ method: 'POST', url: '/graphql', payload: { query } });
      return server.statements.length > 0;
    };
    expect(await read(1)).toBe(true);
    expect(await read(1)).toBe(false);
    for (const each of [2, 3, 4]) await read(each);
    expect(await read(4)).toBe(false);
    expect(await read(1)).toBe(true);
    await server.stop();
  });

  it('keeps nothing where it may hold nothing', async () => {
    const server = await TestServer.start('reference', { responseCacheBytes: 0 });
    const { headers } = await server.ask(LARGE);
    expect(headers).not.toHaveProperty('etag');
    await server.query(LARGE);
    expect(server.statements).not.toEqual([]);
    await server.stop();
  });
});
