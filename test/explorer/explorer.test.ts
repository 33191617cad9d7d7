import request from 'supertest';
import { TestServer } from '../support/server';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

describe('GET /graphql', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('empty', { responseCacheBytes: 1_000_000 })));
  afterAll(() => server.stop());

  const get = (address: string, headers: Record<string, string> = {}) =>
    request(server.app.server).get(address).set(headers);
  const QUERY = `/graphql?query=${encodeURIComponent('{ register { revision } }')}`;

  it('is the explorer in a browser, with its policy', async () => {
    for (const address of ['/graphql', '/graphql?example=find-an-indicator']) {
      const { status, type, text, headers } = await get(address, { accept: BROWSER });
      expect([status, type]).toEqual([200, 'text/html']);
      expect(text).toContain('id="explorer"');
      expect(text).toContain('FindAnIndicator');
      expect(headers['vary']).toMatch(/\baccept\b/);
      const policy = headers['content-security-policy']!;
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("connect-src 'self'");
      expect(policy).not.toMatch(/unsafe-eval|https?:|blob:/);
    }
  });

  it('is the API for programs, and for who sends a query with it', async () => {
    const programs = await get('/graphql', { accept: 'application/json' });
    expect(programs.status).toBe(400);
    expect(programs.type).toBe('application/json');
    const answer = await get(QUERY, { 'apollo-require-preflight': 'true' });
    expect(answer.body.data.register.revision).toBe(0);
    // A link that a page elsewhere put a query into is refused, in a browser too.
    const linked = await get(QUERY, { accept: BROWSER });
    expect(linked.text).not.toContain('id="explorer"');
    expect(linked.status).toBe(400);
  });

  it('is never the page where the API was asked, nor the other way, whatever was kept', async () => {
    const program = { accept: 'application/json', 'apollo-require-preflight': 'true' };
    for (let times = 0; times < 2; times += 1) {
      expect((await get('/graphql', { accept: BROWSER })).type).toBe('text/html');
      const { type, headers } = await get(QUERY, program);
      expect(type).toBe('application/json');
      expect(headers['vary']).toMatch(/\baccept\b/);
    }
  });
});
