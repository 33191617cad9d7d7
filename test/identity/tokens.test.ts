import { execFile } from 'node:child_process';
import path from 'node:path';
import { exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { projectDirectory } from '../../src/project';
import { Folder } from '../support/files';
import { TestServer } from '../support/server';
import { Provider } from './provider';

describe('who is calling', () => {
  const provider = new Provider();
  let server: TestServer;
  beforeAll(async () => {
    await provider.start();
    const claims = { viewClaim: 'view', organisationClaim: 'organisation', rolesClaim: 'roles' };
    server = await TestServer.start('reference', {
      issuers: [{ issuer: provider.url, audience: 'register', algorithms: ['RS256'], ...claims }],
    });
  });
  afterAll(async () => {
    await server.stop();
    provider.stop();
  });

  const VIEWER = '{ viewer { view organisation { name } roles } }';
  const now = (): number => Math.floor(Date.now() / 1000);

  it('is the public without a token', async () => {
    expect(await server.query(VIEWER)).toEqual({ viewer: { view: 'PUBLIC', organisation: null, roles: [] } });
  });

  it.each([
    ['council', 'E08000004', 'COUNCIL', 'Oldham Metropolitan Borough Council'],
    ['council', 'E08000016', 'COUNCIL', 'Barnsley Metropolitan Borough Council'],
    ['COUNCIL', 'E23000005', 'COUNCIL', 'Greater Manchester'],
    ['government', 'DFE', 'GOVERNMENT', 'Department for Education'],
    ['office', 'OSCDR', 'OFFICE', 'Office for Social Cohesion and Democratic Resilience'],
  ])('is a %s of %s by the token of a provider', async (view, organisation, expected, name) => {
    const { status, data } = await server.askWithToken(VIEWER, {}, await provider.token({ view, organisation }));
    expect(status).toBe(200);
    expect(data).toEqual({ viewer: { view: expected, organisation: { name }, roles: ['SUBMITTER'] } });
  });

  it('is who the local issuer says, in development', async () => {
    const caller = { view: 'government', organisation: 'MOJ', roles: ['approver', 'reader'] } as const;
    const { viewer } = await server.query(
      '{ viewer { view organisation { code } roles subject } }',
      {},
      { ...caller, roles: [...caller.roles] },
    );
    expect(viewer).toEqual({
      view: 'GOVERNMENT',
      organisation: { code: 'MOJ' },
      roles: ['APPROVER', 'READER'],
      subject: 'tester',
    });
  });

  it('fetches the keys of a provider once', async () => {
    await server.askWithToken(VIEWER, {}, await provider.token());
    const before = provider.asked;
    for (let each = 0; each < 5; each++) await server.askWithToken(VIEWER, {}, await provider.token());
    expect(provider.asked).toBe(before);
  });

  it('is tolerant of clocks by half a minute and no more', async () => {
    const status = async (claims: object): Promise<number> =>
      (await server.askWithToken(VIEWER, {}, await provider.token({ ...claims }))).status;
    expect(await status({ exp: now() - 20 })).toBe(200);
    expect(await status({ exp: now() - 40 })).toBe(401);
    expect(await status({ iat: now() + 20 })).toBe(200);
    expect(await status({ iat: now() + 40 })).toBe(401);
    expect(await status({ nbf: now() + 40 })).toBe(401);
  });

  describe('is refused with 401, never taken for the public,', () => {
    const refused = async (token: string, message?: string | RegExp): Promise<void> => {
      const { status, data, errors, text, headers } = await server.askWithToken(VIEWER, {}, token);
      expect(status).toBe(401);
      expect(data).toBeUndefined();
      expect(errors).toEqual([
        {
          message: message ? expect.stringMatching(message) : expect.any(String),
          extensions: { code: 'UNAUTHENTICATED' },
        },
      ]);
      expect(headers['www-authenticate']).toBe('Bearer error="invalid_token"');
      expect(text).not.toMatch(/\bat .*\.[jt]s|jose|stack/);
    };

    it.each(['', 'nonsense', 'a.b.c', 'a.b', '....', 'eyJhbGciOiJub25lIn0.e30.'])('for the token %j', async (token) => {
      await refused(token);
    });

    it('for another scheme than Bearer', async () => {
      const request = await import('supertest');
      const response = await request
        .default(server.app.server)
        .post('/graphql')
        .set('authorization', 'Basic dTpw')
        .send({ query: VIEWER });
      expect(response.status).toBe(401);
      expect(response.body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
    });

    it.each([
      ['an expired token', { exp: now() - 3600 }, 'The token has expired.'],
      ['another audience', { aud: 'another' }, 'cannot be verified'],
      ['an unknown issuer', { iss: 'https://elsewhere.example' }, 'of an issuer that is not known'],
      ['no expiry', { exp: undefined }, 'cannot be verified'],
      ['no subject', { sub: undefined }, 'cannot be verified'],
      ['no view', { view: undefined }, 'does not name a view'],
      ['an unknown view', { view: 'king' }, 'does not name a view'],
      ['the public view', { view: 'public' }, 'does not name a view'],
      ['no organisation', { organisation: undefined }, 'does not name a view and an organisation'],
      ['an organisation that is not there', { organisation: 'E09999999' }, 'that has no such view'],
      ['an abolished council', { organisation: 'E07000027' }, 'that has no such view'],
      ['a council as the Office', { view: 'office' }, 'that has no such view'],
      ['a department as a council', { organisation: 'DFE' }, 'that has no such view'],
    ])('for %s', async (_name, claims, message) => {
      await refused(await provider.token(claims), message);
    });

    it('for a key of somebody else under the name of ours', async () => {
      const { privateKey } = await generateKeyPair('RS256');
      await refused(await provider.token({}, { key: privateKey }), 'cannot be verified');
    });

    it('for no signature, and for our public key used as a shared secret', async () => {
      const claims = { view: 'office', organisation: 'OSCDR', iat: now(), exp: now() + 600, sub: 'x' };
      const unsigned = new UnsecuredJWT(claims).setIssuer(provider.url).setAudience('register').encode();
      await refused(unsigned, 'cannot be verified');
      const [kid, { publicKey }] = [...provider.keys][0]!;
      const secret = new TextEncoder().encode(await exportSPKI(publicKey));
      const swapped = await new SignJWT({ ...claims, iss: provider.url, aud: 'register' })
        .setProtectedHeader({ alg: 'HS256', kid })
        .sign(secret);
      await refused(swapped, 'cannot be verified');
    });

    it('for a token of the local issuer, in production', async () => {
      const production = await TestServer.start('reference', { production: true });
      try {
        const { status } = await production.ask(VIEWER, {}, { view: 'office', organisation: 'OSCDR' });
        expect(status).toBe(401);
      } finally {
        await production.stop();
      }
    });
  });

  it('follows a provider that rotates its keys', async () => {
    const old = await provider.token();
    expect((await server.askWithToken(VIEWER, {}, old)).status).toBe(200);
    await provider.rotate('second');
    expect((await server.askWithToken(VIEWER, {}, await provider.token())).status).toBe(200);
    expect((await server.askWithToken(VIEWER, {}, old)).status).toBe(401);
  });

  it('is refused as long as a provider cannot be reached', async () => {
    const issuer = 'http://localhost:9';
    const lost = await TestServer.start('reference', {
      issuers: [
        {
          issuer,
          audience: 'register',
          algorithms: ['RS256'],
          viewClaim: 'view',
          organisationClaim: 'organisation',
          rolesClaim: 'roles',
        },
      ],
    });
    try {
      expect((await lost.askWithToken(VIEWER, {}, await provider.token({ iss: issuer }))).status).toBe(401);
      expect((await lost.ask(VIEWER)).status).toBe(200);
    } finally {
      await lost.stop();
    }
  });
});

describe('npm run token', () => {
  const folder = new Folder();
  afterAll(() => folder.remove());

  const run = (
    parameters: string[],
    variables: Record<string, string> = {},
  ): Promise<{ code: number; out: string; errors: string }> =>
    new Promise((resolve) => {
      const env = { ...process.env, DATA_DIR: folder.path, ...variables };
      execFile(
        'node',
        [path.join(projectDirectory, 'dist/src/identity/main.js'), ...parameters],
        { env },
        (error, out, errors) => resolve({ code: error ? Number(error.code) : 0, out, errors }),
      );
    });
  const claimsOf = (token: string): any => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());

  it('prints a token that says what was asked for', async () => {
    const { code, out } = await run([
      '--view',
      'council',
      '--organisation',
      'E08000004',
      '--role',
      'submitter',
      '--role',
      'reader',
      '--expires',
      '30m',
    ]);
    expect(code).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(1);
    const claims = claimsOf(out);
    expect(claims).toMatchObject({ view: 'council', organisation: 'E08000004', roles: ['submitter', 'reader'] });
    expect(claims.exp - claims.iat).toBe(1800);
  });

  it('is refused in production', async () => {
    const { code, out, errors } = await run(['--view', 'office', '--organisation', 'OSCDR'], {
      NODE_ENV: 'production',
    });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(errors).toContain('are not made in production (NODE_ENV)');
  });

  it.each([
    [[], /--view: expected one of council, government, office/],
    [['--view', 'public', '--organisation', 'X'], /--view: expected one of/],
    [['--view', 'council'], /--organisation: expected the code/],
    [['--view', 'council', '--organisation', 'X', '--role', 'king'], /--role: expected .*, got "king"/],
    [['--view', 'council', '--organisation', 'X', '--expires', 'never'], /--expires: expected a number/],
    [['--colour'], /Unknown option '--colour'/],
  ])('explains itself when called with %j', async (parameters, message) => {
    const { code, errors } = await run(parameters);
    expect(code).toBe(1);
    expect(errors).toMatch(message);
    expect(errors).not.toMatch(/^\s+at /m);
  });
});
