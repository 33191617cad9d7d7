import { Folder } from '../support/files';
import { ListeningServer, loadClient } from './support';

const NAMES = `query ($after: String, $asOf: DateTimeISO) {
  recommendation(code: "12b", asOf: $asOf) {
    assignments(filter: { reported: false }, orderBy: { field: DUTY_BEARER }, first: 100, after: $after) {
      nodes { dutyBearer { code } } pageInfo { hasNextPage endCursor } } } }`;
const LIVE_NAMES = NAMES.replace(', $asOf: DateTimeISO', '').replace(', asOf: $asOf', '');
const ASSIGNMENTS = (data: any): any => data.recommendation?.assignments;

describe('the TypeScript client', () => {
  let server: ListeningServer;
  let client: any;
  const folder = new Folder();
  /** What went over the line. */
  let sent: { method: string; url: string; headers: Record<string, string>; status: number }[];
  let published = 0;

  /** `fetch`, which notes what is sent, and is refused first as often as there are refusals. */
  const noting =
    (...refusals: Response[]) =>
    async (url: string, init: RequestInit): Promise<Response> => {
      const response = refusals.shift() ?? (await fetch(url, init));
      const headers = init.headers as Record<string, string>;
      sent.push({ method: init.method!, url, headers, status: response.status });
      return response;
    };
  const open = (options: object = {}): any =>
    new client.RegisterClient({ endpoint: server.endpoint, fetch: noting(), ...options });
  const publish = (): Promise<void> => server.publishReport('12a', `2026-0${++published}`);
  const failure = (promise: Promise<unknown>): Promise<any> =>
    promise.then(
      () => Promise.reject(new Error('It should have failed.')),
      (error: unknown) => error,
    );
  const all = async (items: AsyncIterable<any>): Promise<string[]> => {
    const codes = [];
    for await (const { dutyBearer } of items) codes.push(dutyBearer.code as string);
    return codes;
  };

  beforeAll(async () => {
    [server, client] = await Promise.all([ListeningServer.start(), loadClient(folder)]);
  });
  beforeEach(() => (sent = []));
  afterAll(async () => {
    folder.remove();
    await server.stop();
  });

  it('asks by GET, whether its answer is still true, and for nothing older than it has seen', async () => {
    const register = open();
    expect(register.revision).toBeNull();
    const first = await register.queryWithRevision(client.RegisterDocument);
    expect(register.revision).toBe(first.revision);
    expect(first.data.register.revision).toBe(first.revision);
    expect(await register.query(client.RegisterDocument)).toEqual(first.data);
    await publish();
    const { register: later } = await register.query(client.RegisterDocument);
    expect(later.revision).toBe(first.revision + 1);
    expect(register.revision).toBe(later.revision);
    expect(sent.map(({ method, status }) => [method, status])).toEqual([
      ['GET', 200],
      ['GET', 304],
      ['GET', 200],
    ]);
    expect(sent.map(({ headers }) => headers['register-revision'])).toEqual([
      undefined,
      String(first.revision),
      String(first.revision),
    ]);
    await register.query(client.RegisterDocument);
    expect(sent[3]!.headers['register-revision']).toBe(String(later.revision));
  });

  it('asks by POST what is too long for an address, and what goes with a token', async () => {
    const gssCodes = Array.from({ length: 300 }, (_, index) => `E0${String(8_000_000 + index)}`);
    const { councils } = await open().query(client.CouncilsDocument, { filter: { gssCodes } });
    expect(councils.nodes.map(({ name }: any) => name)).toContain('Oldham');
    const token = await server.graph.token({ view: 'council', organisation: 'E08000004' });
    const viewer = await open({ token: () => Promise.resolve(token) }).query(
      '{ viewer { view } myTasks { totalCount } }',
    );
    expect(viewer).toMatchObject({ viewer: { view: 'COUNCIL' } });
    expect(sent.map(({ method, status }) => [method, status])).toEqual([
      ['POST', 200],
      ['POST', 200],
    ]);
  });

  it('says what is wrong by code', async () => {
    const unknown = await failure(open().query('{ mayors { name } }'));
    expect(unknown).toBeInstanceOf(client.RegisterError);
    expect(unknown).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED', status: 400, data: null });
    expect(unknown.message).toContain('mayors');
    const bad = await failure(open().query('{ viewer { view } councils(first: -1) { totalCount } }'));
    expect(bad).toMatchObject({ code: 'BAD_USER_INPUT', codes: ['BAD_USER_INPUT'], errors: [{ path: ['councils'] }] });
    const much = await failure(open().query('{ councils(first: 1000) { totalCount } }'));
    expect(much).toMatchObject({ code: 'LIMIT_EXCEEDED', status: 400, data: null });
    expect(await failure(open({ token: 'no token' }).query('{ viewer { view } }'))).toMatchObject({
      code: 'UNAUTHENTICATED',
      status: 401,
    });
    const nowhere = open({ endpoint: 'http://127.0.0.1:9/graphql' });
    expect(await failure(nowhere.query('{ viewer { view } }'))).toMatchObject({
      code: 'UNREACHABLE',
      status: undefined,
      cause: expect.anything(),
    });
    const elsewhere = open({ endpoint: server.endpoint.replace('graphql', 'livez') });
    expect(await failure(elsewhere.query('{ viewer { view } }'))).toMatchObject({ code: 'NOT_THE_REGISTER' });
    expect(await failure(open().query('{ viewer { view } }', {}, { signal: AbortSignal.abort() }))).toMatchObject({
      name: 'AbortError',
    });
    expect(await failure(open().query({ kind: 'Document' }))).toBeInstanceOf(TypeError);
  });

  const refusal = (status: number, after?: string): Response =>
    new Response('{}', { status, headers: after === undefined ? {} : { 'retry-after': after } });

  it('waits as long as it is asked to, and asks again', async () => {
    const began = Date.now();
    const register = open({ fetch: noting(refusal(429, '1'), refusal(503, '0')) });
    expect(await register.query('{ viewer { view } }')).toEqual({ viewer: { view: 'PUBLIC' } });
    expect(sent.map(({ status }) => status)).toEqual([429, 503, 200]);
    expect(Date.now() - began).toBeGreaterThanOrEqual(990);
  });

  it('does not wait for ever', async () => {
    const refusals = Array.from({ length: 9 }, () => refusal(503, '0'));
    const given = await failure(open({ fetch: noting(...refusals) }).query('{ viewer { view } }'));
    expect(given).toMatchObject({ code: 'BUSY', status: 503, retryAfter: 0 });
    expect(sent).toHaveLength(4);
    sent = [];
    const far = await failure(open({ fetch: noting(refusal(429, '3600')) }).query('{ viewer { view } }'));
    expect(far).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 3600 });
    expect(sent).toHaveLength(1);
    const patient = open({ fetch: noting(refusal(429, '20')) });
    const stopped = failure(patient.query('{ viewer { view } }', {}, { signal: AbortSignal.timeout(50) }));
    expect(await stopped).toMatchObject({ name: 'TimeoutError' });
  });

  it('reads a list as it was when it began, whatever is published meanwhile', async () => {
    const before = await server.notReported('12b');
    expect(before).toHaveLength(317);
    const register = open();
    const codes: string[] = [];
    for await (const { dutyBearer } of register.pages(NAMES, {}, ASSIGNMENTS)) {
      codes.push(dutyBearer.code);
      // Oldham stands on a later page than this.
      if (codes.length === 1) await server.publishReport('12b');
    }
    expect(codes.sort()).toEqual(before);
    expect(sent).toHaveLength(5);
    expect(await all(register.pages(NAMES, {}, ASSIGNMENTS))).toHaveLength(316);
  });

  it('tells of a publication between two pages of a list that cannot be asked about as it was', async () => {
    const pages = open().pages(LIVE_NAMES, {}, ASSIGNMENTS);
    for (let item = 0; item < 100; item++) expect((await pages.next()).done).toBe(false);
    await publish();
    expect(await failure(pages.next())).toMatchObject({ code: 'PUBLISHED_MEANWHILE', status: undefined });
    expect(await all(open().pages(LIVE_NAMES, {}, ASSIGNMENTS))).toHaveLength(316);
  });

  it('shows who signs in what there is', async () => {
    const token = await server.graph.token({ view: 'council', organisation: 'E08000004' });
    const register = open({ token });
    expect(await all(register.pages(NAMES, {}, ASSIGNMENTS, { limit: 150 }))).toHaveLength(150);
    expect(sent).toHaveLength(2);
  });

  it('stops where it should, and says what a list lacks', async () => {
    const register = open();
    expect(await all(register.pages(NAMES, {}, ASSIGNMENTS, { limit: 3 }))).toHaveLength(3);
    expect(await all(register.pages(NAMES, {}, ASSIGNMENTS, { limit: 0 }))).toEqual([]);
    expect(await all(register.pages(NAMES, {}, () => null))).toEqual([]);
    const wrong = (text: string): Promise<any> => failure(all(register.pages(text, {}, ASSIGNMENTS)));
    expect((await wrong('{ recommendation(code: "12b") { code } }')).message).toContain('must have $after');
    const first = await register.query(NAMES);
    expect((await failure(all(register.pages(NAMES, {}, () => ASSIGNMENTS(first))))).message).toContain(
      'does not move on',
    );
    expect((await failure(all(register.pages(NAMES, {}, ASSIGNMENTS, { limit: -1 })))).message).toContain('limit');
  });

  it('has a moment to ask about again', async () => {
    const register = open();
    const { revision, asOf, publishedAt } = await register.moment();
    expect(Date.parse(asOf)).toBeGreaterThanOrEqual(Date.parse(publishedAt));
    const ask = (): Promise<any> => register.query(client.RegisterDocument, { asOf });
    const before = await ask();
    expect(before.register).toMatchObject({ revision, publishedAt });
    await publish();
    expect(await ask()).toEqual(before);
    expect((await register.moment()).revision).toBe(revision + 1);
  });
});
