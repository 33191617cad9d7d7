import type { LightMyRequestResponse } from 'fastify';
import { network } from '../../src/limits/budgets';
import { createKey, revokeKey } from '../../src/api-keys/key-store';
import { record } from '../hardening/record';
import { untilMinuteHasRoom } from '../support/minute';
import { type Caller, TestServer } from '../support/server';

const OLDHAM: Caller = { view: 'council', organisation: 'E08000004' };
const STOKE: Caller = { view: 'council', organisation: 'E06000021' };
const LIMITS = { publicPoints: 50, organisationPoints: 80, keyPoints: 120, refusedTokens: 3 };
const ONE = '{ council(gssCode: "E08000004") { name } }';
/** A connection, ten councils and their names. */
const TEN = '{ councils(first: 10) { nodes { name } } }';
const TEN_POINTS = 12;

describe('the budget of a caller', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start('reference', {
      limits: LIMITS,
      trustedProxies: ['127.0.0.1'],
      responseCacheBytes: 1_000_000,
    });
  });
  afterAll(async () => {
    record({
      part: 'limits',
      tried:
        'Callers who ask for more than their points: addresses, networks, organisations, API keys, guessers of tokens',
      count: `${tooMuch} above the budget`,
      happened: 'each was answered 429 with Retry-After, with nothing read; no other caller had less for it',
    });
    await server.stop();
  });

  let tooMuch = 0;
  interface Ask {
    from?: string;
    authorization?: string;
    variables?: object;
  }
  let callers = 0;
  const somebody = (): string => `192.0.2.${++callers}`;
  const ask = async (
    query: string,
    { from = somebody(), authorization, variables }: Ask = {},
  ): Promise<LightMyRequestResponse> => {
    server.statements = [];
    const answer = await server.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'x-forwarded-for': from, ...(authorization !== undefined && { authorization }) },
      payload: { query, variables },
    });
    if (answer.statusCode === 429) {
      expect([Number(answer.headers['retry-after']) > 0, server.statements]).toEqual([true, []]);
      tooMuch++;
    }
    return answer;
  };
  const remaining = ({ headers }: LightMyRequestResponse): number =>
    Number(/r=(\d+)/.exec(String(headers['ratelimit']))![1]);
  const bearer = async (caller: Caller): Promise<string> => `Bearer ${await server.token(caller)}`;
  beforeEach(() => untilMinuteHasRoom());

  it('is said in each answer, and taken by what the query costs', async () => {
    const from = somebody();
    const answer = await ask(TEN, { from });
    expect(answer.headers['ratelimit-policy']).toBe('"public";q=50;w=60');
    expect(remaining(answer)).toBe(50 - TEN_POINTS);
    const { rateLimit } = (await ask(`{ rateLimit { limit cost remaining resetAt } ${TEN.slice(2)}`, { from })).json()
      .data;
    // It is an object with four values itself.
    const cost = TEN_POINTS + 2;
    expect(rateLimit).toEqual({ limit: 50, cost, remaining: 50 - TEN_POINTS - cost, resetAt: expect.any(String) });
    const wait = Date.parse(rateLimit.resetAt) - Date.now();
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60_000);
  });

  it('refuses what is more than is left, with 429 and nothing read, and then takes less', async () => {
    const from = somebody();
    for (let index = 0; index < 4; index++)
      expect((await ask(`{ c${index}: ${TEN.slice(2)}`, { from })).statusCode).toBe(200);
    const refused = await ask(`{ other: ${TEN.slice(2)}`, { from });
    expect(refused.statusCode).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    const [{ message, extensions }] = refused.json().errors;
    expect(extensions).toMatchObject({ code: 'RATE_LIMITED', limit: { name: 'publicPoints', limit: 50 } });
    expect(message).toMatch(
      /^The limit on what one address may ask .* is 50 points: \d are left, and this takes 12\. It is full again in \d+ s\. /,
    );
    expect(server.statements).toEqual([]);
    // What was refused has taken what every request takes.
    expect(remaining(refused)).toBe(1);
    expect((await ask('{ __typename }', { from })).statusCode).toBe(200);
    const nothing = await ask('{ __typename }', { from });
    expect([nothing.statusCode, nothing.json().errors[0].extensions.code]).toEqual([429, 'RATE_LIMITED']);
    expect(nothing.headers['retry-after']).toBeDefined();
  });

  it('gives one point for an answer that is kept, and for a query that is wrong', async () => {
    await ask(TEN);
    expect(remaining(await ask(TEN))).toBe(49);
    expect(server.statements).toEqual([]);
    expect(remaining(await ask('{ unknown }'))).toBe(49);
  });

  it('is asked for by an answer that nobody keeps', async () => {
    expect((await ask('{ rateLimit { remaining } }')).headers['cache-control']).toBe('no-store');
    expect((await ask(ONE)).headers['cache-control']).toContain('public');
  });

  it('is counted by variables as by literals', async () => {
    const query = 'query ($first: Int = 40) { councils(first: $first) { nodes { name } } }';
    const cost = async (variables: object): Promise<number> => 50 - remaining(await ask(query, { variables }));
    // Null is no default but the server's own: 20.
    expect([await cost({ first: 10 }), await cost({ first: null }), await cost({}), await cost({ first: 0 })]).toEqual([
      12, 23, 45, 1,
    ]);
  });

  it('leaves out what @skip and @include leave out, with the values that were sent', async () => {
    const query =
      'query ($all: Boolean!) { council(gssCode: "x") { name } councils(first: 30) @include(if: $all) { nodes { name } } }';
    const cost = async (all: boolean): Promise<number> => 50 - remaining(await ask(query, { variables: { all } }));
    expect([await cost(false), await cost(true)]).toEqual([2, 36]);
  });

  it('is one for a network of IPv6, and another for each address of IPv4', async () => {
    await ask(TEN, { from: '2001:db8:1:2::1' });
    expect(remaining(await ask('{ __typename }', { from: '2001:db8:1:2:ffff::9' }))).toBeLessThan(49);
    expect(remaining(await ask('{ __typename }', { from: '2001:db8:1:3::1' }))).toBe(49);
    expect(remaining(await ask('{ __typename }'))).toBe(49);
  });

  it('believes no address but that of a trusted proxy', async () => {
    const untrusting = await TestServer.start('empty', { limits: { publicPoints: 3 } });
    const status = async (from: string): Promise<number> =>
      (
        await untrusting.app.inject({
          method: 'POST',
          url: '/graphql',
          headers: { 'x-forwarded-for': from },
          payload: { query: '{ __typename }' },
        })
      ).statusCode;
    expect([
      await status('192.0.2.1'),
      await status('192.0.2.2'),
      await status('192.0.2.3'),
      await status('192.0.2.4'),
    ]).toEqual([200, 200, 200, 429]);
    await untrusting.stop();
  });

  it('is one for all of an organisation, wherever they are', async () => {
    const first = await ask(TEN, { authorization: await bearer(OLDHAM) });
    expect(first.headers['ratelimit-policy']).toBe('"organisation";q=80;w=60');
    expect(
      remaining(await ask('{ __typename }', { authorization: await bearer({ ...OLDHAM, subject: 'another' }) })),
    ).toBe(80 - TEN_POINTS - 1);
    expect(remaining(await ask('{ __typename }', { authorization: await bearer(STOKE) }))).toBe(79);
  });

  it('is larger with an API key, which sees what the public sees, until it is revoked', async () => {
    const key = await createKey(server.dataSource, 'A study');
    const authorization = `Bearer ${key}`;
    const answer = await ask('{ viewer { view organisation { code } } }', { authorization });
    expect(answer.json().data).toEqual({ viewer: { view: 'PUBLIC', organisation: null } });
    expect(answer.headers['ratelimit-policy']).toBe('"key";q=120;w=60');
    const made = await ask(TEN, { authorization });
    expect((await ask(TEN)).body).toBe(made.body);
    expect(server.statements).toEqual([]);
    await revokeKey(server.dataSource, key);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const refused = await ask(ONE, { authorization });
    expect(refused.statusCode).toBe(401);
    const unknown = await ask(ONE, { authorization: `Bearer ${await keyOfAnother()}` });
    expect([unknown.statusCode, unknown.body]).toEqual([401, refused.body]);
    expect(refused.headers['www-authenticate']).toContain('Bearer');
  });

  const keyOfAnother = async (): Promise<string> => {
    const key = await createKey(server.dataSource, 'Another');
    await server.dataSource.query('delete from api_key where holder = $1', ['Another']);
    return key;
  };

  it('is not asked of the database for a key whose checksum is wrong', async () => {
    const key = await createKey(server.dataSource, 'A typist');
    const mistyped = key.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    const { statusCode, body } = await ask(ONE, { authorization: `Bearer ${mistyped}` });
    expect([statusCode, server.statements]).toEqual([401, []]);
    expect(body).toContain('The API key is not known here, or no longer.');
  });

  it('does not let an address try tokens and keys without end', async () => {
    const from = somebody();
    const statuses: number[] = [];
    for (let tries = 0; tries < 5; tries++)
      statuses.push((await ask(ONE, { from, authorization: 'Bearer a.b.c' })).statusCode);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    expect((await ask(ONE, { from })).statusCode).toBe(200);
  });

  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '8193:3512:1:2'],
    ['fe80::1%eth0', '65152:0:0:0'],
    ['not:an:address', 'unknown'],
  ])('takes %s for %s', (address, expected) => expect(network(address)).toBe(expected));
});
