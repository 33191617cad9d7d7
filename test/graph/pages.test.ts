import { describeExcess } from '../../src/limits/limits';
import { TestServer } from '../support/server';

describe('connections', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());

  const PAGE = `query ($first: Int, $after: String, $last: Int, $before: String, $orderBy: CouncilOrderBy) {
    councils(first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy) {
      totalCount
      nodes { gssCode name type }
      edges { cursor node { gssCode } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }`;

  async function walkForward(first: number, orderBy?: object): Promise<any[]> {
    const nodes = [];
    for (let after: string | null = null, pages = 0; pages < 100; pages++) {
      const { councils } = await server.query(PAGE, { first, after, orderBy });
      nodes.push(...councils.nodes);
      expect(councils.pageInfo.hasPreviousPage).toBe(after !== null);
      if (!councils.pageInfo.hasNextPage) return nodes;
      after = councils.pageInfo.endCursor;
    }
    throw new Error('The list does not end.');
  }

  async function walkBackward(last: number, orderBy?: object): Promise<any[]> {
    const nodes = [];
    for (let before: string | null = null, pages = 0; pages < 100; pages++) {
      const { councils } = await server.query(PAGE, { last, before, orderBy });
      nodes.unshift(...councils.nodes);
      expect(councils.pageInfo.hasNextPage).toBe(before !== null);
      if (!councils.pageInfo.hasPreviousPage) return nodes;
      before = councils.pageInfo.startCursor;
    }
    throw new Error('The list does not end.');
  }

  it.each([
    ['in the default order', undefined],
    ['by name, last first', { field: 'NAME', direction: 'DESC' }],
    ['by type, where many are alike', { field: 'TYPE', direction: 'ASC' }],
    ['by code, last first', { field: 'GSS_CODE', direction: 'DESC' }],
  ])('page over all 317 councils %s, forward and back, with nothing repeated or skipped', async (_name, orderBy) => {
    const all = await walkForward(100, orderBy);
    expect(all).toHaveLength(317);
    expect(new Set(all.map(({ gssCode }) => gssCode)).size).toBe(317);
    expect(await walkForward(37, orderBy)).toEqual(all);
    expect(await walkBackward(41, orderBy)).toEqual(all);
  });

  it('orders as asked', async () => {
    const names = (await walkForward(100)).map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    const codes = (await walkForward(100, { field: 'GSS_CODE', direction: 'DESC' })).map(({ gssCode }) => gssCode);
    expect(codes).toEqual([...codes].sort().reverse());
  });

  it('gives every edge a cursor that leads on from it', async () => {
    const { councils } = await server.query(PAGE, { first: 5 });
    const next = await server.query(PAGE, { first: 2, after: councils.edges[2].cursor });
    expect(next.councils.nodes).toEqual(councils.nodes.slice(3, 5));
    const before = await server.query(PAGE, { last: 2, before: councils.edges[2].cursor });
    expect(before.councils.nodes).toEqual(councils.nodes.slice(0, 2));
  });

  it('takes 20 where no size is given, and 0 and 100 where they are', async () => {
    expect((await server.query(PAGE)).councils.nodes).toHaveLength(20);
    expect((await server.query(PAGE, { first: 100 })).councils.nodes).toHaveLength(100);
    const { councils } = await server.query(PAGE, { first: 0 });
    expect(councils).toEqual({
      totalCount: 317,
      nodes: [],
      edges: [],
      pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  it('answers an empty list whole', async () => {
    const { councils } = await server.query(
      `{ councils(filter: { search: "no such place" }) { totalCount nodes { name } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
    );
    expect(councils).toEqual({
      totalCount: 0,
      nodes: [],
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  it('counts where only the count is asked for', async () => {
    expect(await server.query('{ councils { totalCount } }')).toEqual({ councils: { totalCount: 317 } });
    expect(server.statements).toHaveLength(1);
    expect(server.statements[0]).not.toContain('order by area');
  });

  it('answer what is in no database without asking it', async () => {
    expect(await server.query('{ councils { __typename } }')).toEqual({
      councils: { __typename: 'CouncilConnection' },
    });
    expect(server.statements).toHaveLength(0);
  });

  it.each([
    [{ first: -1 }, '"first" must be from 0 to 100, got -1. Take more in pages, with "after".'],
    [{ first: 1, last: 1 }, 'Give "first" or "last", not both.'],
  ])('refuse %j', async (variables, message) => {
    expect(await server.refusal(PAGE, variables)).toEqual({ code: 'BAD_USER_INPUT', message });
  });

  it.each([
    [{ first: 101 }, 101],
    [{ last: 1000 }, 1000],
  ])('refuse %j before anything is read', async (variables, had) => {
    const message = describeExcess('first', 100, had);
    expect(await server.refusal(PAGE, variables)).toEqual({ code: 'LIMIT_EXCEEDED', message });
    expect(server.statements).toEqual([]);
  });

  it.each([
    '',
    'nonsense',
    'bnVsbA',
    Buffer.from('["NAME ASC"]').toString('base64url'),
    Buffer.from('["NAME ASC",1,2]').toString('base64url'),
    Buffer.from('["NAME ASC","x","9999999999"]').toString('base64url'),
  ])('refuse the cursor %j', async (after) => {
    const refusal = await server.refusal(PAGE, { after });
    expect(refusal.code).toBe('BAD_USER_INPUT');
    expect(refusal.message).toMatch(/^"after" is not a cursor of this list in this order: /);
  });

  it('refuse a cursor of another order', async () => {
    const { councils } = await server.query(PAGE, { first: 1, orderBy: { field: 'TYPE' } });
    const refusal = await server.refusal(PAGE, { before: councils.pageInfo.endCursor, last: 1 });
    expect(refusal.code).toBe('BAD_USER_INPUT');
    expect(refusal.message).toMatch(/^"before" is not a cursor/);
  });

  it('page within each parent of a level', async () => {
    const { regions } = await server.query(
      `{ regions { nodes { code councils(first: 2) { totalCount nodes { name } pageInfo { hasNextPage endCursor } } } } }`,
    );
    const sizes = regions.nodes.map(({ councils }: any) => councils.totalCount);
    expect(regions.nodes).toHaveLength(9);
    expect(sizes.reduce((sum: number, size: number) => sum + size)).toBe(317);
    const [region] = regions.nodes;
    const next = await server.query(
      `query ($code: String!, $after: String) { area(code: $code) { ... on Region { councils(first: 100, after: $after) { nodes { name } } } } }`,
      { code: region.code, after: region.councils.pageInfo.endCursor },
    );
    expect(next.area.councils.nodes).toHaveLength(region.councils.totalCount - 2);
  });

  it('gives fields that differ only in arguments each its own answer', async () => {
    const { council } = await server.query(`{ council(gssCode: "E08000004") {
      anxiety: observations(first: 1, filter: { indicators: ["wellbeing_anxiety"] }) { totalCount nodes { indicator { code } } }
      population: observations(first: 1, filter: { indicators: ["population"] }) { totalCount nodes { indicator { code } } }
    } }`);
    expect(council).toEqual({
      anxiety: { totalCount: 12, nodes: [{ indicator: { code: 'wellbeing_anxiety' } }] },
      population: { totalCount: 4, nodes: [{ indicator: { code: 'population' } }] },
    });
  });
});
