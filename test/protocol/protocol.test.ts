import type { AddressInfo } from 'node:net';
import { serverAudits } from 'graphql-http';
import request from 'supertest';
import { record } from '../hardening/record';
import { TestServer } from '../support/server';

const DASHBOARD = 'https://dashboard.example.gov.uk';

describe('GraphQL over HTTP', () => {
  let server: TestServer;
  let url: string;
  beforeAll(async () => {
    server = await TestServer.start('reference', {
      production: true,
      corsOrigins: [DASHBOARD],
      responseCacheBytes: 1_000_000,
    });
    await server.app.listen({ port: 0, host: '127.0.0.1' });
    url = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}/graphql`;
  });
  afterAll(() => server.stop());

  /** As a program asks that is no page: a GET needs a header that pages cannot have a browser send unasked. */
  const asProgram: typeof fetch = (address, options) =>
    fetch(address, {
      ...options,
      headers: { 'apollo-require-preflight': 'true', ...(options?.headers as Record<string, string>) },
    });

  it('passes every audit of its specification', async () => {
    const results: string[] = [];
    for (const audit of serverAudits({ url, fetchFn: asProgram })) {
      const { status } = await audit.fn();
      results.push(status === 'ok' ? 'ok' : `${status}: ${audit.name}`);
    }
    expect(results.filter((each) => each !== 'ok')).toEqual([]);
    expect(results).toHaveLength(61);
    record({
      part: 'protocol',
      tried: 'The audits of GraphQL over HTTP (graphql-http), against the running server',
      count: `${results.length} audits`,
      happened: `${results.filter((each) => each === 'ok').length} ok, none with a warning`,
    });
  });

  it('answers a wrong query with 400, and with 200 where JSON of any kind is asked for', async () => {
    const status = async (accept: string, query: string): Promise<number> =>
      (await request(server.app.server).post('/graphql').set('accept', accept).send({ query })).status;
    for (const wrong of ['{', '{ unknown }']) {
      expect(await status('application/json', wrong)).toBe(200);
      expect(await status('application/graphql-response+json', wrong)).toBe(400);
      expect(await status('*/*', wrong)).toBe(400);
    }
    expect(await status('application/json', '{ councils(first: 101) { totalCount } }')).toBe(400);
  });

  it.each([
    ['a page that asks by GET', () => request(server.app.server).get('/graphql?query={__typename}')],
    ['a form', () => request(server.app.server).post('/graphql').type('form').send({ query: '{__typename}' })],
    [
      'a form with a file',
      () => request(server.app.server).post('/graphql').attach('query', Buffer.from('{__typename}'), 'query'),
    ],
    [
      'text',
      () =>
        request(server.app.server).post('/graphql').set('content-type', 'text/plain').send('{"query":"{__typename}"}'),
    ],
    [
      'a body of no type',
      () => request(server.app.server).post('/graphql').set('content-type', '').send('{"query":"{__typename}"}'),
    ],
  ])('refuses what a page elsewhere could have a browser send: %s', async (_name, ask) => {
    const { status, body } = await ask();
    expect([400, 415]).toContain(status);
    expect(body.errors).toHaveLength(1);
    expect(body).not.toHaveProperty('data');
  });

  describe('tells browsers', () => {
    it.each([
      ['an answer', '/graphql?query={__typename}'],
      ['a refusal', '/graphql'],
      ['what is not there', '/nothing'],
      ['a look at its health', '/livez'],
    ])('that %s is data and nothing else', async (_name, path) => {
      const { headers } = await request(server.app.server).get(path).set('apollo-require-preflight', 'true');
      expect(headers).toMatchObject({
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=63072000',
      });
      expect(headers).not.toHaveProperty('x-powered-by');
      expect(headers).not.toHaveProperty('server');
    });

    const preflight = async (origin: string): Promise<string[]> => {
      const { headers } = await request(server.app.server).options('/graphql').set({
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      });
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(headers).not.toHaveProperty('access-control-allow-credentials');
      return headers['access-control-allow-headers']!.split(', ');
    };

    it('that pages from anywhere may ask what is public, and no more', async () => {
      const allowed = await preflight('https://elsewhere.example');
      expect(allowed).toContain('content-type');
      expect(allowed).not.toContain('authorization');
    });

    it('that pages of the listed origins may send tokens', async () => {
      expect(await preflight(DASHBOARD)).toContain('authorization');
    });

    it('the same of an answer that is kept, whoever asked first', async () => {
      const ask = (origin: string) =>
        request(server.app.server)
          .post('/graphql')
          .set('origin', origin)
          .send({ query: '{ council(gssCode: "E08000004") { name } }' });
      const [first, second] = [await ask(DASHBOARD), await ask('https://elsewhere.example')];
      expect(second.headers['etag']).toBe(first.headers['etag']);
      expect([first, second].map(({ headers }) => headers['access-control-allow-origin'])).toEqual(['*', '*']);
    });
  });
});
