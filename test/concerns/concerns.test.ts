import { publishAs } from '../support/databases';
import { type Caller, TestServer } from '../support/server';

const DFE: Caller = { view: 'government', organisation: 'DFE' };
const OFFICE: Caller = { view: 'office', organisation: 'OSCDR' };
const OLDHAM: Caller = { view: 'council', organisation: 'E08000004' };
const QUERY = `{ councilsOfConcern(first: 100, filter: { atLeast: 0 }) { totalCount nodes { council { code } signalsVersion compared assignments
  signals { code isRaised figure threshold explanation }
  clearlyWorseIndicators { indicator { code direction } period { start end } value lower upper neighbourMean neighbours isClearlyWorse } } } }`;

describe('councils of concern', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());

  it('are for departments and the Office alone', async () => {
    for (const caller of [undefined, OLDHAM]) {
      const { errors } = await server.ask('{ councilsOfConcern { totalCount } }', {}, caller);
      expect(errors![0]!.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    }
    for (const caller of [DFE, OFFICE]) {
      expect((await server.query(QUERY, {}, caller)).councilsOfConcern.totalCount).toBe(317);
    }
  });

  it('show every signal with its figure, the most signals first', async () => {
    const { councilsOfConcern } = await server.query(QUERY, {}, OFFICE);
    const raised = councilsOfConcern.nodes.map(
      ({ signals }: any) => signals.filter(({ isRaised }: any) => isRaised).length,
    );
    expect(raised).toEqual([...raised].sort((a, b) => b - a));
    for (const { signals, signalsVersion, assignments } of councilsOfConcern.nodes) {
      expect(signalsVersion).toBe(1);
      expect(signals.map(({ code }: any) => code)).toEqual([
        'CLEARLY_WORSE_THAN_NEIGHBOURS',
        'NOTHING_REPORTED',
        'OVERDUE',
      ]);
      for (const { isRaised, figure, threshold, explanation } of signals) {
        expect(isRaised).toBe(figure >= threshold);
        expect(explanation.length).toBeGreaterThan(20);
      }
      // Nobody has reported yet.
      expect(signals[1]).toMatchObject({ isRaised: true, figure: assignments });
    }
  });

  it('are compared with their neighbours as a second way finds it', async () => {
    const { councilsOfConcern } = await server.query(QUERY, {}, OFFICE);
    const [worst] = councilsOfConcern.nodes;
    expect(worst.clearlyWorseIndicators).toHaveLength(worst.signals[0].figure);
    for (const gap of worst.clearlyWorseIndicators) {
      const [{ mean, neighbours }] = await server.dataSource.query(
        `select avg(value) as mean, count(value)::int4 as neighbours from observation
         where indicator_id = (select id from indicator where code = $1) and period_start = $2 and period_end = $3
           and area_id in (select neighbour_id from statistical_neighbour where council_id = (select id from area where code = $4))
           and not exists (select from observation later where later.indicator_id = observation.indicator_id
             and later.area_id = observation.area_id and later.period_end > observation.period_end and later.value is not null)`,
        [gap.indicator.code, gap.period.start, gap.period.end, worst.council.code],
      );
      expect(gap.neighbourMean).toBeCloseTo(mean, 9);
      expect(gap.neighbours).toBe(neighbours);
      const worse = gap.indicator.direction === 'HIGHER_IS_BETTER' ? gap.upper < mean : gap.lower > mean;
      expect(worse).toBe(true);
    }
  });

  it('raise what is overdue, and no longer that nothing is reported when one thing is', async () => {
    await publishAs(
      server.dataSource,
      1,
      `update assignment set due_on = '2020-01-01', delivery_status = case when recommendation.code = '12a' then 'IN_PROGRESS' end
       from recommendation, organisation where recommendation.id = recommendation_id and organisation.id = organisation_id
         and organisation.code = 'E08000004' and recommendation.code in ('12a', '12b')`,
    );
    const { councilsOfConcern } = await server.query(
      '{ councilsOfConcern(first: 100, filter: { signals: [OVERDUE] }) { nodes { council { code } signals { code figure isRaised } } } }',
      {},
      DFE,
    );
    expect(councilsOfConcern.nodes).toHaveLength(1);
    expect(councilsOfConcern.nodes[0].signals.slice(1)).toEqual([
      { code: 'NOTHING_REPORTED', figure: 0, isRaised: false },
      { code: 'OVERDUE', figure: 2, isRaised: true },
    ]);
  });
});
