import { type Caller, TestServer } from '../support/server';
import { mutate } from '../support/mutations';

const OLDHAM: Caller = { view: 'council', organisation: 'E08000004', roles: ['submitter'] };
const STOKE: Caller = { view: 'council', organisation: 'E06000021', roles: ['submitter'] };
const DFE: Caller = { view: 'government', organisation: 'DFE', roles: ['submitter'] };
const HOME_OFFICE: Caller = { view: 'government', organisation: 'HOME_OFFICE', roles: ['submitter'] };
const REVIEWER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['approver'], subject: 'reviewer' };
const PUBLISHER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['publisher'], subject: 'publisher' };

describe("a council's report", () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());

  const UPDATE = 'id status version summary availableTransitions';
  const report = {
    recommendationCode: '12a',
    periodStart: '2026-01-01',
    periodEnd: '2026-03-31',
    deliveryStatus: 'IN_PROGRESS',
    selfRatedRag: 'AMBER',
  };

  it('goes from a draft to the public, who see nothing before it is published', async () => {
    const publicly = (): Promise<any> =>
      server.query(`{ register { revision } council(gssCode: "E08000004") { assignments(first: 1) { nodes {
        deliveryStatus selfRatedRag reported history { nodes { kind organisation { code } fields { name from to } publication { revision kind } } }
        publishedUpdates { nodes { summary periodStart evidence { title kind url } publication { revision kind } } } } } } }`);
    const before = await publicly();

    const draft = await mutate(server, OLDHAM, 'saveProgressUpdate', UPDATE, { ...report, summary: 'First words' });
    expect(draft.progressUpdate).toMatchObject({ status: 'DRAFT', version: 1, summary: 'First words' });
    expect(draft.progressUpdate.availableTransitions).toEqual(['SAVE', 'SUBMIT', 'WITHDRAW']);
    const { id } = draft.progressUpdate;

    const submitted = await mutate(server, OLDHAM, 'submitProgressUpdate', UPDATE, { id, expectedVersion: 1 });
    expect(submitted.progressUpdate).toMatchObject({ status: 'SUBMITTED', version: 2 });

    const returned = await mutate(server, REVIEWER, 'returnProgressUpdate', `${UPDATE} reviewNotes { text }`, {
      id,
      expectedVersion: 2,
      note: 'Say which wards.',
    });
    expect(returned.progressUpdate).toMatchObject({ status: 'RETURNED', reviewNotes: [{ text: 'Say which wards.' }] });
    expect(await publicly()).toEqual(before);
    const { myTasks } = await server.query(
      '{ myTasks { nodes { kind subject { ... on ProgressUpdate { id reviewNotes { text } } } } } }',
      {},
      OLDHAM,
    );
    expect(myTasks.nodes[0]).toEqual({
      kind: 'RETURNED',
      subject: { id, reviewNotes: [{ text: 'Say which wards.' }] },
    });

    const amended = await mutate(server, OLDHAM, 'saveProgressUpdate', UPDATE, {
      id,
      expectedVersion: 3,
      periodStart: '2026-01-01',
      periodEnd: '2026-03-31',
      deliveryStatus: 'IN_PROGRESS',
      selfRatedRag: 'AMBER_GREEN',
      summary: 'In all wards',
      evidence: [{ title: 'Strategy', kind: 'DOCUMENT', url: 'https://www.oldham.gov.uk/strategy.pdf' }],
    });
    expect(amended.progressUpdate).toMatchObject({ status: 'RETURNED', version: 4, summary: 'In all wards' });
    await mutate(server, OLDHAM, 'submitProgressUpdate', UPDATE, { id, expectedVersion: 4 });
    const approved = await mutate(server, REVIEWER, 'approveProgressUpdate', UPDATE, { id, expectedVersion: 5 });
    expect(approved.progressUpdate.status).toBe('APPROVED');
    expect(await publicly()).toEqual(before);

    const published = await mutate(server, PUBLISHER, 'publishProgressUpdate', `${UPDATE} published { summary }`, {
      id,
      expectedVersion: 6,
      immediately: true,
    });
    expect(published.progressUpdate).toMatchObject({ status: 'PUBLISHED', published: { summary: 'In all wards' } });

    const after = await publicly();
    expect(after.register.revision).toBe(before.register.revision + 1);
    const [assignment] = after.council.assignments.nodes;
    expect(assignment).toMatchObject({ deliveryStatus: 'IN_PROGRESS', selfRatedRag: 'AMBER_GREEN', reported: true });
    expect(assignment.publishedUpdates.nodes).toEqual([
      {
        summary: 'In all wards',
        periodStart: '2026-01-01',
        evidence: [{ title: 'Strategy', kind: 'DOCUMENT', url: 'https://www.oldham.gov.uk/strategy.pdf' }],
        publication: { revision: 2, kind: 'PROGRESS' },
      },
    ]);
    expect(assignment.history.nodes[1]).toEqual({
      kind: 'CHANGED',
      organisation: { code: 'E08000004' },
      fields: [
        { name: 'deliveryStatus', from: null, to: 'IN_PROGRESS' },
        { name: 'selfRatedRag', from: 'NOT_RATED', to: 'AMBER_GREEN' },
      ],
      publication: { revision: 2, kind: 'PROGRESS' },
    });
    const { node } = await server.query(
      `{ node(id: "${id}") { ... on ProgressUpdate { history { transition fromStatus toStatus organisation { code } } } } }`,
      {},
      OLDHAM,
    );
    expect(node.history.map(({ transition, organisation }: any) => `${organisation.code} ${transition}`)).toEqual([
      'E08000004 SAVE',
      'E08000004 SUBMIT',
      'OSCDR RETURN',
      'E08000004 SAVE',
      'E08000004 SUBMIT',
      'OSCDR APPROVE',
      'OSCDR PUBLISH',
    ]);
  });

  it('is seen by nobody else while it is a draft', async () => {
    const { progressUpdate } = await mutate(server, STOKE, 'saveProgressUpdate', 'id', {
      ...report,
      summary: 'Secret',
    });
    for (const caller of [OLDHAM, DFE]) {
      expect(await server.query(`{ node(id: "${progressUpdate.id}") { id } }`, {}, caller)).toEqual({ node: null });
    }
  });

  it('of a department: DfE responds to 7b and slips a date', async () => {
    const response = await mutate(server, DFE, 'respondToRecommendation', 'id status version', {
      recommendationCode: '7b',
      response: 'ACCEPTED_IN_PART',
      rationale: 'A unit is set up, smaller than asked for.',
    });
    expect(response.recommendationResponse).toMatchObject({ status: 'SUBMITTED', version: 1 });
    const detail = await mutate(server, DFE, 'updateDeliveryDetail', 'version blockers forecastOn selfRatedRag', {
      recommendationCode: '7b',
      expectedVersion: 0,
      blockers: 'Recruitment',
      forecastOn: '2027-09-30',
      selfRatedRag: 'AMBER_RED',
    });
    expect(detail.deliveryDetail).toEqual({
      version: 1,
      blockers: 'Recruitment',
      forecastOn: '2027-09-30',
      selfRatedRag: 'AMBER_RED',
    });
    const request = await mutate(server, DFE, 'requestDueDateChange', 'id status version formerDueOn', {
      recommendationCode: '7b',
      newDueOn: '2027-09-30',
      reason: 'Recruitment takes longer.',
    });
    const QUERY = `query ($code: String!) { recommendation(code: $code) { assignments(first: 1) { nodes { response responseRationale dueOn originalDueOn
      dueDateChanges { formerDueOn newDueOn reason requestedBy { code } approvedBy { code } } } } } }`;
    const publicly = async (): Promise<any> =>
      (await server.query(QUERY, { code: '7b' })).recommendation.assignments.nodes[0];
    expect(await publicly()).toMatchObject({ response: 'NO_RESPONSE', responseRationale: null, dueDateChanges: [] });
    const { originalDueOn } = await publicly();

    const seenBy = await server.query(
      '{ recommendation(code: "7b") { assignments { nodes { deliveryDetail { blockers } dueDateRequests { reason submission { submittedBy } } responses { rationale } } } } }',
      {},
      HOME_OFFICE,
    );
    expect(seenBy.recommendation.assignments.nodes[0]).toEqual({
      deliveryDetail: { blockers: 'Recruitment' },
      dueDateRequests: [{ reason: 'Recruitment takes longer.', submission: null }],
      responses: [{ rationale: 'A unit is set up, smaller than asked for.' }],
    });

    await mutate(server, PUBLISHER, 'publishResponse', 'status', {
      id: response.recommendationResponse.id,
      expectedVersion: 1,
      immediately: true,
    });
    await mutate(server, REVIEWER, 'decideDueDateChange', 'status', {
      id: request.dueDateRequest.id,
      expectedVersion: 1,
      decision: 'APPROVE',
    });
    expect(await publicly()).toEqual({
      response: 'ACCEPTED_IN_PART',
      responseRationale: 'A unit is set up, smaller than asked for.',
      dueOn: '2027-09-30',
      originalDueOn,
      dueDateChanges: [
        {
          formerDueOn: originalDueOn,
          newDueOn: '2027-09-30',
          reason: 'Recruitment takes longer.',
          requestedBy: { code: 'DFE' },
          approvedBy: { code: 'OSCDR' },
        },
      ],
    });
  });
});
