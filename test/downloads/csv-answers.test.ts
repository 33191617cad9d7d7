import { get, type IncomingMessage } from 'node:http';
import { parse } from 'csv-parse/sync';
import request from 'supertest';
import { CSV_POINTS } from '../../src/downloads/csv-answers';
import { untilMinuteHasRoom } from '../support/minute';
import { mutate } from '../support/mutations';
import { type Caller, TestServer } from '../support/server';

const OLDHAM: Caller = { view: 'council', organisation: 'E08000004', roles: ['submitter'] };
const STOKE: Caller = { view: 'council', organisation: 'E06000021', roles: ['submitter'] };

describe('a query answered with CSV', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start('reference');
  });
  afterAll(() => server.stop());

  const ask = async (query: string, { variables, caller }: { variables?: object; caller?: Caller } = {}) => {
    const post = request(server.app.server).post('/graphql').set('accept', 'text/csv');
    if (caller) void post.set('authorization', `Bearer ${await server.token(caller)}`);
    return post.send({ query, variables });
  };
  const rows = async (query: string, options?: Parameters<typeof ask>[1]): Promise<Record<string, string>[]> => {
    const { status, text } = await ask(query, options);
    expect([status, text.slice(0, 200)]).toEqual([200, expect.any(String)]);
    return parse(text, { columns: true });
  };

  it('has a column for each field, in its order, then source and licence', async () => {
    const { text, headers } = await ask(
      `{ observations(filter: { indicators: ["turnout_local_election"], areas: ["E08000004"] }, first: 1) {
        nodes { area { name } ...When figure: value } } } fragment When on Observation { period { start label } }`,
    );
    expect(text.split('\r\n')[0]).toBe('area_name,period_start,period_label,figure,source,licence');
    expect(headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'cache-control': 'no-cache',
      'register-revision': '1',
      link: '</data/revisions/1>; rel="cite-as", </data/revisions/1/README.md>; rel="license"',
    });
    expect((await ask('{ observations(first: 1) { nodes { licence value } } }')).text).toMatch(
      /^licence,value,source\r\n/,
    );
  });

  it.each([
    ['of one indicator', 'observations(filter: { indicators: ["wellbeing_anxiety"] })'],
    [
      'by value',
      'observations(filter: { indicators: ["turnout_local_election"] }, orderBy: { field: VALUE, direction: DESC })',
    ],
    ['the latest', 'observations(filter: { latestOnly: true, areaKinds: [COUNCIL], missing: INCLUDE })'],
    ['as it was', 'observations(filter: { indicators: ["wellbeing_anxiety"] }, asOf: "2100-01-01T00:00:00Z")'],
  ])('has all rows, %s, as pages have them', async (_, list) => {
    const asked = list.replace('2100-01-01T00:00:00Z', new Date().toISOString());
    const csv = await rows(`{ ${asked} { nodes { id value } } }`);
    const found: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const page = `${asked.replace(/\)$/, '')}, first: 100, after: $after)`;
      const { observations } = await server.query(
        `query ($after: String) { ${page} { nodes { id value } pageInfo { hasNextPage endCursor } } }`,
        { after },
      );
      found.push(
        ...observations.nodes.map((each: { id: string; value: number | null }) => `${each.id} ${each.value ?? ''}`),
      );
      ({ hasNextPage: more, endCursor: after } = observations.pageInfo);
    }
    expect(csv.map(({ id, value }) => `${id} ${value}`)).toEqual(found);
    expect(found.length).toBeGreaterThan(600);
  });

  it.each([1, 999, 1000, 1001, 2500])('has as many rows as "first" says: %d', async (first) => {
    expect(
      await rows('query ($first: Int) { observations(first: $first) { nodes { value } } }', { variables: { first } }),
    ).toHaveLength(first);
  });

  it('stands under an indicator or a council too, and may have no rows', async () => {
    const [row] = await rows('{ council(gssCode: "E08000004") { name observations(first: 1) { nodes { value } } } }');
    expect(row!['council_name']).toBe('Oldham');
    expect(
      await rows('{ indicator(code: "turnout_local_election") { code observations { nodes { value } } } }'),
    ).not.toHaveLength(0);
    expect((await ask('{ council(gssCode: "E99999999") { observations { nodes { value } } } }')).text).toBe(
      'value,source,licence\r\n',
    );
    expect(await rows('{ councils(filter: {}) { nodes { gssCode } } }')).toHaveLength(317);
  });

  it.each([
    ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED', /Cannot query field "nothing"/],
    ['{ observations { nodes { value ', 'GRAPHQL_PARSE_FAILED', /Syntax Error/],
    ['{ register { revision } }', 'BAD_USER_INPUT', /made of a list/],
    ['{ observations { totalCount } }', 'BAD_USER_INPUT', /select "nodes".*not "totalCount"/],
    ['{ observations(last: 3) { nodes { value } } }', 'BAD_USER_INPUT', /"last" and "before" go with pages/],
    ['{ observations(first: -1) { nodes { value } } }', 'BAD_USER_INPUT', /must not be less than 0/],
    ['{ councils { nodes { neighbours { name } } } }', 'BAD_USER_INPUT', /"neighbours" is another/],
    [
      '{ a: observations { nodes { value } } b: observations { nodes { value } } }',
      'BAD_USER_INPUT',
      /made of one list/,
    ],
    [
      '{ councils { nodes { region { code } region_code: name } } }',
      'BAD_USER_INPUT',
      /Two columns would be called "region_code"/,
    ],
    [
      '{ observations(filter: { from: "2030-01-01", to: "2020-01-01" }) { nodes { value } } }',
      'BAD_USER_INPUT',
      /must not be after/,
    ],
    ['{ progressUpdates { nodes { summary } } }', 'GRAPHQL_VALIDATION_FAILED', /Cannot query field/],
  ])('refuses %s', async (query, code, message) => {
    const { status, body } = await ask(query);
    expect([status, body.errors[0].extensions.code]).toEqual([400, code]);
    expect(body.errors[0].message).toMatch(message);
  });

  it('is JSON for whoever does not ask for CSV', async () => {
    for (const accept of ['*/*', 'application/json', 'application/json, text/csv;q=0.5']) {
      const { headers } = await request(server.app.server)
        .post('/graphql')
        .set('accept', accept)
        .send({ query: '{ councils { totalCount } }' });
      expect(headers['content-type']).toMatch('application/json');
    }
  });

  it("shows each caller what is theirs, and nobody another's", async () => {
    await mutate(server, OLDHAM, 'saveProgressUpdate', 'id', {
      recommendationCode: '12a',
      periodStart: '2026-01-01',
      periodEnd: '2026-01-31',
      deliveryStatus: 'IN_PROGRESS',
      summary: '=draft()',
    });
    const query = '{ progressUpdates(filter: {}) { nodes { summary status } } }';
    expect(await rows(query, { caller: OLDHAM })).toEqual([{ summary: "'=draft()", status: 'DRAFT' }]);
    expect(await rows(query, { caller: STOKE })).toEqual([]);
    expect((await ask(query, { caller: OLDHAM })).headers['cache-control']).toBe('private, no-store');
  });

  it('takes the values of a query for nothing but values', async () => {
    for (const value of ["x' or 'a' = 'a", 'x$1::text', '\\', '$$; drop table area; --', "E'\\''"]) {
      const variables = { areas: [value] };
      expect(
        await rows('query ($areas: [String!]) { observations(filter: { areas: $areas }) { nodes { value } } }', {
          variables,
        }),
      ).toEqual([]);
    }
  });

  it('has an address of its own for figures', async () => {
    const get = (parameters: string) => request(server.app.server).get(`/data/observations.csv?${parameters}`);
    const figures = parse<Record<string, string>>(
      (await get('indicator=turnout_local_election&indicator=wellbeing_anxiety&area=E08000004&from=2020-01-01')).text,
      { columns: true },
    );
    expect(new Set(figures.map(({ indicator_code }) => indicator_code))).toEqual(
      new Set(['turnout_local_election', 'wellbeing_anxiety']),
    );
    expect(new Set(figures.map(({ area_code }) => area_code))).toEqual(new Set(['E08000004']));
    expect(figures.every(({ period_start }) => period_start! >= '2020-01-01')).toBe(true);
    for (const [parameters, message] of [
      ['indikator=x', /no parameter "indikator"/],
      ['latest=yes', /"latest" must be true or false/],
      ['from=soon', /not a valid LocalDate/],
      ['from=2020-01-01&from=2021-01-01', /stands there twice/],
    ] as const) {
      const { status, body } = await get(parameters);
      expect([status, body.errors[0].message]).toEqual([400, expect.stringMatching(message)]);
    }
  });

  describe('that nobody reads', () => {
    const EVERYTHING = '/data/observations.csv';
    const ask = (
      port: number,
      localAddress: string,
    ): Promise<{ status: number; had: number; response: IncomingMessage }> =>
      new Promise((resolve, reject) => {
        const sent = get({ port, path: EVERYTHING, localAddress, host: '127.0.0.1', agent: false }, (response) => {
          if (response.statusCode === 200) return resolve({ status: 200, had: 0, response });
          let text = '';
          response.on('data', (piece: Buffer) => (text += piece.toString()));
          response.on('end', () =>
            resolve({ status: response.statusCode!, had: JSON.parse(text).errors[0].extensions.limit.had, response }),
          );
        });
        sent.on('error', reject);
      });

    it('keeps one place and not all of them, and is broken off before long', async () => {
      const limits = { csvAtOnce: 2, csvOfCaller: 1, csvStalledMilliseconds: 1_000 };
      const slow = await TestServer.start('reference', { limits });
      try {
        const { port } = new URL(await slow.app.listen({ port: 0, host: '127.0.0.1' })) as unknown as { port: number };
        const first = await ask(port, '127.0.0.1');
        // An hour later it would still be there.
        first.response.pause();
        expect(await ask(port, '127.0.0.1')).toMatchObject({ status: 503, had: 2 });
        const second = await ask(port, '127.0.0.2');
        second.response.pause();
        expect(await ask(port, '127.0.0.3')).toMatchObject({ status: 503, had: 3 });

        let third = await ask(port, '127.0.0.1');
        for (const deadline = Date.now() + 20_000; third.status !== 200 && Date.now() < deadline;) {
          await new Promise((resolve) => setTimeout(resolve, 200));
          third = await ask(port, '127.0.0.1');
        }
        expect(third.status).toBe(200);
        await new Promise((resolve) => third.response.resume().on('close', resolve));
        expect(third.response.complete).toBe(true);
        // What is left of the others ends without an end.
        const ended = [first, second].map(
          ({ response }) => new Promise((resolve) => response.on('close', () => resolve(response.complete))),
        );
        for (const { response } of [first, second]) response.on('error', () => undefined).resume();
        expect(await Promise.all(ended)).toEqual([false, false]);
      } finally {
        await slow.stop();
      }
    }, 90_000);
  });

  it('takes as many points at /data/observations.csv as at /graphql', async () => {
    const limited = await TestServer.start('reference', { limits: { publicPoints: CSV_POINTS } });
    try {
      const get = () =>
        request(limited.app.server).get('/data/observations.csv?indicator=wellbeing_anxiety&area=E08000004');
      await untilMinuteHasRoom();
      expect((await get()).status).toBe(200);
      const { status, headers, body } = await get();
      expect([status, body.errors[0].extensions]).toEqual([
        429,
        { code: 'RATE_LIMITED', limit: { name: 'publicPoints', limit: CSV_POINTS, had: CSV_POINTS + 1 } },
      ]);
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    } finally {
      await limited.stop();
    }
  });
});
