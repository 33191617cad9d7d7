import { idOf } from '../../src/graph/node';
import { endsOf } from '../../src/rollups/days';
import { SeriesInterval } from '../../src/rollups/progress';
import { publishAs } from '../support/databases';
import { mutate } from '../support/mutations';
import { type Caller, TestServer, UNLIMITED } from '../support/server';

const OLDHAM: Caller = { view: 'council', organisation: 'E08000004', roles: ['submitter'] };
const STOKE: Caller = { view: 'council', organisation: 'E06000021', roles: ['submitter'] };
const DFE: Caller = { view: 'government', organisation: 'DFE', roles: ['submitter'] };
const REVIEWER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['approver'], subject: 'reviewer' };
const KEEPER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['administrator'], subject: 'keeper' };
const COUNTS = `basis dutyBearers reported notReported overdue slipped medianDaysSlipped lastReportedAt selfRatedAboveVerified
  byResponse { response count } byDeliveryStatus { deliveryStatus count } byVerifiedRag { rag count }`;

const sum = (counts: { count: number }[]): number => counts.reduce((total, { count }) => total + count, 0);
const some = (counts: any[]): any[] => counts.filter(({ count }) => count > 0);

describe('progress', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start('reference', { limits: UNLIMITED });
    /*
     * A small world on the real register: of the 317 councils that bear 12a,
     *   Oldham     reported IN_PROGRESS (GREEN, verified AMBER), response ACCEPTED, due 2020-01-31 at first 2020-01-01
     *   Stoke      reported PENDING_VERIFICATION (AMBER), due 2020-02-10 at first 2020-01-01
     *   Cornwall   due 2020-01-01, not reported
     *   Cheshire E due 2999-01-01 at first 2020-01-01, not reported
     * so: reported 2 of 317; overdue 2 (Oldham, Cornwall; Stoke has reported it as done); slipped 3, by 30, 40 and
     * 357,609 days (2020-01-01 to 2999-01-01), the median of which is 40; self above verified: Oldham.
     */
    await publishAs(
      server.dataSource,
      1,
      `update assignment set due_on = world.due_on::date, original_due_on = '2020-01-01', response = world.response,
         delivery_status = world.status, self_rated_rag = world.self, verified_rag = world.verified
       from (values ('E08000004', '2020-01-31', 'ACCEPTED', 'IN_PROGRESS', 'GREEN', 'AMBER'),
         ('E06000021', '2020-02-10', 'NO_RESPONSE', 'PENDING_VERIFICATION', 'AMBER', 'NOT_RATED'),
         ('E06000052', '2020-01-01', 'NO_RESPONSE', null, 'NOT_RATED', 'NOT_RATED'),
         ('E06000049', '2999-01-01', 'NO_RESPONSE', null, 'NOT_RATED', 'NOT_RATED')
       ) world (code, due_on, response, status, self, verified), organisation, recommendation
       where organisation.code = world.code and recommendation.code = '12a'
         and assignment.organisation_id = organisation.id and assignment.recommendation_id = recommendation.id`,
    );
    await server.dataSource.query(
      `insert into published_update (assignment_id, period_start, period_end, summary, delivery_status, self_rated_rag, revision)
       select assignment.id, '2026-01-01', '2026-03-31', 'x', delivery_status, self_rated_rag, 1 from assignment
       where delivery_status is not null`,
    );
  });
  afterAll(() => server.stop());

  it('is counted as worked out by hand', async () => {
    const { recommendation } = await server.query(
      `{ recommendation(code: "12a") { progress { ${COUNTS} notReportedOrganisations(first: 1) { totalCount } } } }`,
    );
    const { progress } = recommendation;
    expect(progress).toMatchObject({
      basis: 'PUBLISHED',
      dutyBearers: 317,
      reported: 2,
      notReported: 315,
      overdue: 2,
      slipped: 3,
      medianDaysSlipped: 40,
      selfRatedAboveVerified: 1,
      lastReportedAt: expect.any(String),
      notReportedOrganisations: { totalCount: 315 },
    });
    expect(some(progress.byResponse)).toEqual([
      { response: 'NO_RESPONSE', count: 316 },
      { response: 'ACCEPTED', count: 1 },
    ]);
    expect(some(progress.byDeliveryStatus)).toEqual([
      { deliveryStatus: 'IN_PROGRESS', count: 1 },
      { deliveryStatus: 'PENDING_VERIFICATION', count: 1 },
      { deliveryStatus: null, count: 315 },
    ]);
    expect(progress.byDeliveryStatus).toHaveLength(8);
    expect(progress.byResponse).toHaveLength(7);
    expect(some(progress.byVerifiedRag)).toEqual([
      { rag: 'AMBER', count: 1 },
      { rag: 'NOT_RATED', count: 316 },
    ]);
  });

  it('is the same by a second way, from every side', async () => {
    const data = await server.query(`{
      organisation(code: "E08000004") { progress { ${COUNTS} } }
      council(gssCode: "E08000004") { progress { ${COUNTS} } }
      area(code: "E12000002") { ... on Region { progress { ${COUNTS} } } }
      strategicPriorities { nodes { code progress { ${COUNTS} } } }
      strategicObjectives { nodes { code progress { ${COUNTS} } } }
      recommendations(first: 100) { nodes { code kind progress { ${COUNTS} } } }
      register { progress { ${COUNTS} } } }`);
    const count = async (condition: string): Promise<number> =>
      (
        await server.dataSource.query(
          `select count(*)::int4 as count from assignment join recommendation on recommendation.id = recommendation_id
           join organisation on organisation.id = organisation_id left join area on area.id = area_id where ${condition}`,
        )
      )[0].count;
    expect(data.organisation).toEqual(data.council);
    expect(data.council.progress).toMatchObject({ dutyBearers: 5, reported: 1, overdue: 1 });
    expect(data.area.progress.dutyBearers).toBe(
      await count(`area.region_id = (select id from area where code = 'E12000002')`),
    );
    for (const { code, progress } of data.strategicPriorities.nodes) {
      const served = `recommendation_id in (select recommendation_id from recommendation_priority join strategic_priority p on p.id = priority_id where p.code = '${code}')`;
      expect([code, progress.dutyBearers]).toEqual([code, await count(served)]);
    }
    for (const { code, kind, progress } of data.recommendations.nodes) {
      const whose =
        kind === 'GROUP'
          ? `recommendation.parent_id = (select id from recommendation where code = '${code}')`
          : `recommendation.code = '${code}'`;
      expect([code, progress.dutyBearers]).toEqual([code, await count(whose)]);
    }
    expect(data.register.progress.dutyBearers).toBe(await count('true'));
    expect(data.register.progress.reported).toBe(2);
  });

  it.each([
    ['the public', undefined],
    ['a council', OLDHAM],
    ['a department', DFE],
    ['the Office', REVIEWER],
  ])('adds up in every grouping, for %s', async (_who, caller) => {
    const groups = ['REGION', 'COUNCIL_TYPE', 'POLICE_FORCE', 'PRIORITY', 'MONTH'];
    const by = groups
      .map((group) => `${group}: progressBy(group: ${group}) { key label progress { ${COUNTS} } }`)
      .join(' ');
    const data = await server.query(
      `{ register { progress { ${COUNTS} } ${by} } recommendation(code: "9a") { progress { ${COUNTS} } ${by} }
         strategicPriority(code: "2a") { progress { ${COUNTS} } ${by} } area(code: "E12000002") { ... on Region { progress { ${COUNTS} } ${by} } } }`,
      {},
      caller,
    );
    for (const parent of Object.values<any>(data)) {
      const all = [parent.progress, ...groups.flatMap((group) => parent[group].map(({ progress }: any) => progress))];
      for (const progress of all) {
        expect(progress.reported + progress.notReported).toBe(progress.dutyBearers);
        expect(sum(progress.byResponse)).toBe(progress.dutyBearers);
        expect(sum(progress.byDeliveryStatus)).toBe(progress.dutyBearers);
        expect(sum(progress.byVerifiedRag)).toBe(progress.dutyBearers);
      }
      for (const group of groups.filter((each) => each !== 'PRIORITY')) {
        const total = parent[group].reduce((each: number, { progress }: any) => each + progress.dutyBearers, 0);
        expect([group, total]).toEqual([group, parent.progress.dutyBearers]);
      }
    }
    const forces = data.recommendation.POLICE_FORCE;
    expect(forces).toHaveLength(39);
    expect(data.register.REGION.filter(({ key }: any) => key !== null)).toHaveLength(9);
  });

  it('names who of a group has not reported', async () => {
    const { recommendation } = await server.query(
      `{ recommendation(code: "12a") { progressBy(group: REGION) { key progress { notReported notReportedOrganisations(first: 100) { totalCount nodes { code } } } } } }`,
    );
    for (const { progress } of recommendation.progressBy) {
      expect(progress.notReportedOrganisations.totalCount).toBe(progress.notReported);
    }
    const northWest = recommendation.progressBy.find(({ key }: any) => key === 'E12000002').progress;
    expect(northWest.notReportedOrganisations.nodes.map(({ code }: any) => code)).not.toContain('E08000004');
  });

  it('counts what is submitted for those who may see it, and for nobody else', async () => {
    const { progressUpdate } = await mutate(server, STOKE, 'saveProgressUpdate', 'id', {
      recommendationCode: '12b',
      periodStart: '2026-01-01',
      periodEnd: '2026-03-31',
      deliveryStatus: 'IN_PROGRESS',
      summary: 'x',
    });
    const reported = async (caller?: Caller, basis = ''): Promise<[string, number]> => {
      const { recommendation } = await server.query(
        `{ recommendation(code: "12b") { progress${basis} { basis reported } } }`,
        {},
        caller,
      );
      return [recommendation.progress.basis, recommendation.progress.reported];
    };
    expect(await reported(STOKE)).toEqual(['SUBMITTED', 0]);
    await mutate(server, STOKE, 'submitProgressUpdate', 'id', { id: progressUpdate.id, expectedVersion: 1 });
    expect(await reported()).toEqual(['PUBLISHED', 0]);
    expect(await reported(STOKE)).toEqual(['SUBMITTED', 1]);
    expect(await reported(OLDHAM)).toEqual(['SUBMITTED', 0]);
    expect(await reported(DFE)).toEqual(['SUBMITTED', 1]);
    expect(await reported(REVIEWER)).toEqual(['SUBMITTED', 1]);
    expect(await reported(DFE, '(basis: PUBLISHED)')).toEqual(['PUBLISHED', 0]);
    const { errors } = await server.ask('{ register { progress(basis: SUBMITTED) { reported } } }');
    expect(errors![0]!.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    // The guard in the statement alone, with row security off.
    await server.dataSource.query(
      'alter table progress_update no force row level security, disable row level security',
    );
    expect(await reported(OLDHAM)).toEqual(['SUBMITTED', 0]);
    await server.dataSource.query('alter table progress_update enable row level security, force row level security');
  });

  it('over time is what had been published by the end of each day', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const { register, recommendation } = await server.query(
      `query ($to: LocalDate!) { register { progress { dutyBearers reported } progressOverTime(from: "2025-01-01", to: $to, interval: QUARTER) { on revision dutyBearers reported notReported byDeliveryStatus { count } } }
        recommendation(code: "12a") { progressOverTime(from: $to, to: $to) { on reported } } }`,
      { to: today },
    );
    const points = register.progressOverTime;
    expect(points[0]).toMatchObject({ on: '2025-03-31', revision: 0, dutyBearers: 0, reported: 0 });
    expect(points.at(-1)).toMatchObject({ on: today, reported: 2, dutyBearers: register.progress.dutyBearers });
    for (const point of points) {
      expect(point.reported + point.notReported).toBe(point.dutyBearers);
      expect(sum(point.byDeliveryStatus)).toBe(point.dutyBearers);
    }
    expect(recommendation.progressOverTime).toEqual([{ on: today, reported: 2 }]);
  });

  it('costs one statement a level, however many it stands on', async () => {
    await server.query(
      `{ recommendations(first: 100) { nodes { progress { ${COUNTS} } progressBy(group: REGION) { key } } } }`,
    );
    expect(server.statements).toHaveLength(3);
  });

  it('of an action is its own', async () => {
    await mutate(server, KEEPER, 'openAction', 'id', {
      code: 'A1',
      title: 'x',
      summary: 'x',
      ownerCode: 'DFE',
      dueOn: '2020-01-01',
      priorityCodes: ['2a'],
      recommendationCodes: ['7b'],
    });
    const { action } = await server.query(
      `{ action(code: "A1") { progress { ${COUNTS} notReportedOrganisations { nodes { code } } } } }`,
    );
    expect(action.progress).toMatchObject({
      dutyBearers: 1,
      reported: 0,
      overdue: 1,
      notReportedOrganisations: { nodes: [{ code: 'DFE' }] },
    });
  });

  it('has gaps: priorities without a live action, recommendations without an answer', async () => {
    const { gaps } = await server.query(`{ gaps {
      prioritiesWithoutLiveAction { nodes { code } } recommendationsWithoutResponse(first: 100) { totalCount nodes { code } }
      recommendationsWithoutReport { totalCount } } }`);
    // 38 items of which 5 are headings; 12a has an answer and a report.
    expect(gaps.prioritiesWithoutLiveAction.nodes.map(({ code }: any) => code)).toEqual([
      '2b',
      '2c',
      '2d',
      '2e',
      '2f',
      '2g',
    ]);
    expect(gaps.recommendationsWithoutResponse.totalCount).toBe(32);
    expect(gaps.recommendationsWithoutResponse.nodes.map(({ code }: any) => code)).not.toContain('12a');
    expect(gaps.recommendationsWithoutReport.totalCount).toBe(32);
  });

  it('of the action plan can be drawn', async () => {
    await mutate(server, KEEPER, 'openMilestone', 'id', { actionCode: 'A1', title: 'Soon', dueOn: '2999-01-01' });
    await mutate(server, KEEPER, 'openMilestone', 'id', { actionCode: 'A1', title: 'Late', dueOn: '2020-06-30' });
    await mutate(server, DFE, 'updateDeliveryDetail', 'version', {
      actionCode: 'A1',
      expectedVersion: 0,
      forecastOn: '2027-01-01',
    });
    const query = `{ timeline { nodes { kind code dueOn originalDueOn isOpen daysLate isCriticallyLate owner { code } action { priorities { code } recommendations { code } } } }
      late: timeline(filter: { isCriticallyLate: true, owners: ["DFE"], priorities: ["2a"] }) { totalCount } }`;
    const { timeline, late } = await server.query(query);
    const days = Math.floor((Date.now() - Date.parse('2020-01-01')) / 86_400_000);
    expect(timeline.nodes.map(({ kind, code, isCriticallyLate }: any) => [kind, code, isCriticallyLate])).toEqual([
      ['ACTION', 'A1', true],
      ['MILESTONE', 'A1.2', true],
      ['MILESTONE', 'A1.1', false],
    ]);
    expect(timeline.nodes[0].daysLate).toBeGreaterThanOrEqual(days);
    expect(timeline.nodes[2].daysLate).toBe(0);
    expect(late.totalCount).toBe(2);
    const { timeline: own } = await server.query('{ timeline { nodes { forecastOn } } }', {}, DFE);
    expect(own.nodes.map(({ forecastOn }: any) => forecastOn)).toEqual(['2027-01-01', null, null]);
    expect((await server.refusal('{ timeline { nodes { forecastOn } } }')).code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('says of each assignment whether it is overdue', async () => {
    const { node } = await server.query(
      `{ node(id: "${idOf('Assignment', '12a:E06000052')}") { ... on Assignment { isOverdue } } }`,
    );
    expect(node.isOverdue).toBe(true);
  });
});

describe('the ends of a time series', () => {
  it.each([
    ['2026-01-15', '2026-03-31', SeriesInterval.MONTH, ['2026-01-31', '2026-02-28', '2026-03-31']],
    ['2026-01-15', '2026-03-10', SeriesInterval.MONTH, ['2026-01-31', '2026-02-28', '2026-03-10']],
    ['2025-11-15', '2026-06-30', SeriesInterval.QUARTER, ['2025-12-31', '2026-03-31', '2026-06-30']],
    ['2026-05-05', '2026-05-05', SeriesInterval.MONTH, ['2026-05-05']],
  ])('from %s to %s by %s', (from, to, interval, ends) => {
    expect(endsOf({ from, to, interval })).toEqual(ends);
  });

  it.each([
    ['2026-02-01', '2026-01-01', 'must not be after'],
    ['1900-01-01', '2026-01-01', 'more than 120 points'],
  ])('refuses %s to %s', (from, to, message) => {
    expect(() => endsOf({ from, to, interval: SeriesInterval.MONTH })).toThrow(message);
  });
});
