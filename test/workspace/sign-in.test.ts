import { setTimeout } from 'node:timers/promises';
import { OidcProvider } from '../support/oidc-provider';
import { type Caller, TestServer } from '../support/server';
import { elements, attribute, hiddenFields, SITE, Visitor } from '../support/visitor';

jest.setTimeout(60_000);

const OFFICER: Caller = { view: 'council', organisation: 'E08000004', roles: ['submitter'], subject: 'officer' };
const REVIEWER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['approver'], subject: 'reviewer' };

describe('signing in with an OIDC provider', () => {
  const provider = new OidcProvider();
  let server: TestServer;
  beforeAll(async () => {
    await provider.start();
    const { issuer, signIn } = provider;
    server = await TestServer.start('reference', { issuers: [issuer], signIn, publicUrl: SITE, production: true });
  });
  afterAll(async () => {
    provider.stop();
    await server?.stop();
  });
  beforeEach(() => {
    provider.faults = {};
    provider.lasts = 600;
    provider.givesRefreshTokens = false;
  });

  const stranger = (): Visitor => new Visitor(server, provider);
  const signedIn = (person: Caller): Promise<Visitor> => Visitor.signedIn(server, provider, person);
  const isSignedIn = async (visitor: Visitor): Promise<boolean> => (await visitor.once('get', '/work')).status === 200;

  it.each(['/work', '/work/reports', '/work/reports/none', '/work/nothing?a=b', '/work/figures/template.csv'])(
    'comes first at %s, whatever is there',
    async (address) => {
      const { status, headers } = await stranger().once('get', address);
      expect([status, headers['location']]).toEqual([303, `/sign-in?return=${encodeURIComponent(address)}`]);
      expect(headers['cache-control']).toBe('no-store');
    },
  );

  it('leads to the page that was asked for, and says who is signed in', async () => {
    const page = await stranger().signIn(OFFICER, '/sign-in?return=/work/reports?status=DRAFT');
    expect([page.status, page.address]).toEqual([200, '/work/reports?status=DRAFT']);
    expect(page.words).toContain('Signed in as Name of officer, Oldham Metropolitan Borough Council');
  });

  it('keeps pages and cookies from everybody else', async () => {
    const visitor = await signedIn(OFFICER);
    const { headers } = await visitor.get('/work');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    expect(headers).not.toHaveProperty('etag');
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    const session = visitor.set.find((cookie) => /^__Host-session=[\w-]{43};/.test(cookie))!;
    expect(session.split('; ').slice(1).sort()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure']);
    for (const cookie of visitor.set) expect(cookie).toMatch(/^__Host-.*; HttpOnly; Secure; SameSite=Lax$/);
  });

  it.each([
    'https://elsewhere.example/work',
    '//elsewhere.example/work',
    '/\\elsewhere.example',
    '/work/../sign-out',
    '/work/\n/elsewhere.example',
    '/worker',
    '/councils',
    '',
  ])('leads nowhere but to the work: not to %j', async (wanted) => {
    const page = await stranger().signIn(OFFICER, `/sign-in?${new URLSearchParams({ return: wanted }).toString()}`);
    expect(page.address.startsWith('/work')).toBe(true);
    expect(page.address).not.toContain('sign-out');
  });

  it.each([
    ['a nonce of another sign-in', { nonce: 'another' }],
    ['an ID token of another issuer', { issuer: 'https://elsewhere.example' }],
    ['an ID token for another client', { audience: 'another' }],
  ])('refuses %s', async (_what, faults) => {
    provider.faults = faults;
    const visitor = stranger();
    const page = await visitor.signIn(OFFICER);
    expect([page.status, await isSignedIn(visitor)]).toEqual([400, false]);
    expect(page.words).toContain('You are not signed in');
  });

  it('refuses what comes back with another state, twice, or to a browser that did not begin it', async () => {
    const visitor = stranger();
    provider.person = OFFICER;
    const { headers } = await visitor.once('get', '/sign-in');
    const cookies = new Map(visitor.cookies);
    const back = await fetch(headers['location']!, { redirect: 'manual' });
    const callback = back.headers.get('location')!.slice(SITE.length);
    expect((await stranger().once('get', callback)).status).toBe(400);
    expect((await visitor.once('get', callback.replace(/state=[^&]*/, 'state=other'))).status).toBe(400);
    // What was kept for it is gone with that, but for who has a copy: and the provider takes no code twice.
    cookies.forEach((value, name) => visitor.cookies.set(name, value));
    expect((await visitor.once('get', callback)).status).toBe(303);
    const copy = stranger();
    cookies.forEach((value, name) => copy.cookies.set(name, value));
    expect((await copy.once('get', callback)).status).toBe(400);
    expect(await isSignedIn(copy)).toBe(false);
  });

  it('says so where the provider lets nobody in, or somebody whom the register does not know', async () => {
    expect((await stranger().signIn(undefined)).words).toContain('The sign-in was broken off');
    const visitor = stranger();
    const page = await visitor.signIn({ ...OFFICER, organisation: 'E99999999' });
    expect([page.status, await isSignedIn(visitor)]).toEqual([400, false]);
    expect(page.words).toContain('does not know for which organisation you work');
  });

  it('takes no session that somebody else has chosen, and ends the one before', async () => {
    const visitor = stranger();
    const chosen = 'a'.repeat(43);
    visitor.cookies.set('__Host-session', chosen);
    await visitor.signIn(OFFICER);
    const first = visitor.cookies.get('__Host-session')!;
    expect(first).not.toBe(chosen);
    const page = await visitor.signIn(REVIEWER);
    expect(page.words).toContain('Signed in as Name of reviewer, Office for Social Cohesion');
    const former = stranger();
    former.cookies.set('__Host-session', first);
    expect(await isSignedIn(former)).toBe(false);
  });

  it('ends by signing out, for whoever has a copy of the cookie too, and shows the way out of the provider', async () => {
    const visitor = await signedIn(OFFICER);
    const copy = stranger();
    copy.cookies.set('__Host-session', visitor.cookies.get('__Host-session')!);
    const work = await visitor.get('/work');
    const refused = await visitor.once('post', '/sign-out', {});
    expect([refused.status, await isSignedIn(visitor)]).toEqual([403, true]);
    const page = await visitor.once('post', '/sign-out', hiddenFields(work.text, 'sign-out'));
    expect(page.words).toContain('You have signed out');
    const out = elements(page.text, 'a').map((link) => attribute(link, 'href')!);
    expect(out.find((href) => href.startsWith(`${provider.url}/end?id_token_hint=`))).toBeDefined();
    expect(visitor.cookies.has('__Host-session')).toBe(false);
    expect(await isSignedIn(copy)).toBe(false);
  });

  it('ends with the access token, where there is no other', async () => {
    provider.lasts = 2;
    const visitor = await signedIn(OFFICER);
    expect(await isSignedIn(visitor)).toBe(true);
    await setTimeout(2100);
    expect(await isSignedIn(visitor)).toBe(false);
  });

  it('gets another access token in time, once for all that ask at the same time', async () => {
    provider.givesRefreshTokens = true;
    provider.lasts = 10;
    const visitor = await signedIn(OFFICER);
    provider.lasts = 600;
    provider.refreshes = 0;
    const asked = await Promise.all([1, 2, 3, 4, 5].map(() => isSignedIn(visitor)));
    expect([asked, provider.refreshes]).toEqual([[true, true, true, true, true], 1]);
    expect([await isSignedIn(visitor), provider.refreshes]).toEqual([true, 1]);
  });

  it('ends where the provider gives no other access token', async () => {
    provider.givesRefreshTokens = true;
    provider.lasts = 10;
    const visitor = await signedIn(OFFICER);
    provider.revoke();
    expect(await isSignedIn(visitor)).toBe(false);
    provider.lasts = 600;
    expect(await isSignedIn(visitor)).toBe(false);
  });

  it('leaves nothing in the database by which anybody could be taken for somebody', async () => {
    const visitor = await signedIn(OFFICER);
    const secret = visitor.cookies.get('__Host-session')!;
    const rows: { hash: string; sealed: Buffer }[] = await server.dataSource.query('select * from web_session');
    expect(rows.length).toBeGreaterThan(0);
    for (const { hash, sealed } of rows) {
      expect(hash).not.toBe(secret);
      expect(sealed.toString('latin1')).not.toMatch(/eyJ|officer|accessToken/);
    }
    for (const role of ['public', 'council', 'government', 'office']) {
      const look = server.dataSource.transaction(async (manager) => {
        await manager.query(`set local role oscdr_${role}`);
        await manager.query('select * from web_session');
      });
      await expect(look).rejects.toThrow('permission denied');
    }
  });

  it('is taken by the pages alone: the API knows no cookies', async () => {
    const visitor = await signedIn(OFFICER);
    const { text } = await visitor.once('get', '/graphql?query=%7Bviewer%7Bview%7D%7D', {}, undefined, {
      accept: 'application/json',
      'apollo-require-preflight': 'yes',
    });
    expect(JSON.parse(text)).toEqual({ data: { viewer: { view: 'PUBLIC' } } });
  });

  it('has no way but the provider in production', async () => {
    expect((await stranger().once('get', '/local-issuer/authorize')).status).toBe(404);
    expect((await stranger().once('post', '/local-issuer/token')).status).toBe(404);
  });
});

describe('signing in without an OIDC provider', () => {
  it('is by the local issuer in development, by the same flow', async () => {
    const server = await TestServer.start('reference', { publicUrl: SITE });
    try {
      const visitor = new Visitor(server, new OidcProvider());
      const there = await visitor.once('get', '/sign-in?return=/work/reports');
      const personas = await visitor.get(there.headers['location']!.slice(SITE.length));
      expect(personas.words).toContain('Officer of Stoke-on-Trent (test)');
      const asked = Object.fromEntries(new URL(there.headers['location']!).searchParams);
      expect(Object.keys(asked).sort()).toEqual(
        [
          'client_id',
          'code_challenge',
          'code_challenge_method',
          'nonce',
          'redirect_uri',
          'response_type',
          'scope',
        ].concat('state'),
      );
      const chosen = await visitor.once('post', '/local-issuer/authorize', { ...asked, persona: 'stoke-officer' });
      const callback = chosen.headers['location']!.slice(SITE.length);
      const page = await visitor.get(callback);
      expect([page.address, page.status]).toEqual(['/work/reports', 200]);
      expect(page.words).toContain('Signed in as Officer of Stoke-on-Trent (test), Stoke-on-Trent');
      // Nobody else is told anything by that page.
      const other = { ...asked, redirect_uri: 'https://elsewhere.example/sign-in/callback' };
      expect(
        (await visitor.once('post', '/local-issuer/authorize', { ...other, persona: 'stoke-officer' })).status,
      ).toBe(400);
      const code = new URLSearchParams(callback.split('?')[1]).get('code')!;
      const again = {
        grant_type: 'authorization_code',
        code,
        client_id: 'the-register',
        redirect_uri: asked['redirect_uri']!,
      };
      expect((await visitor.once('post', '/local-issuer/token', { ...again, code_verifier: 'x' })).status).toBe(400);
    } finally {
      await server.stop();
    }
  });

  it('is not at all in production', async () => {
    const server = await TestServer.start('empty', { production: true });
    try {
      const visitor = new Visitor(server, new OidcProvider());
      const page = await visitor.get('/work');
      expect([page.address, page.status]).toEqual(['/sign-in?return=%2Fwork', 503]);
      expect(page.words).toContain('Nobody can sign in here');
      expect((await visitor.once('get', '/local-issuer/authorize')).status).toBe(404);
    } finally {
      await server.stop();
    }
  });
});
