import { publishAs } from '../support/databases';
import { attempt, mutate, userErrors } from '../support/mutations';
import { type Caller, TestServer } from '../support/server';

const OLDHAM: Caller = { view: 'council', organisation: 'E08000004', roles: ['submitter'] };
const STOKE: Caller = { view: 'council', organisation: 'E06000021', roles: ['submitter'] };
const OFCOM: Caller = { view: 'council', organisation: 'OFCOM', roles: ['submitter'] };
const REVIEWER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['approver'], subject: 'reviewer' };
const PUBLISHER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['publisher'], subject: 'publisher' };
const RETURN =
  'id version status observations { nodes { indicator { code } area { code } period { start end } value lower marker note nothingToReport } }';

describe('a data return', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start('reference');
    await publishAs(
      server.dataSource,
      1,
      `insert into indicator (code, name, domain, description, unit, direction, source, licence, derived, collected_by_return)
       values ('returned_cases', 'Cases', 'SAFETY', 'Cases', 'count', 'LOWER_IS_BETTER', 'Test', 'Test', false, true)`,
    );
  });
  afterAll(() => server.stop());

  const published = async (): Promise<any[]> =>
    (
      await server.query(
        `{ council(gssCode: "E08000004") { observations(filter: { indicators: ["returned_cases"] }) { nodes { value period { label }
          history { value formerValue isRevision publication { revision } } } } } }`,
      )
    ).council.observations.nodes;

  it('of a single figure goes to the public by a release, and nobody sees it before', async () => {
    const { dataReturn } = await mutate(server, OLDHAM, 'submitObservation', RETURN, {
      indicatorCode: 'returned_cases',
      period: '2026-Q1',
      value: 12,
    });
    expect(dataReturn).toMatchObject({
      status: 'SUBMITTED',
      version: 1,
      observations: {
        nodes: [{ area: { code: 'E08000004' }, value: 12, period: { start: '2026-01-01', end: '2026-03-31' } }],
      },
    });
    expect((await server.query('{ dataReturns { totalCount } }', {}, STOKE)).dataReturns.totalCount).toBe(0);
    const { id } = dataReturn;
    await mutate(server, REVIEWER, 'returnDataReturn', 'id', { id, expectedVersion: 1, note: 'Count again.' });
    const amended = await mutate(server, OLDHAM, 'amendDataReturn', RETURN, {
      id,
      expectedVersion: 2,
      csv: 'indicator_code,period,value,lower_ci,note\nreturned_cases,2026-Q1,14,10,counted again\nreturned_cases,2025-Q4,[x],,\n',
    });
    expect(amended.dataReturn).toMatchObject({ status: 'SUBMITTED', version: 3 });
    expect(amended.dataReturn.observations.nodes).toEqual([
      expect.objectContaining({ value: 14, lower: 10, note: 'counted again' }),
      expect.objectContaining({ value: null, marker: 'x' }),
    ]);
    await mutate(server, REVIEWER, 'approveDataReturn', 'id', { id, expectedVersion: 3 });
    expect(await published()).toEqual([]);
    await mutate(server, PUBLISHER, 'publishIndicatorRelease', 'code', {
      indicatorCode: 'returned_cases',
      immediately: true,
    });
    expect(await published()).toMatchObject([
      { value: null, period: { label: 'October to December 2025' } },
      { value: 14, history: [{ value: 14, formerValue: null, isRevision: false, publication: { revision: 2 } }] },
    ]);
    const again = await userErrors(server, PUBLISHER, 'publishIndicatorRelease', {
      indicatorCode: 'returned_cases',
      immediately: true,
    });
    expect(again[0]!.message).toBe('No figures of returned_cases wait for a release.');
  });

  it('revises what was published, and the register keeps both', async () => {
    const { dataReturn } = await mutate(server, OLDHAM, 'submitObservations', 'id', {
      csv: 'indicator_code,period,value\nreturned_cases,2026-Q1,15\n',
    });
    await mutate(server, REVIEWER, 'approveDataReturn', 'id', { id: dataReturn.id, expectedVersion: 1 });
    const office = { indicatorCode: 'returned_cases' };
    await mutate(server, PUBLISHER, 'publishIndicatorRelease', 'code', office);
    const { unreleasedObservations } = await server.query(
      '{ unreleasedObservations { nodes { value releaseAt } } }',
      {},
      PUBLISHER,
    );
    const [{ releaseAt, value }] = unreleasedObservations.nodes;
    expect(value).toBe(15);
    const london = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Europe/London',
      timeStyle: 'short',
      dateStyle: 'full',
    });
    expect(london.format(new Date(releaseAt))).toMatch(/^(Mon|Tues|Wednes|Thurs|Fri)day.* at 09:30$/);
    expect(new Date(releaseAt).getTime()).toBeGreaterThan(Date.now());
    expect(await server.releaseDue()).toBe(0);
    await server.dataSource.query(`update unreleased_observation set release_at = now()`);
    expect(await server.releaseDue()).toBe(1);
    expect((await published())[1]).toMatchObject({
      value: 15,
      history: [
        { value: 14, isRevision: false, publication: { revision: 2 } },
        { value: 15, formerValue: 14, isRevision: true, publication: { revision: 3 } },
      ],
    });
    const { changes } = await server.query(
      '{ changes(sinceRevision: 2) { nodes { kind figureChanges { nodes { value formerValue area { code } } } } } }',
    );
    expect(changes.nodes).toEqual([
      {
        kind: 'INDICATOR_RELEASE',
        figureChanges: { nodes: [{ value: 15, formerValue: 14, area: { code: 'E08000004' } }] },
      },
    ]);
  });

  it('with nothing to report counts as reported', async () => {
    const { dataReturn } = await mutate(server, STOKE, 'submitObservation', RETURN, {
      indicatorCode: 'returned_cases',
      period: '2026-Q1',
      nothingToReport: true,
    });
    expect(dataReturn.observations.nodes).toEqual([
      expect.objectContaining({ value: null, marker: null, nothingToReport: true }),
    ]);
    const { id } = dataReturn;
    const approved = await mutate(server, REVIEWER, 'approveDataReturn', 'status', { id, expectedVersion: 1 });
    expect(approved.dataReturn.status).toBe('APPROVED');
  });

  it('is refused whole, with all that is wrong and where', async () => {
    const csv = [
      'indicator_code,period,value,area_code,nothing_to_report',
      'returned_cases,2026-Q1,7,,',
      'wellbeing_anxiety,2026-Q1,7,,',
      'returned_cases,soon,7,,',
      'returned_cases,2026-Q2,seven,,',
      'returned_cases,2026-Q3,,,',
      'returned_cases,2026-Q4,7,E06000021,',
      'returned_cases,2026-Q1,8,,',
      'returned_cases,2025-Q1,8,,yes',
      'returned_cases,2025-Q2,8',
    ].join('\n');
    const problems = await userErrors(server, OLDHAM, 'submitObservations', { csv });
    expect(problems.map(({ field }) => field.join('.')).sort()).toEqual([
      'csv.10',
      'csv.3.indicator_code',
      'csv.4.period',
      'csv.5.value',
      'csv.6.value',
      'csv.7.area_code',
      'csv.8',
      'csv.9.nothing_to_report',
    ]);
    expect(problems.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        'line 3, indicator_code "wellbeing_anxiety": expected the code of an indicator collected by return',
        'line 7, area_code "E06000021": expected E08000004, your own area',
        'line 8: the same indicator and period as line 2: expected each once',
      ]),
    );
    expect(await userErrors(server, OLDHAM, 'submitObservations', { csv: 'a,b\n1,2\n' })).toMatchObject([
      { field: ['csv'], message: expect.stringContaining('The header (line 1) lacks indicator_code, period') },
    ]);
    expect(
      await userErrors(server, OLDHAM, 'submitObservations', { csv: 'indicator_code,period,value\n' }),
    ).toMatchObject([{ code: 'REQUIRED' }]);
    const single = { indicatorCode: 'returned_cases', period: '2026-Q2', value: 5, lower: 6, marker: 'x' };
    expect((await userErrors(server, OLDHAM, 'submitObservation', single)).map(({ field }) => field)).toEqual([
      ['value'],
    ]);
  });

  it('is for those who have an area', async () => {
    const [problem] = await userErrors(server, OFCOM, 'submitObservation', {
      indicatorCode: 'returned_cases',
      period: '2026',
      value: 1,
    });
    expect(problem!.message).toContain('Figures are returned by councils and police forces');
    const { errors } = await attempt(
      server,
      { view: 'government', organisation: 'DFE', roles: ['submitter'] },
      'submitObservation',
      'id',
      { indicatorCode: 'returned_cases', period: '2026', value: 1 },
    );
    expect(errors![0]!.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});

describe('the release clock', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());

  it('publishes what is due, each kind as one publication, once', async () => {
    const ids: string[] = [];
    for (const caller of [OLDHAM, STOKE]) {
      const draft = await mutate(server, caller, 'saveProgressUpdate', 'id', {
        recommendationCode: '12a',
        periodStart: '2026-01-01',
        periodEnd: '2026-03-31',
        deliveryStatus: 'IN_PROGRESS',
        summary: 'Words',
      });
      const { id } = draft.progressUpdate;
      await mutate(server, caller, 'submitProgressUpdate', 'id', { id, expectedVersion: 1 });
      await mutate(server, REVIEWER, 'approveProgressUpdate', 'id', { id, expectedVersion: 2 });
      const scheduled = await mutate(server, PUBLISHER, 'publishProgressUpdate', 'status releaseAt version', {
        id,
        expectedVersion: 3,
        releaseAt: new Date(Date.now() + 400).toISOString(),
      });
      expect(scheduled.progressUpdate).toMatchObject({ status: 'APPROVED', version: 4, releaseAt: expect.any(String) });
      ids.push(id);
    }
    const response = await mutate(server, OLDHAM, 'respondToRecommendation', 'id', {
      recommendationCode: '12a',
      response: 'ACCEPTED',
      rationale: 'Yes.',
    });
    await mutate(server, PUBLISHER, 'publishResponse', 'id', {
      id: response.recommendationResponse.id,
      expectedVersion: 1,
      releaseAt: new Date(Date.now() + 200).toISOString(),
    });
    const { register } = await server.query('{ register { revision } }');
    expect(register.revision).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 600));
    // Two servers at once, and again.
    const made = await Promise.all([server.releaseDue(), server.releaseDue()]);
    expect(made[0] + made[1]).toBe(2);
    expect(await server.releaseDue()).toBe(0);
    const { changes } = await server.query(
      '{ changes(sinceRevision: 1) { nodes { kind publishedUpdates { totalCount } recordChanges { totalCount } } } }',
    );
    expect(changes.nodes.map(({ kind }: any) => kind).sort()).toEqual(['PROGRESS', 'RESPONSE']);
    expect(changes.nodes.find(({ kind }: any) => kind === 'PROGRESS')).toMatchObject({
      publishedUpdates: { totalCount: 2 },
      recordChanges: { totalCount: 2 },
    });
    const { auditTrail } = await server.query(
      '{ auditTrail(filter: { actions: ["releaseProgressUpdates"] }) { nodes { actor detail } } }',
      {},
      PUBLISHER,
    );
    expect(auditTrail.nodes).toHaveLength(1);
    expect(auditTrail.nodes[0]).toMatchObject({ actor: 'release clock', detail: { released: expect.any(Array) } });
    expect(auditTrail.nodes[0].detail.released).toHaveLength(2);
  });

  it('does not publish what was returned or withdrawn meanwhile', async () => {
    const draft = await mutate(server, OLDHAM, 'saveProgressUpdate', 'id', {
      recommendationCode: '12b',
      periodStart: '2026-01-01',
      periodEnd: '2026-03-31',
      nothingToReport: true,
    });
    const { id } = draft.progressUpdate;
    await mutate(server, OLDHAM, 'submitProgressUpdate', 'id', { id, expectedVersion: 1 });
    await mutate(server, REVIEWER, 'approveProgressUpdate', 'id', { id, expectedVersion: 2 });
    await mutate(server, PUBLISHER, 'publishProgressUpdate', 'id', {
      id,
      expectedVersion: 3,
      releaseAt: new Date(Date.now() + 200).toISOString(),
    });
    const withdrawn = await mutate(server, OLDHAM, 'withdrawProgressUpdate', 'status releaseAt', {
      id,
      expectedVersion: 4,
    });
    expect(withdrawn.progressUpdate).toEqual({ status: 'WITHDRAWN', releaseAt: null });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await server.releaseDue()).toBe(0);
  });

  it.each([
    ['a past time', { releaseAt: '2020-01-01T09:30:00Z' }, 'must be in the future'],
    ['both', { releaseAt: '2999-01-01T09:30:00Z', immediately: true }, 'not both'],
  ])('refuses %s', async (_what, choice, message) => {
    const { indicator } = await server.query('{ indicator(code: "wellbeing_anxiety") { code } }');
    const problems = await userErrors(server, PUBLISHER, 'publishIndicatorRelease', {
      indicatorCode: indicator.code,
      ...choice,
    });
    expect(problems[0]).toMatchObject({
      code: 'INVALID',
      field: ['releaseAt'],
      message: expect.stringContaining(message),
    });
  });
});
