import { TestServer, UNLIMITED } from '../support/server';

const OLDHAM = 'E08000004';
const STOKE = 'E06000021';
const CUMBERLAND = 'E06000063';
const BARROW = 'E07000027';

/** What the API answers of the real figures, worked out once more in plain SQL. */
describe('comparisons of the real figures', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference', { limits: UNLIMITED })));
  afterAll(() => server.stop());

  const comparison = async (gssCode: string, indicator: string, fields: string, days = ''): Promise<any> =>
    (
      await server.query(
        `query ($gssCode: String!, $indicator: String!) {
           council(gssCode: $gssCode) { comparison(indicator: $indicator ${days}) { ${fields} } } }`,
        { gssCode, indicator },
      )
    ).council.comparison;

  /** Rank, percentile and the rest of a council among others with a value for its latest period. */
  async function standing(gssCode: string, indicator: string, sign: 1 | -1, members: string): Promise<any> {
    const [row] = await server.dataSource.query(
      `with council as (select id, type from area where code = $1),
       figure as (
         select observation.* from observation join indicator on indicator.id = observation.indicator_id
         where indicator.code = $2 and value is not null
       ),
       latest as (
         select period_start, period_end from figure join council on council.id = figure.area_id
         order by period_end desc limit 1
       ),
       member as (
         select figure.area_id, figure.value, rank() over (order by value * $3 desc) as rank,
           count(*) over (partition by value) as equal, count(*) over () as of,
           (select population.value from observation population join indicator on indicator.id = population.indicator_id
            where indicator.code = 'population' and population.area_id = figure.area_id
              and population.period_start = '2021-03-21') as population
         from figure join latest using (period_start, period_end) join area on area.id = figure.area_id, council
         where area.kind = 'COUNCIL' and (${members})
       ),
       total as (
         select avg(value) as mean, stddev_pop(value) as deviation, sum(value * population) / sum(population) as weighted,
           percentile_cont(array[0.25, 0.5, 0.75]) within group (order by value) as quartiles from member
       )
       select rank::int4, of::int4, 100 * ((of - rank - equal + 1) + equal / 2.0)::float8 / of as percentile,
         $3 * (value - mean) / deviation as "zScore", mean, weighted, quartiles
       from member, total, council where member.area_id = council.id`,
      [gssCode, indicator, sign],
    );
    return row;
  }

  const OF_TYPE = 'area.type = council.type';
  const OF_NEIGHBOURS =
    'area.id = council.id or area.id in (select neighbour_id from statistical_neighbour where council_id = council.id)';
  const STANDING =
    'rank of order percentile zScore distribution { count mean weighted lowerQuartile median upperQuartile }';

  it.each([
    ['Oldham, anxiety', OLDHAM, 'wellbeing_anxiety', -1],
    ['Oldham, life satisfaction', OLDHAM, 'wellbeing_life_satisfaction', 1],
    ['Oldham, deprivation', OLDHAM, 'imd_average_score', -1],
    ['Stoke-on-Trent, turnout', STOKE, 'turnout_local_election', 1],
    ['Stoke-on-Trent, claimants', STOKE, 'claimant_count', -1],
  ] as const)('of %s have the rank and percentile that SQL finds', async (_, gssCode, indicator, sign) => {
    const answer = await comparison(
      gssCode,
      indicator,
      `amongType { ${STANDING} } amongNeighbours { ${STANDING} members { rank council { gssCode } } }`,
    );
    for (const [group, members] of [
      ['amongType', OF_TYPE],
      ['amongNeighbours', OF_NEIGHBOURS],
    ] as const) {
      const { weighted, quartiles, ...expected } = await standing(gssCode, indicator, sign, members);
      expect(answer[group]).toMatchObject({
        rank: expected.rank,
        of: expected.of,
        order: sign > 0 ? 'HIGHEST_FIRST' : 'LOWEST_FIRST',
        percentile: expect.closeTo(expected.percentile, 9),
        zScore: expect.closeTo(expected.zScore, 9),
        distribution: {
          count: expected.of,
          mean: expect.closeTo(weighted, 9),
          weighted: true,
          lowerQuartile: expect.closeTo(quartiles[0], 9),
          median: expect.closeTo(quartiles[1], 9),
          upperQuartile: expect.closeTo(quartiles[2], 9),
        },
      });
    }
    const own = answer.amongNeighbours.members.find(({ council }: any) => council.gssCode === gssCode);
    expect(own.rank).toBe(answer.amongNeighbours.rank);
  });

  it("of Oldham's anxiety stand beside England and the North West, and do not make much of its rank", async () => {
    const answer = await comparison(
      OLDHAM,
      'wellbeing_anxiety',
      `latest { value lower upper period { label } } england { value } region { value area { name } }
       amongType { rank of tiedWith notClearlyDifferent } change { verdict } trend { direction points }`,
    );
    expect(answer).toEqual({
      latest: { value: 3.35, lower: 2.98, upper: 3.72, period: { label: 'April 2022 to March 2023' } },
      england: { value: 3.24 },
      region: { value: 3.32, area: { name: 'North West' } },
      // Of 36 metropolitan districts it is 18th, and none of the other 35 is clearly different.
      amongType: { rank: 18, of: 36, tiedWith: 1, notClearlyDifferent: 35 },
      change: { verdict: 'NO_CLEAR_CHANGE' },
      trend: { direction: 'NO_CLEAR_TREND', points: 12 },
    });
  });

  it.each(['2012-03-31', '2015-03-31', '2017-03-31', '2018-03-31', '2022-03-31'])(
    "of Oldham's anxiety since %s change by the z test in SQL",
    async (since) => {
      const [{ z, difference }] = await server.dataSource.query(
        `select later.value - earlier.value as difference, (later.value - earlier.value)
           / sqrt(((later.upper - later.lower) / 3.92) ^ 2 + ((earlier.upper - earlier.lower) / 3.92) ^ 2) as z
         from observation earlier join observation later using (indicator_id, area_id)
         join indicator on indicator.id = indicator_id join area on area.id = area_id
         where indicator.code = 'wellbeing_anxiety' and area.code = $1
           and earlier.period_end = $2 and later.period_end = '2023-03-31'`,
        [OLDHAM, since],
      );
      const { change } = await comparison(
        OLDHAM,
        'wellbeing_anxiety',
        'change { difference verdict significant }',
        `, since: "${since}"`,
      );
      const worse = z > 1.96;
      expect(change).toEqual({
        difference: expect.closeTo(difference, 9),
        significant: worse,
        verdict: worse ? 'WORSE' : 'NO_CLEAR_CHANGE',
      });
      expect(worse).toBe(['2017-03-31', '2018-03-31'].includes(since));
    },
  );

  it("of Stoke-on-Trent's turnout are of one election, so they show no change", async () => {
    expect(
      await comparison(STOKE, 'turnout_local_election', 'latest { value } england { value } change { verdict reason }'),
    ).toEqual({
      latest: { value: 26.35 },
      england: null,
      change: {
        verdict: 'NOTHING_TO_COMPARE',
        reason: 'There is no earlier figure of a period as long that does not overlap the latest.',
      },
    });
  });

  it.each(['imd_average_score', 'imd_income_deprived'])(
    'of %s refuse to call a change between editions',
    async (indicator) => {
      const editions = await server.dataSource.query(
        `select distinct period_end::text as day from observation join indicator on indicator.id = indicator_id
         where code = $1 order by 1`,
        [indicator],
      );
      expect(editions.length).toBeGreaterThan(1);
      for (const { day } of editions.slice(0, -1)) {
        const { change, trend } = await comparison(
          OLDHAM,
          indicator,
          'change { from { period { end } } verdict difference relativeDifference reason } trend { direction reason }',
          `, since: "${day}"`,
        );
        expect(change).toEqual({
          from: { period: { end: day } },
          verdict: 'SERIES_BREAK',
          difference: null,
          relativeDifference: null,
          reason: expect.stringContaining('edition'),
        });
        expect(trend).toMatchObject({ direction: 'NOT_ENOUGH_POINTS', reason: expect.stringContaining('edition') });
      }
      const { seriesBreaks } = (
        await server.query('query ($code: String!) { indicator(code: $code) { seriesBreaks { startsOn reason } } }', {
          code: indicator,
        })
      ).indicator;
      expect(seriesBreaks).toEqual([{ startsOn: null, reason: expect.stringContaining('edition') }]);
    },
  );

  it('of income per head, claimants and crime claim no better or worse without limits', async () => {
    for (const indicator of ['gdhi_per_head', 'claimant_count', 'digital_gigabit_coverage']) {
      const { change } = await comparison(OLDHAM, indicator, 'change { verdict }');
      expect(['SIGNIFICANCE_UNKNOWN', 'NO_CLEAR_CHANGE', 'NOTHING_TO_COMPARE']).toContain(change.verdict);
    }
    const crime = await comparison(OLDHAM, 'crime_recorded_total', 'latest { value } amongType { rank of reason }');
    expect(crime).toEqual({
      latest: { value: expect.any(Number) },
      amongType: { rank: null, of: 36, reason: expect.stringContaining('Not ranked') },
    });
  });

  it('of Cumberland before it was founded are those of its districts by population, without their county', async () => {
    const { series, change, latest } = await comparison(
      CUMBERLAND,
      'wellbeing_anxiety',
      'latest { value } series { period { end } value derived observations { area { name } } } change { derived verdict }',
    );
    expect(latest).toBeNull();
    expect(change).toEqual({ derived: true, verdict: 'NO_CLEAR_CHANGE' });
    expect(series.at(-1).observations.map(({ area }: any) => area.name)).toEqual(['Allerdale', 'Carlisle', 'Copeland']);
    const expected = await server.dataSource.query(
      `select observation.period_end::text as day, sum(observation.value * population.value) / sum(population.value) as value
       from observation join indicator on indicator.id = observation.indicator_id and indicator.code = 'wellbeing_anxiety'
       join area on area.id = observation.area_id and area.name in ('Allerdale', 'Carlisle', 'Copeland')
       join indicator people on people.code = 'population'
       cross join lateral (select value from observation near where near.indicator_id = people.id
         and near.area_id = area.id order by abs(near.period_end - observation.period_end) limit 1) population
       group by 1 order by 1`,
    );
    expect(expected).toHaveLength(12);
    expect(series.map(({ period, value, derived }: any) => [period.end, value, derived])).toEqual(
      expected.map(({ day, value }: any) => [day, expect.closeTo(value, 9), true]),
    );
  });

  it('of North Yorkshire leave out the year in which one of its districts had no value', async () => {
    const { series, notJoined } = await comparison('E06000065', 'wellbeing_anxiety', 'notJoined series { value }');
    expect(notJoined).toBe(
      'Figures of its predecessors are not joined in April 2022 to March 2023: Richmondshire had no value.',
    );
    expect(series).toHaveLength(10);
  });

  it('of abolished Barrow still stand among the districts of their time', async () => {
    const { amongType } = await comparison(BARROW, 'wellbeing_anxiety', 'amongType { rank of }');
    const expected = await standing(BARROW, 'wellbeing_anxiety', -1, OF_TYPE);
    expect(amongType).toEqual({ rank: expected.rank, of: expected.of });
  });

  it('of a council list every indicator with figures of it, filtered and in pages', async () => {
    const { council } = await server.query(
      `{ council(gssCode: "${OLDHAM}") {
        all: comparisons(first: 100) { totalCount nodes { indicator { code } } }
        wellbeing: comparisons(filter: { domains: ["WELLBEING"] }) { nodes { indicator { code } amongType { zScore } } }
        first: comparisons(first: 2) { edges { cursor node { indicator { code } council { name } } } pageInfo { hasNextPage endCursor } }
      } }`,
    );
    // Homicides are published for police forces alone.
    expect(council.all.totalCount).toBe(28);
    const codes = council.all.nodes.map(({ indicator }: any) => indicator.code);
    expect(codes).not.toContain('homicide_rate_pfa');
    expect(council.wellbeing.nodes).toHaveLength(4);
    const { endCursor, hasNextPage } = council.first.pageInfo;
    expect(hasNextPage).toBe(true);
    const next = await server.query(
      `query ($after: String) { council(gssCode: "${OLDHAM}") { comparisons(first: 2, after: $after) { nodes { indicator { code } } } } }`,
      { after: endCursor },
    );
    expect(
      [...council.first.edges.map(({ node }: any) => node), ...next.council.comparisons.nodes].map(
        ({ indicator }: any) => indicator.code,
      ),
    ).toEqual(codes.slice(0, 4));
  });

  describe('cost one SQL statement a level', () => {
    const EVERYTHING = `latest { value } laterGap { value } england { value } region { value }
      amongType { rank distribution { mean } } amongNeighbours { rank members { rank council { name } } }
      change { verdict } trend { direction } series { value } notJoined`;

    const statementsFor = async (councils: number, indicators: number): Promise<number> => {
      const answer = await server.query(
        `query ($councils: Int, $indicators: Int) { councils(first: $councils) { nodes {
           comparisons(first: $indicators) { nodes { ${EVERYTHING} } } } } }`,
        { councils, indicators },
      );
      expect(answer.councils.nodes).toHaveLength(councils);
      return server.statements.length;
    };

    it('for 50 councils at once as for two', async () => {
      // Councils, indicators, series, figures of England and regions, peers, and the names of neighbours.
      expect(await statementsFor(2, 5)).toBe(6);
      expect(await statementsFor(50, 5)).toBe(6);
      expect(await statementsFor(50, 20)).toBe(6);
    });

    it('for one indicator by its code', async () => {
      await server.query(
        `{ councils(first: 50) { nodes { comparison(indicator: "wellbeing_anxiety") { ${EVERYTHING} } } } }`,
      );
      expect(server.statements).toHaveLength(6);
    });

    it('for distributions of all indicators', async () => {
      const { indicators } = await server.query(
        '{ indicators(first: 100) { nodes { code distribution { count mean method } seriesBreaks { reason } } } }',
      );
      expect(indicators.nodes).toHaveLength(29);
      // The list, the latest periods, the councils' figures.
      expect(server.statements).toHaveLength(3);
    });
  });
});
