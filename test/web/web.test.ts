import request from 'supertest';
import { assetAddress } from '../../src/web/assets';
import { templates } from '../../src/web/templates';
import { TestServer } from '../support/server';

describe('the pages', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('empty')));
  afterAll(() => server.stop());

  const get = (address: string, accept?: string) => {
    const asked = request(server.app.server).get(address);
    return accept === undefined ? asked : asked.set('accept', accept);
  };
  const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

  it('tell people of an address with nothing behind it in a page, and programs in JSON', async () => {
    const page = await get('/a<b&c?d=e', BROWSER);
    expect(page.status).toBe(404);
    expect(page.type).toBe('text/html');
    expect(page.text).toContain('There is nothing at <code>/a%3Cb&amp;c</code>');
    for (const accept of [undefined, '*/*', 'application/json']) {
      const answer = await get('/no-such-page', accept);
      expect([answer.status, answer.type]).toEqual([404, 'application/json']);
      expect(answer.body.error).toContain('/no-such-page');
    }
  });

  it('let nothing in that is not of this server, and no script or style in the page', async () => {
    const { headers, text } = await get('/no-such-page', BROWSER);
    expect(headers).toMatchObject({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
      vary: 'accept, accept-encoding',
    });
    expect(text).not.toMatch(/<style|<script>|\son\w+=|\sstyle=/);
  });

  it.each(['site', 'style', 'icon'])('have their %s by a name that stands for its content', async (name) => {
    const address = assetAddress(name);
    expect(address).toMatch(/^\/assets\/\w+-[A-Z0-9]{8}\.(js|css|svg)$/);
    expect((await get('/no-such-page', BROWSER)).text).toContain(`"${address}"`);
    const { status, headers } = await get(address);
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('carry nothing of the brand of GOV.UK', async () => {
    const { text } = await get(assetAddress('style'));
    expect(text).toContain('.govuk-body');
    expect(text).not.toMatch(/GDS Transport|crown|crest|url\(/);
  });

  it('give no file but what was built', async () => {
    for (const address of [
      '/assets/%2e%2e/manifest.json',
      '/assets/..%2fmanifest.json',
      '/assets/none.js',
      '/assets/',
    ]) {
      const { status, text } = await get(address);
      expect([403, 404]).toContain(status);
      expect(text).not.toContain('madeOf');
    }
  });

  it('fail where a template says what nobody gave it', () => {
    expect(() => templates.renderString('{{ missing }}', {})).toThrow(/undefined/);
    expect(templates.renderString('{{ said }}', { said: '<b>' })).toBe('&lt;b&gt;');
  });
});
