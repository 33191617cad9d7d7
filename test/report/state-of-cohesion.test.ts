import { publishAs } from '../support/databases';
import { TestServer } from '../support/server';

const LONDON = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' });
const today = (): string => LONDON.format(new Date());
const thisYear = (): number => Number(today().slice(0, 4));

const DAYS = 'year isComplete figuresUntil progressOn progressAsOf registerSince';
const COUNTS = 'dutyBearers reported notReported';

describe('the state of cohesion', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());

  const state = async (year: number, selection: string): Promise<any> =>
    (await server.query(`query($year: Int!) { stateOfCohesion(year: $year) { ${selection} } }`, { year }))
      .stateOfCohesion;
  const indicatorsOf = async (year: number, selection: string): Promise<Map<string, any>> => {
    const { domains } = await state(year, `domains { domain indicators { indicator { code domain } ${selection} } }`);
    return new Map(
      domains.flatMap(({ indicators }: any) => indicators).map((each: any) => [each.indicator.code, each]),
    );
  };

  it('tells of the present while the year is not over', async () => {
    expect(await state(thisYear(), DAYS)).toEqual({
      year: thisYear(),
      isComplete: false,
      figuresUntil: today(),
      progressOn: today(),
      progressAsOf: null,
      registerSince: today(),
    });
  });

  it('tells of progress today where the register was first published after the year', async () => {
    expect(await state(2025, `${DAYS} progress { revision ${COUNTS} }`)).toMatchObject({
      isComplete: true,
      figuresUntil: '2025-12-31',
      progressOn: today(),
      progressAsOf: null,
      progress: { revision: 1, reported: 0 },
    });
  });

  it('refuses years that nothing can be reported of', async () => {
    for (const year of [2023, thisYear() + 1, 0, -2147483648, 2147483647]) {
      const { code, message } = await server.refusal(`{ stateOfCohesion(year: ${year}) { year } }`);
      expect({ code, message }).toEqual({
        code: 'BAD_USER_INPUT',
        message: `"year" must be from 2024, the year of the review, to ${thisYear()}, the present one; got ${year}.`,
      });
    }
  });

  it('counts everybody, and nobody twice', async () => {
    const { progress, councils } = await state(
      2025,
      `progress { ${COUNTS} } councils { councils reported notReported }`,
    );
    const [{ assignments }] = await server.dataSource.query('select count(*)::int4 as assignments from assignment');
    expect(progress).toEqual({ dutyBearers: assignments, reported: 0, notReported: assignments });
    expect(councils).toEqual({ councils: 317, reported: 0, notReported: 317 });
    expect((await server.query(`{ register { progress { ${COUNTS} } } }`)).register.progress).toEqual(progress);
  });

  it('shows every indicator once, under its domain, and no period that had not ended', async () => {
    const { domains } = await state(
      2024,
      `domains { domain indicators { indicator { code domain } england { period { end } } series { period { end } }
         distributions { type distribution { period { end } } } } }`,
    );
    const shown = domains.flatMap(({ domain, indicators }: any) =>
      indicators.map(({ indicator }: any) => ({ ...indicator, under: domain })),
    );
    const all = await server.dataSource.query<{ code: string }[]>('select code from indicator order by domain, code');
    expect(shown.map(({ code }: any) => code)).toEqual(all.map(({ code }) => code));
    expect(shown.every(({ domain, under }: any) => domain === under)).toBe(true);
    const ends = [...JSON.stringify(domains).matchAll(/"end":"([\d-]+)"/g)].map(([, end]) => end!);
    expect(ends.length).toBeGreaterThan(100);
    expect(ends.every((end) => end <= '2024-12-31')).toBe(true);
  });

  it('has the figures of England and the quartiles of councils that plain SQL finds', async () => {
    const indicators = await indicatorsOf(
      2025,
      `england { value period { end } } change { verdict difference } councilsWithFigure councilsWithoutFigure
       distributions { type distribution { count median lowerQuartile upperQuartile minimum maximum period { end } } }`,
    );
    for (const code of ['claimant_count', 'wellbeing_anxiety', 'housing_affordability_ratio']) {
      const [england] = await server.dataSource.query(
        `select observation.value, period_end::text as "end" from observation
         join indicator on indicator.id = indicator_id join area on area.id = area_id
         where indicator.code = $1 and area.code = 'E92000001' and observation.value is not null
           and period_end <= '2025-12-31' order by period_end desc limit 1`,
        [code],
      );
      const { value, period } = indicators.get(code).england;
      expect({ code, value, end: period.end }).toEqual({ code, ...england });
      for (const { type, distribution } of indicators.get(code).distributions) {
        const [row] = await server.dataSource.query(
          `select count(*)::int4 as count, min(value) as minimum, max(value) as maximum,
             percentile_cont(0.25) within group (order by value) as "lowerQuartile",
             percentile_cont(0.5) within group (order by value) as median,
             percentile_cont(0.75) within group (order by value) as "upperQuartile"
           from observation join area on area.id = area_id and area.type = $1
           where indicator_id = (select id from indicator where code = $2) and period_end = $3 and observation.value is not null
             and not exists (select from area_succession join observation later on later.area_id = successor_id
               where predecessor_id = area.id and later.indicator_id = observation.indicator_id
                 and later.value is not null and later.period_end = observation.period_end)`,
          [type, code, distribution.period.end],
        );
        expect(distribution.count).toBe(row.count);
        for (const name of ['minimum', 'lowerQuartile', 'median', 'upperQuartile', 'maximum']) {
          expect(distribution[name]).toBeCloseTo(row[name], 8);
        }
      }
    }
    // A rate of homicides is published for police force areas and England alone.
    expect(indicators.get('homicide_rate_pfa')).toMatchObject({
      councilsWithFigure: 0,
      councilsWithoutFigure: 317,
      distributions: [],
    });
    const coverage = await server.dataSource.query<{ code: string; measured: number }[]>(
      `select indicator.code, count(distinct area.id)::int4 as measured from indicator
       left join observation on indicator_id = indicator.id and observation.value is not null and period_end <= '2025-12-31'
       left join area on area.id = area_id and area.kind = 'COUNCIL' and area.is_current group by 1`,
    );
    for (const { code, measured } of coverage) {
      const { councilsWithFigure, councilsWithoutFigure } = indicators.get(code);
      expect({ code, councilsWithFigure, councilsWithoutFigure }).toEqual({
        code,
        councilsWithFigure: measured,
        councilsWithoutFigure: 317 - measured,
      });
    }
  });

  it('is the same for every view, and costs few statements', async () => {
    const everything = `{ stateOfCohesion(year: 2025) { ${DAYS} progress { ${COUNTS} } councils { reported }
      domains { indicators { england { value } change { verdict } series { value } distributions { distribution { median } }
        councilsWithFigure } } } }`;
    const seen = await server.query(everything);
    expect(server.statements.length).toBeLessThanOrEqual(11);
    for (const view of ['council', 'government', 'office'] as const) {
      const organisation = { council: 'E08000004', government: 'DFE', office: 'OSCDR' }[view];
      expect(await server.query(everything, {}, { view, organisation, roles: ['reader'] })).toEqual(seen);
    }
  });
});

