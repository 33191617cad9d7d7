import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { Provider } from '../identity/provider';
import { TestServer } from '../support/server';
import { judge } from './judge';
import { KeptConnections } from './kept-connections';
import { RawConnection } from './raw-connection';
import { record } from './record';

const VIEWER = '{ viewer { view subject } }';
const PUBLIC_VIEWER = '{ viewer { view } }';
const OFFICE = { view: 'office', organisation: 'OSCDR' };
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const secretOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('tokens that somebody has made up', () => {
  const provider = new Provider();
  const other = new Provider();
  let server: TestServer;
  let connections: KeptConnections;
  let stranger: CryptoKey;
  let strangersJwk: object;
  let tried = 0;
  /** Where a token says that its key is: nobody may ask there. */
  let asked = 0;
  const elsewhere = http.createServer((_request, response) => {
    asked += 1;
    response.end(JSON.stringify({ keys: [strangersJwk] }));
  });
  let address: string;

  beforeAll(async () => {
    await Promise.all([provider.start(), other.start()]);
    await other.rotate('of the other');
    const pair = await generateKeyPair('RS256', { extractable: true });
    stranger = pair.privateKey;
    strangersJwk = { ...(await exportJWK(pair.publicKey)), kid: 'first', alg: 'RS256' };
    await new Promise<void>((resolve) => elsewhere.listen(0, 'localhost', resolve));
    address = `http://localhost:${(elsewhere.address() as AddressInfo).port}/keys`;
    const claims = { viewClaim: 'view', organisationClaim: 'organisation', rolesClaim: 'roles' };
    server = await TestServer.start('reference', {
      issuers: [provider, other].map(({ url }) => ({
        ...{ issuer: url, audience: 'register', algorithms: ['RS256'] as const, ...claims },
        algorithms: ['RS256'],
      })),
      limits: { refusedTokens: Infinity },
    });
    connections = await KeptConnections.to(server);
  });
  afterAll(async () => {
    record({
      part: 'attack',
      tried:
        'Tokens: no signature, swapped algorithms, keys of others, keys that the token brings, kid, crit, claims, places',
      count: `${tried} tokens`,
      happened:
        'each was refused with 401 or its bearer was the public; none was taken for another, no key was fetched from where a token says',
    });
    await connections.stop();
    [provider, other].forEach((each) => each.stop());
    elsewhere.close();
  });

  const ask = (token: string) => connections.ask({ query: VIEWER }, token);
  const refused = async (token: string): Promise<void> => {
    tried += 1;
    const answer = await ask(token);
    expect(judge(answer).faults).toEqual([]);
    expect([answer.status, judge(answer).errors[0]!.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
  };
  const claims = (changed: object = {}): object => {
    const now = Math.floor(Date.now() / 1000);
    return { iss: provider.url, aud: 'register', sub: 'x', iat: now, exp: now + 600, ...OFFICE, ...changed };
  };

  it('are known from true ones', async () => {
    expect(judge(await ask(await provider.token(OFFICE))).data).toEqual({
      viewer: { view: 'OFFICE', subject: 'someone' },
    });
  });

  it.each(['none', 'None', 'NONE', 'nOnE', '', 'HS256', 'RS256'])(
    'without a signature, as algorithm %j',
    async (alg) => {
      await refused(`${encode({ alg, kid: 'first' })}.${encode(claims())}.`);
      await refused(`${encode({ alg, kid: 'first', typ: 'JWT' })}.${encode(claims())}.${encode('')}`);
    },
  );

  it.each(['HS256', 'HS384', 'HS512'])('signed by %s with what everybody knows of our provider', async (alg) => {
    const { publicKey } = provider.keys.get('first')!;
    const jwk = await exportJWK(publicKey);
    const known = [
      await exportSPKI(publicKey),
      (await exportSPKI(publicKey)).trim(),
      JSON.stringify(jwk),
      jwk.n!,
      'first',
      'secret',
      provider.url,
    ];
    for (const secret of known) {
      // Shorter keys than the algorithm wants are for those who forge by hand.
      const key = await crypto.subtle.importKey(
        'raw',
        secretOf(secret),
        { name: 'HMAC', hash: `SHA-${alg.slice(2)}` },
        false,
        ['sign'],
      );
      const content = `${encode({ alg, kid: 'first' })}.${encode(claims())}`;
      const signature = await crypto.subtle.sign('HMAC', key, secretOf(content));
      await refused(`${content}.${Buffer.from(signature).toString('base64url')}`);
    }
  });

  it('signed as they should be, by another algorithm than is agreed', async () => {
    const jwk = await exportJWK(provider.keys.get('first')!.privateKey);
    for (const alg of ['RS384', 'RS512', 'PS256']) {
      const { importJWK } = await import('jose');
      const key = (await importJWK(jwk, alg)) as CryptoKey;
      await refused(await provider.token(OFFICE, { alg, key }));
    }
  });

  it('of one issuer, signed with the key of another', async () => {
    const [kid, { privateKey }] = [...other.keys][0]!;
    await refused(await provider.token(OFFICE, { key: privateKey, kid }));
    await refused(await provider.token(OFFICE, { key: privateKey }));
    await refused(await provider.token(OFFICE, { key: privateKey, kid: undefined }));
    await refused(await other.token({ ...OFFICE, iss: provider.url }));
    for (const iss of [`${provider.url}/`, provider.url.toUpperCase(), ` ${provider.url}`, [provider.url], '', null]) {
      await refused(await provider.token({ ...OFFICE, iss }));
    }
  });

  it('that bring their own key, or say where it is', async () => {
    const key = stranger;
    for (const header of [
      { jwk: strangersJwk },
      { jku: address },
      { x5u: address },
      { jku: address, jwk: strangersJwk, kid: undefined },
      { x5c: [Buffer.from('x').toString('base64')] },
      { kid: address },
    ]) {
      await refused(await provider.token(OFFICE, { key, ...header }));
    }
    expect(asked).toBe(0);
  });

  it.each([
    '../../../../dev/null',
    '/etc/passwd',
    `first' or '1'='1`,
    'first\0',
    '__proto__',
    'constructor',
    '',
    'x'.repeat(5_000),
    '$(id)',
    '{"$ne":null}',
  ])('that name the key %j', async (kid) => refused(await provider.token(OFFICE, { key: stranger, kid })));

  it('that name a key by what is no name', async () => {
    for (const kid of [7, null, ['first'], { first: true }]) {
      await refused(`${encode({ alg: 'RS256', kid })}.${encode(claims())}.${'A'.repeat(342)}`);
    }
  });

  it('that ask for what is not understood', async () => {
    const content = { iss: provider.url, aud: 'register', sub: 'x', ...OFFICE };
    const { privateKey } = provider.keys.get('first')!;
    const now = Math.floor(Date.now() / 1000);
    const sign = (header: object): Promise<string> =>
      new SignJWT({ ...content, iat: now, exp: now + 60 })
        .setProtectedHeader({ alg: 'RS256', kid: 'first', ...header })
        .sign(privateKey, { crit: { 'urn:example:unheard': false } });
    await refused(await sign({ crit: ['urn:example:unheard'], 'urn:example:unheard': true }));
    for (const crit of [[], ['alg'], ['exp'], ['b64'], 'b64', [7]]) {
      await refused(
        `${encode({ alg: 'RS256', kid: 'first', crit, b64: false })}.${encode(claims())}.${'A'.repeat(342)}`,
      );
    }
  });

  it('that were changed after they were signed', async () => {
    const [head, , signature] = (await provider.token({ view: 'council' })).split('.') as [string, string, string];
    await refused(`${head}.${encode(claims())}.${signature}`);
    const true_ = await provider.token(OFFICE);
    const changed = true_.endsWith('A') ? 'Q' : 'A';
    await refused(true_.slice(0, -40) + changed + true_.slice(-39));
    for (const token of [
      `${true_}=`,
      `${true_}.x`,
      `.${true_}`,
      true_.replace('.', '..'),
      `${true_}, Bearer ${true_}`,
      `${head}.${head}.${head}.${head}.${head}`,
    ]) {
      await refused(token);
    }
  });

  it.each<[string, object]>([
    ['times that are text', { iat: '1', exp: '9999999999' }],
    ['times beyond numbers', { exp: 1e300, iat: -1e300, nbf: 1e300 }],
    ['an audience that begins as ours', { aud: 'register2' }],
    ['an audience in other letters', { aud: 'REGISTER' }],
    ['no audience', { aud: [] }],
    ['a view in a list', { view: ['office'] }],
    ['a view that is an object', { view: { toString: 'office' } }],
    ['an organisation in a list', { organisation: ['OSCDR'] }],
    ['an organisation with wildcards', { organisation: '%' }],
    ['an organisation that is SQL', { organisation: `OSCDR' or '1'='1` }],
    ['an organisation with U+0000', { organisation: 'OSCDR\0' }],
    ['an organisation that is a prototype', { organisation: '__proto__' }],
    ['a subject that is a number', { sub: 7 }],
    ['a subject that is an object', { sub: { a: 1 } }],
    ['a subject that is nothing', { sub: '' }],
    ['a subject with U+0000', { sub: 'a\0b' }],
    ['a subject of two lines', { sub: 'a\nb' }],
    ['a subject of 300 letters', { sub: 'x'.repeat(300) }],
  ])('with claims of a true issuer that make no sense: %s', async (_name, changed) => {
    await refused(await provider.token({ ...OFFICE, ...changed }));
  });

  it('that are very long', async () => {
    await refused(await provider.token({ ...OFFICE, iss: 'x', more: 'x'.repeat(9_000) }));
    tried += 1;
    expect((await ask(await provider.token({ ...OFFICE, more: 'x'.repeat(20_000) }))).status).toBe(431);
  });

  it('beside true ones: of two headers one counts, and never more than it says', async () => {
    const council = await provider.token();
    const forged = await provider.token(OFFICE, { key: stranger });
    const body = JSON.stringify({ query: VIEWER });
    const send = async (...tokens: string[]): Promise<RawConnection> => {
      tried += 1;
      const connection = await RawConnection.to(server);
      const headers = tokens.map((token) => `authorization: Bearer ${token}\r\n`).join('');
      connection.write(
        `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${headers}content-length: ${body.length}\r\n\r\n${body}`,
      );
      await connection.answered();
      connection.close();
      return connection;
    };
    expect((await send(council, forged)).body).not.toContain('OFFICE');
    expect((await send(forged, council)).status).toBe(401);
  });

  it('in other places than the header, where even true ones are not looked at', async () => {
    const token = await provider.token(OFFICE);
    const preflight = { 'apollo-require-preflight': 'true' };
    const query = encodeURIComponent(PUBLIC_VIEWER);
    const json = { 'content-type': 'application/json' };
    const body = (more: object): string => JSON.stringify({ query: PUBLIC_VIEWER, ...more });
    for (const answer of await Promise.all([
      connections.send('GET', `/graphql?query=${query}&access_token=${token}`, undefined, preflight),
      connections.send('GET', `/graphql?query=${query}&authorization=Bearer%20${token}`, undefined, preflight),
      connections.send('POST', '/graphql', body({ token, authorization: `Bearer ${token}` }), json),
      connections.send('POST', '/graphql', body({ extensions: { authorization: token } }), json),
      connections.send('POST', '/graphql', body({}), {
        ...json,
        cookie: `authorization=Bearer ${token}; token=${token}`,
      }),
      connections.send('POST', '/graphql', body({}), { ...json, 'x-authorization': `Bearer ${token}` }),
      connections.send('POST', '/graphql', body({}), { ...json, 'x-forwarded-user': 'OSCDR', 'x-view': 'office' }),
    ])) {
      tried += 1;
      expect(judge(answer).data).toEqual({ viewer: { view: 'PUBLIC' } });
    }
  });
});
