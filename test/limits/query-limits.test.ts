import { getIntrospectionQuery } from 'graphql';
import request from 'supertest';
import { DEFAULT_LIMITS, describeExcess, LIMIT_NAMES, type LimitName, LIMITS } from '../../src/limits/limits';
import { readBlocks } from '../docs/blocks';
import { record } from '../hardening/record';
import { type GraphResponse, TestServer } from '../support/server';

const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');

/** Fields within fields, so many levels deep. */
const deep = (levels: number): string => {
  const pairs = Math.floor((levels - 2) / 2);
  const rest = (levels - 2) % 2 === 1 ? 'region { name }' : 'name';
  return `{ council(gssCode: "E08000004") { ${nested(pairs, rest)} } }`;
};
const nested = (pairs: number, rest: string): string =>
  pairs === 0 ? rest : `organisation { council { ${nested(pairs - 1, rest)} } }`;

describe('limits on a query', () => {
  let server: TestServer;
  let refused = 0;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(async () => {
    record({
      part: 'limits',
      tried:
        'Queries of just what each limit allows, and of one more: by literals, variables, their defaults and fragments',
      count: `${refused} above a limit`,
      happened:
        'answered at the limit; above it refused, with the limit and what the query had, before anything was read',
    });
    await server.stop();
  });

  /** That it is refused by a limit, with nothing read. */
  const expectRefusal = ({ status, data, errors }: GraphResponse, name: LimitName, had: number): void => {
    const limit = DEFAULT_LIMITS[name];
    expect(errors?.map(({ message, extensions }) => ({ message, extensions }))).toEqual([
      {
        message: describeExcess(name, limit, had),
        extensions: { code: 'LIMIT_EXCEEDED', limit: { name, limit, had } },
      },
    ]);
    expect([status, data]).toEqual([name === 'bodyBytes' ? 413 : 400, undefined]);
    expect(server.statements).toEqual([]);
    refused++;
  };

  it.each<[LimitName, (size: number) => string]>([
    ['depth', deep],
    [
      'rootFields',
      (size) =>
        `{ ...Roots } fragment Roots on Query { ${times(size - 1, () => 'viewer { view }')} ...One } fragment One on Query { viewer { view } }`,
    ],
    ['aliases', (size) => `{ council(gssCode: "E08000004") { ${times(size, (i) => `a${i}: name`)} } }`],
    ['directives', (size) => `{ council(gssCode: "E08000004") { ${times(size, () => 'name @include(if: true)')} } }`],
    [
      'tokens',
      (size) => `{ observations(first: 0, filter: { indicators: [${times(size - 19, () => '"x"')}] }) { totalCount } }`,
    ],
    ['operations', (size) => times(size, (i) => `query Q${i} { viewer { view } }`)],
  ])('on %s is kept at the limit, and refused above it', async (name, make) => {
    const limit = DEFAULT_LIMITS[name];
    expect((await server.ask(make(limit))).errors).toBeUndefined();
    expectRefusal(await server.ask(make(limit + 1)), name, limit + 1);
  });

  it('is refused as docs/limits.md shows', async () => {
    const [example] = readBlocks('json').filter(({ document }) => document === 'docs/limits.md');
    const { errors } = await server.ask(
      `{ recommendations(first: 100) { nodes { assignments(first: 100) { nodes {
         publishedUpdates(first: 100) { nodes { summary } } } } } } }`,
    );
    expect(errors).toEqual([JSON.parse(example!.text)]);
  });

  it('on fields counts those of a fragment in each place that names it', async () => {
    const query = (each: number): string =>
      `{ ${times(10, (i) => `c${i}: council(gssCode: "E08000004") { ...All }`)} } fragment All on Council { ${times(each, () => 'name')} }`;
    expect((await server.ask(query(199))).errors).toBeUndefined();
    expectRefusal(await server.ask(query(200)), 'fields', 2_010);
  });

  it('on items of a page holds for literals, variables and defaults of variables', async () => {
    const { first } = DEFAULT_LIMITS;
    const variable = 'query ($first: Int) { councils(first: $first) { nodes { name } } }';
    const byDefault = (size: number): string =>
      `query ($last: Int = ${size}) { councils(last: $last) { nodes { name } } }`;
    expect((await server.query(`{ councils(first: ${first}) { nodes { name } } }`)).councils.nodes).toHaveLength(first);
    expect((await server.query(variable, { first })).councils.nodes).toHaveLength(first);
    expect((await server.query(byDefault(first))).councils.nodes).toHaveLength(first);
    expectRefusal(await server.ask(`{ councils(first: ${first + 1}) { nodes { name } } }`), 'first', first + 1);
    expectRefusal(await server.ask(variable, { first: first + 1 }), 'first', first + 1);
    expectRefusal(await server.ask(byDefault(first + 1)), 'first', first + 1);
  });

  it('on nodes holds for the whole request, by literals as by variables', async () => {
    // 100 regions, each with so many councils; a page of regions is larger than there are.
    const literal = (size: number): string =>
      `{ regions(first: 100) { nodes { councils(first: ${size}) { nodes { region { ...Name } } } } } } fragment Name on Region { name }`;
    const variable =
      'query ($size: Int) { regions(first: 100) { nodes { councils(first: $size) { nodes { region { name } } } } } }';
    expect((await server.ask(literal(74))).errors).toBeUndefined();
    expect((await server.ask(variable, { size: 74 })).errors).toBeUndefined();
    expectRefusal(await server.ask(literal(75)), 'nodes', 15_100);
    expectRefusal(await server.ask(variable, { size: 75 }), 'nodes', 15_100);
  });

  it('on cost holds for the whole request, by literals as by variables', async () => {
    // Each council is a point, and a tenth for each value of it.
    const values = times(10, () => 'name');
    const query = (size: string): string =>
      `regions(first: 100) { nodes { councils(first: ${size}) { nodes { ${values} } } } }`;
    const variable = `query ($size: Int) { ${query('$size')} }`;
    expect((await server.ask(`{ ${query('98')} }`)).errors).toBeUndefined();
    expect((await server.ask(variable, { size: 98 })).errors).toBeUndefined();
    expectRefusal(await server.ask(`{ ${query('99')} }`), 'cost', 20_001);
    expectRefusal(await server.ask(variable, { size: 99 }), 'cost', 20_001);
  });

  it('on the size of a request says how much it had', async () => {
    const body = (bytes: number): string => {
      const [start, end] = ['{"query":"{ viewer { view } }","variables":{"x":"', '"}}'];
      return start + 'x'.repeat(bytes - start.length - end.length) + end;
    };
    const post = (bytes: number) =>
      request(server.app.server).post('/graphql').set('content-type', 'application/json').send(body(bytes));
    const limit = DEFAULT_LIMITS.bodyBytes;
    server.statements = [];
    expect((await post(limit)).status).toBe(200);
    const {
      status,
      body: { data, errors },
    } = await post(limit + 1);
    expectRefusal({ status, data, errors } as GraphResponse, 'bodyBytes', limit + 1);
  });

  it('refuse several requests in one', async () => {
    const response = await request(server.app.server)
      .post('/graphql')
      .send([{ query: '{ viewer { view } }' }, { query: '{ viewer { view } }' }]);
    expect(response.status).toBe(400);
    expect(response.body.errors[0].message).toBe(describeExcess('operations', 1, 2));
  });

  it('let a standard introspection through', async () => {
    const options = {
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
    };
    const { __schema } = await server.query(getIntrospectionQuery(options));
    expect(__schema.types.length).toBeGreaterThan(100);
  });

  describe('and bombs', () => {
    it('of fragments that double are counted and not expanded', async () => {
      const fragments = times(
        40,
        (i) => `fragment F${i} on Council { ${i === 39 ? 'name' : `...F${i + 1} ...F${i + 1}`} }`,
      );
      const { errors } = await server.ask(`{ council(gssCode: "E08000004") { ...F0 } } ${fragments}`);
      expect(errors![0]).toMatchObject({ message: describeExcess('fields', DEFAULT_LIMITS.fields, 2 ** 39 + 1) });
      expect(server.statements).toEqual([]);
    });

    it('of fragments that count more than a number can are refused too', async () => {
      const fragments = times(
        90,
        (i) => `fragment F${i} on Council { ${i === 89 ? 'name' : `...F${i + 1} ...F${i + 1}`} }`,
      );
      const { errors } = await server.ask(`{ council(gssCode: "E08000004") { ...F0 } } ${fragments}`);
      expect(errors![0]!.message).toContain('this one has more than 9,007,199,254,740,991 fields.');
    });

    it('of nothing, behind a page of none or a directive, are counted as well', async () => {
      const fragments = times(
        20,
        (i) => `fragment F${i} on Council { ${i === 19 ? 'name' : `...F${i + 1} ...F${i + 1}`} }`,
      );
      for (const root of [
        'councils(first: 0) { nodes { ...F0 } }',
        'council(gssCode: "x") @skip(if: true) { ...F0 }',
      ]) {
        const { errors } = await server.ask(`{ ${root} } ${fragments}`);
        expect(errors![0]!.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: { name: 'fields' } });
      }
    });

    it.each([
      '{ council(gssCode: "E08000004") { ...A } } fragment A on Council { name ...A }',
      '{ council(gssCode: "E08000004") { ...A } } fragment A on Council { ...B } fragment B on Council { ...A }',
      '{ council(gssCode: "E08000004") { ...A } } fragment A on Council { organisation { council { ...A } } }',
    ])('that go round in circles are refused: %s', async (query) => {
      const { status, errors } = await server.ask(query);
      expect([status, errors![0]!.extensions.code]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
      expect(errors![0]!.message).toContain('Cannot spread fragment');
    });

    it('of introspection are refused', async () => {
      const { errors } = await server.ask(
        `{ __schema { types ${'{ fields { type '.repeat(4)} { name } ${'} }'.repeat(4)} } }`,
      );
      expect(errors![0]!.message).toContain('introspection depth');
    });
  });

  describe('on errors', () => {
    it('hold for what is wrong with a query', async () => {
      const { errors } = await server.ask(`{ ${times(9, (i) => `unknown${i}`)} }`);
      expect(errors).toHaveLength(9);
      const more = await server.ask(`{ council(gssCode: "x") { ${times(50, (i) => `unknown${i}`)} } }`);
      expect(more.errors).toHaveLength(10);
      expect(more.errors![9]!.message).toContain('Too many validation errors');
    });

    it('hold for what goes wrong while it runs, and say how many there were', async () => {
      await server.dataSource.query('alter table observation rename to observation_elsewhere');
      try {
        const comparisons = times(12, (i) => `c${i}: comparison(indicator: "wellbeing_anxiety") { latest { value } }`);
        const { data, errors, text } = await server.ask(`{ council(gssCode: "E08000004") { ${comparisons} } }`);
        expect(data.council.c11).toEqual({ latest: null });
        expect(errors).toHaveLength(10);
        expect(JSON.parse(text).extensions).toEqual({ errors: { reported: 10, all: 12 } });
      } finally {
        await server.dataSource.query('alter table observation_elsewhere rename to observation');
      }
    });
  });

  it('have a variable, a meaning and advice each', () => {
    expect(new Set(LIMIT_NAMES.map((name) => LIMITS[name].variable)).size).toBe(LIMIT_NAMES.length);
    for (const name of LIMIT_NAMES) expect(LIMITS[name].variable).toMatch(/^LIMIT_[A-Z_]+$/);
  });
});