/*
 * The register is moved back to have begun in 2024; Oldham's report on 12a comes in February of the year after. So the
 * report of 2024 counts 0 of 317 councils, and the present one 1.
 */
describe('the state of cohesion at the end of a year', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start('reference');
    await server.dataSource.query(`update publication set published_at = '2024-06-01T08:30:00Z'`);
    await server.dataSource.query(
      `insert into publication (revision, kind, title) values (2, 'PROGRESS', 'A report of a test')`,
    );
    await server.dataSource.query(`update publication set published_at = '2025-02-01T09:30:00Z' where revision = 2`);
    await publishAs(
      server.dataSource,
      2,
      `update assignment set delivery_status = 'IN_PROGRESS'
       where organisation_id = (select id from organisation where code = 'E08000004')
         and recommendation_id = (select id from recommendation where code = '12a')`,
    );
  });
  afterAll(() => server.stop());

  const ask = (year: number): Promise<any> =>
    server.query(
      `{ stateOfCohesion(year: ${year}) { progressOn progressAsOf progress { revision reported }
         councils { councils reported notReported } } }`,
    );

  it('is what had been published by then', async () => {
    expect((await ask(2024)).stateOfCohesion).toEqual({
      progressOn: '2024-12-31',
      progressAsOf: '2024-12-31T23:59:59.999Z',
      progress: { revision: 1, reported: 0 },
      councils: { councils: 317, reported: 0, notReported: 317 },
    });
    expect((await ask(2025)).stateOfCohesion).toMatchObject({
      progressOn: '2025-12-31',
      progress: { revision: 2, reported: 1 },
      councils: { councils: 317, reported: 1, notReported: 316 },
    });
  });

  it('answers other queries the same at its moment', async () => {
    for (const year of [2024, 2025]) {
      const { progressAsOf, progress } = (await ask(year)).stateOfCohesion;
      const { register } = await server.query(
        `{ register(asOf: "${progressAsOf}") { revision progress { reported } } }`,
      );
      expect({ revision: register.revision, reported: register.progress.reported }).toEqual(progress);
    }
  });

  it('can itself be asked as it was', async () => {
    const { stateOfCohesion } = await server.query(
      `{ stateOfCohesion(year: 2024, asOf: "2024-07-01T00:00:00Z") { isComplete figuresUntil progressOn progressAsOf progress { revision } } }`,
    );
    expect(stateOfCohesion).toEqual({
      isComplete: false,
      figuresUntil: '2024-07-01',
      progressOn: '2024-07-01',
      progressAsOf: null,
      progress: { revision: 1 },
    });
  });
});
