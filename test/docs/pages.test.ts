import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse as parseHtml } from 'parse5';
import { ERROR_CODES } from '../../src/graph/error-codes';
import { projectDirectory } from '../../src/project';
import { TestServer } from '../support/server';

describe('the documentation', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('empty')));
  afterAll(() => server.stop());

  const get = async (url: string, headers: Record<string, string> = {}) => {
    const {
      statusCode,
      body,
      headers: said,
    } = await server.app.inject({
      url,
      headers: { accept: 'text/html,*/*;q=0.8', ...headers },
    });
    return { status: statusCode, text: body, headers: said };
  };
  const all = (text: string, attribute: string): string[] => {
    const found: string[] = [];
    const look = (node: any): void => {
      for (const { name, value } of node.attrs ?? []) if (name === attribute) found.push(value);
      for (const child of node.childNodes ?? []) look(child);
    };
    look(parseHtml(text));
    return found;
  };

  it('has no link that leads nowhere, on any page that can be reached from /docs', async () => {
    const pages = new Map<string, Set<string>>();
    const links = new Set<string>(['/docs']);
    for (const link of links) {
      const [address] = link.split('#') as [string];
      if (pages.has(address)) continue;
      const { status, text } = await get(address);
      // To the pages for those who sign in nobody else is let.
      const expected = address === '/work' ? 303 : 200;
      if (status !== expected) throw new Error(`${address} answers ${status}.`);
      expect(text).not.toMatch(/\bundefined\b<|\[object Object\]/);
      pages.set(address, new Set(all(text, 'id')));
      if (!address.startsWith('/docs')) continue;
      for (const href of all(text, 'href')) {
        const target = href.startsWith('#') ? address + href : href;
        if (target.startsWith('/') && !target.startsWith('/graphql#')) links.add(target);
        else if (!/^(https?:|\/graphql#query=)/.test(target)) throw new Error(`${address} links to ${href}.`);
      }
    }
    const missing = [...links].filter((link) => {
      const [address, id] = link.split('#') as [string, string?];
      return id !== undefined && !pages.get(address)!.has(id);
    });
    expect(missing).toEqual([]);
    expect(pages.size).toBeGreaterThan(500);
  }, 120_000);

  it('tells of each view what is in it and nothing else', async () => {
    const [openly, office] = await Promise.all([get('/docs/reference/public'), get('/docs/reference/office')]);
    expect(openly.text).toContain('/docs/reference/public/Council"');
    expect(openly.text).not.toMatch(/AuditEntry|Mutation|myTasks/);
    expect(office.text).toContain('/docs/reference/office/AuditEntry"');
    for (const address of ['public/AuditEntry', 'public/Mutation', 'council/AuditEntry', 'nobody', 'public/__Schema'])
      expect((await get(`/docs/reference/${address}`)).status).toBe(404);
    expect((await get('/docs/reference/public/Observation')).text).not.toContain('Who sees it');
  });

  it('finds types and fields by name and by words', async () => {
    const { text } = await get('/docs/reference/public?q=missingReason');
    expect(text).toContain('href="/docs/reference/public/Observation#missingReason"');
    expect((await get('/docs/reference/public?q=auditTrail')).text).toContain('0 found');
    expect((await get('/docs/reference/public?q=%3Cscript%3E')).text).not.toContain('<script>');
    expect((await get('/docs/reference/public?q=a&q=b')).status).toBe(200);
  });

  it('is not sent again to who has it', async () => {
    const { headers } = await get('/docs');
    expect(headers['cache-control']).toBe('no-cache');
    const again = await get('/docs', { 'if-none-match': headers.etag as string });
    expect([again.status, again.text]).toEqual([304, '']);
    expect((await get('/docs/errors', { 'if-none-match': headers.etag as string })).status).toBe(200);
  });

  it('explains every code that an error can have', async () => {
    const files = readdirSync(path.join(projectDirectory, 'src'), { recursive: true, encoding: 'utf8' });
    const sources = files
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(path.join(projectDirectory, 'src', file), 'utf8'));
    const thrown = sources.flatMap((source) =>
      [...source.matchAll(/\{ code: (?:error\.status === 400 \? )?'([A-Z_]+)'/g)].map((match) => match[1]!),
    );
    expect(thrown.length).toBeGreaterThan(6);
    // Who has gone away is told nothing.
    const told = thrown.filter((code) => code !== 'CLIENT_GONE');
    expect(Object.keys(ERROR_CODES)).toEqual(
      expect.arrayContaining([...told, 'LIMIT_EXCEEDED', 'RATE_LIMITED', 'TIMEOUT']),
    );
    const { text } = await get('/docs/errors');
    for (const code of [...Object.keys(ERROR_CODES), 'NOT_POSSIBLE_NOW'])
      expect(text).toContain(`<code>${code}</code>`);
  });

  it('says the limits that there are', async () => {
    const { text } = await get('/docs/limits');
    for (const limit of ['100,000 bytes', '100 items', '5,000 milliseconds', '300 characters'])
      expect(text).toContain(limit);
  });
});
