import { referenceRows } from '../support/reference';
import { TestServer } from '../support/server';

describe('indicators and observations', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());

  const indicators = referenceRows('indicators.csv');
  const rowsOf = new Map(indicators.map(({ code }) => [code!, referenceRows(`observations/${code}.csv`)]));
  const observations = async (filter: object, fields = 'value', page: object = { first: 100 }): Promise<any> =>
    (
      await server.query(
        `query ($filter: ObservationFilter, $first: Int, $orderBy: ObservationOrderBy, $after: String) {
           observations(first: $first, after: $after, filter: $filter, orderBy: $orderBy) { totalCount nodes { ${fields} } pageInfo { hasNextPage endCursor } } }`,
        { filter, ...page },
      )
    ).observations;

  it('number 29, and say what the files say', async () => {
    expect(indicators).toHaveLength(29);
    const answer = await server.query(`{ indicators(first: 100) { totalCount nodes {
      code name domain description unit direction source licence limitations derived } } }`);
    expect(answer.indicators.totalCount).toBe(29);
    const byCode = (a: any, b: any): number => a.code.localeCompare(b.code);
    expect(answer.indicators.nodes.sort(byCode)).toEqual(
      indicators.map((row) => ({ ...row, derived: row['derived'] === 'yes' })).sort(byCode),
    );
  });

  it('number 42,598 with a value, and 258 that say why they have none', async () => {
    const all = [...rowsOf.values()].flat();
    expect(all.filter((row) => row['value'] !== '')).toHaveLength(42_598);
    expect(all.filter((row) => row['value'] === '')).toHaveLength(258);
    expect((await server.query('{ observations { totalCount } }')).observations.totalCount).toBe(42_598);
    expect((await observations({ missing: 'ONLY' })).totalCount).toBe(258);
    expect((await observations({ missing: 'INCLUDE' })).totalCount).toBe(42_598 + 258);
  });

  it.each(indicators.map(({ code }) => code!))('%s has as many observations as its file', async (code) => {
    const rows = rowsOf.get(code)!;
    const { indicator } = await server.query(
      'query ($code: String!) { indicator(code: $code) { observations { totalCount } } }',
      { code },
    );
    expect(indicator.observations.totalCount).toBe(rows.length);
    const values = rows.filter((row) => row['value'] !== '');
    expect((await observations({ indicators: [code], missing: 'EXCLUDE' })).totalCount).toBe(values.length);
  });

  it('carry every figure of a file unchanged', async () => {
    const rows = rowsOf.get('wellbeing_anxiety')!;
    const found = new Map<string, any>();
    for (let after: string | null = null; ;) {
      const page = await observations(
        { indicators: ['wellbeing_anxiety'] },
        'area { code } period { start } value lower upper marker',
        { first: 100, after },
      );
      page.nodes.forEach((node: any) => found.set(`${node.area.code} ${node.period.start}`, node));
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(found.size).toBe(rows.length);
    const number = (text: string): number | null => (text === '' ? null : Number(text));
    for (const row of rows) {
      expect(found.get(`${row['area_code']} ${row['period']!.split('/')[0]}`)).toMatchObject({
        value: number(row['value']!),
        lower: number(row['lower_ci']!),
        upper: number(row['upper_ci']!),
        marker: row['marker'] || null,
      });
    }
  });

  it('say what, where, when, in which unit, from whom and under which licence', async () => {
    const { nodes } = await observations(
      { indicators: ['wellbeing_anxiety'], areas: ['E08000004'], latestOnly: true },
      `id indicator { code } area { __typename code name ... on Council { type } } period { start end label }
       value lower upper marker note missingReason unit source licence publication { revision kind } revisions { value }`,
    );
    expect(nodes).toEqual([
      {
        id: expect.any(String),
        indicator: { code: 'wellbeing_anxiety' },
        area: { __typename: 'Council', code: 'E08000004', name: 'Oldham', type: 'METROPOLITAN_DISTRICT' },
        period: { start: '2022-04-01', end: '2023-03-31', label: 'April 2022 to March 2023' },
        value: expect.any(Number),
        lower: expect.any(Number),
        upper: expect.any(Number),
        marker: null,
        note: null,
        missingReason: null,
        unit: 'score 0-10',
        source: 'ONS Explore Local Statistics data repo: ONS Annual Population Survey',
        licence: 'Open Government Licence v3.0',
        publication: { revision: 1, kind: 'REFERENCE_FIGURES' },
        revisions: [],
      },
    ]);
  });

  it('say why there is no value', async () => {
    const gaps = await observations(
      { indicators: ['segregation_dissimilarity_white_nonwhite'], missing: 'ONLY' },
      'area { name } value marker missingReason',
    );
    expect(gaps.nodes).toEqual([
      {
        area: { name: 'Isles of Scilly' },
        value: null,
        marker: 'x',
        missingReason: 'Not derived here: only 1 small areas, left out.',
      },
      {
        area: { name: 'City of London' },
        value: null,
        marker: 'x',
        missingReason: 'Not derived here: only 6 small areas, left out.',
      },
    ]);
    const { council } =
      await server.query(`{ council(gssCode: "E06000061") { observations(first: 100, filter: { indicators: ["wellbeing_anxiety"] }) {
      nodes { value marker missingReason } } } }`);
    const missing = council.observations.nodes.filter((node: any) => node.value === null);
    expect(missing.length).toBeGreaterThan(0);
    expect(new Set(missing.map((node: any) => `${node.marker} ${node.missingReason}`))).toEqual(
      new Set(['x Not available.']),
    );
  });

  it('filter by the kind of area', async () => {
    const rows = rowsOf.get('claimant_count')!;
    const regions = rows.filter((row) => row['area_code']!.startsWith('E12'));
    const england = rows.filter((row) => row['area_code'] === 'E92000001');
    expect((await observations({ indicators: ['claimant_count'], areaKinds: ['REGION'] })).totalCount).toBe(
      regions.length,
    );
    expect((await observations({ indicators: ['claimant_count'], areaKinds: ['REGION', 'COUNTRY'] })).totalCount).toBe(
      regions.length + england.length,
    );
  });

  it('filter by period: it must lie within the days given', async () => {
    const of = async (filter: object): Promise<string[]> =>
      (
        await observations({ indicators: ['wellbeing_anxiety'], areas: ['E08000004'], ...filter }, 'period { start }')
      ).nodes.map(({ period }: any) => period.start);
    expect(await of({ from: '2020-04-01' })).toEqual(['2020-04-01', '2021-04-01', '2022-04-01']);
    expect(await of({ from: '2020-04-02' })).toEqual(['2021-04-01', '2022-04-01']);
    expect(await of({ from: '2020-04-01', to: '2022-03-31' })).toEqual(['2020-04-01', '2021-04-01']);
    expect(await of({ from: '2020-04-01', to: '2022-03-30' })).toEqual(['2020-04-01']);
    expect(await of({ to: '2022-12-31', latestOnly: true })).toEqual(['2021-04-01']);
    expect(await of({ latestOnly: true })).toEqual(['2022-04-01']);
  });

  it('are the latest of each indicator in each area where only those are asked for', async () => {
    const latest = await observations({ indicators: ['turnout_local_election', 'population'], latestOnly: true });
    const areasWith = (code: string): number => new Set(rowsOf.get(code)!.map((row) => row['area_code'])).size;
    expect(latest.totalCount).toBe(areasWith('turnout_local_election') + areasWith('population'));
  });

  it('order by value with missing values last, whichever end comes first', async () => {
    const filter = { indicators: ['housing_affordability_ratio'], from: '2012-04-01', to: '2012-04-01' };
    for (const direction of ['ASC', 'DESC']) {
      const nodes: any[] = [];
      for (let after: string | null = null; ;) {
        const page = await observations(filter, 'value', { first: 60, after, orderBy: { field: 'VALUE', direction } });
        nodes.push(...page.nodes);
        if (!page.pageInfo.hasNextPage) break;
        after = page.pageInfo.endCursor;
      }
      const values = nodes.map(({ value }) => value);
      const present = values.filter((value) => value !== null);
      expect(present.length).toBeLessThan(values.length);
      expect(values.slice(0, present.length)).toEqual(
        [...present].sort((a, b) => (direction === 'ASC' ? a - b : b - a)),
      );
    }
  });

  it('answer empty where nothing fits', async () => {
    expect(await observations({ indicators: ['no_such_indicator'] })).toMatchObject({ totalCount: 0, nodes: [] });
    expect(await observations({ areas: ['X'] })).toMatchObject({ totalCount: 0, nodes: [] });
    expect(await observations({ indicators: [] })).toMatchObject({ totalCount: 0, nodes: [] });
    expect(await server.query('{ indicator(code: "no_such_indicator") { name } }')).toEqual({ indicator: null });
  });

  it('refuse a range that ends before it begins', async () => {
    const refusal = await server.refusal(
      '{ observations(filter: { from: "2022-01-01", to: "2021-01-01" }) { totalCount } }',
    );
    expect(refusal).toEqual({
      code: 'BAD_USER_INPUT',
      message: '"filter.from" (2022-01-01) must not be after "filter.to" (2021-01-01).',
    });
  });

  it('filter indicators by domain and direction', async () => {
    const { safety, context } = await server.query(`{
      safety: indicators(first: 100, filter: { domains: ["SAFETY"] }) { nodes { code } }
      context: indicators(first: 100, filter: { directions: [CONTEXT_ONLY] }, orderBy: { field: NAME, direction: DESC }) { nodes { code } }
    }`);
    const expected = (column: string, value: string): string[] =>
      indicators
        .filter((row) => row[column] === value)
        .map((row) => row['code']!)
        .sort();
    expect(safety.nodes.map(({ code }: any) => code)).toEqual(expected('domain', 'SAFETY'));
    expect(context.nodes.map(({ code }: any) => code).sort()).toEqual(expected('direction', 'CONTEXT_ONLY'));
  });

  it('are found by the former code of a council', async () => {
    const now = await observations({ areas: ['E08000038'] }, 'value area { code }');
    const before = await observations({ areas: ['E08000016'] }, 'value area { code }');
    expect(now.totalCount).toBeGreaterThan(0);
    expect(before).toEqual(now);
  });

  it("keep an abolished council's figures under its own code", async () => {
    const { council } = await server.query(
      '{ council(gssCode: "E07000027") { isCurrent observations(first: 1) { totalCount nodes { area { code } } } } }',
    );
    expect(council.isCurrent).toBe(false);
    expect(council.observations.totalCount).toBeGreaterThan(0);
    expect(council.observations.nodes).toEqual([{ area: { code: 'E07000027' } }]);
  });
});
