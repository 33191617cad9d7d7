import { idOf } from '../../src/graph/node';
import { attempt, mutate, userErrors } from '../support/mutations';
import { type Caller, TestServer } from '../support/server';

const DFE: Caller = { view: 'government', organisation: 'DFE', roles: ['submitter'] };
const OLDHAM: Caller = { view: 'council', organisation: 'E08000004', roles: ['submitter'] };
const REVIEWER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['approver'], subject: 'reviewer' };
const PUBLISHER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['publisher'], subject: 'publisher' };
const KEEPER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['administrator'], subject: 'keeper' };
const ACTION = {
  code: 'A1',
  title: 'A unit for schools',
  summary: 'Set it up.',
  ownerCode: 'DFE',
  startsOn: '2026-01-01',
  dueOn: '2026-12-31',
  priorityCodes: ['2a'],
  recommendationCodes: ['7b', '7c'],
};

describe('the action plan', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start('reference');
    await mutate(server, KEEPER, 'openAction', 'id', ACTION);
  });
  afterAll(() => server.stop());

  const id = idOf('Action', 'A1');

  it('has an action that the Office opened, from every side', async () => {
    const data = await server.query(`{
      action(code: "A1") { title owner { code } dueOn originalDueOn deliveryStatus priorities { code } recommendations { code } milestones { code } }
      organisation(code: "DFE") { actions { nodes { code } } }
      recommendation(code: "7c") { actions { nodes { code } } }
      strategicPriority(code: "2a") { actions { nodes { code } } }
      actions(filter: { owners: ["DFE"], priorities: ["2a"], recommendations: ["7b"], dueBefore: "2027-01-01", deliveryStatuses: [NOT_STARTED] }, orderBy: { field: DUE_ON }) { totalCount }
      none: actions(filter: { owners: ["HOME_OFFICE"] }) { totalCount } }`);
    const found = { actions: { nodes: [{ code: 'A1' }] } };
    expect(data).toEqual({
      action: {
        title: 'A unit for schools',
        owner: { code: 'DFE' },
        dueOn: '2026-12-31',
        originalDueOn: '2026-12-31',
        deliveryStatus: 'NOT_STARTED',
        priorities: [{ code: '2a' }],
        recommendations: [{ code: '7b' }, { code: '7c' }],
        milestones: [],
      },
      organisation: found,
      recommendation: found,
      strategicPriority: found,
      actions: { totalCount: 1 },
      none: { totalCount: 0 },
    });
  });

  it('refuses an action that cannot be, with all that is wrong', async () => {
    const problems = await userErrors(server, KEEPER, 'openAction', {
      code: 'a 1',
      title: ' ',
      summary: 'x'.repeat(20_001),
      ownerCode: 'NOBODY',
      startsOn: '2027-01-01',
      dueOn: '2026-01-01',
      priorityCodes: ['2a', '9z'],
      recommendationCodes: ['99'],
    });
    expect(problems.map(({ code, field }) => `${code} ${field.join('.')}`)).toEqual([
      'INVALID code',
      'REQUIRED title',
      'TOO_LONG summary',
      'INVALID dueOn',
      'UNKNOWN ownerCode',
      'UNKNOWN priorityCodes.1',
      'UNKNOWN recommendationCodes.0',
    ]);
    expect(await userErrors(server, KEEPER, 'openAction', ACTION)).toMatchObject([{ code: 'TAKEN', field: ['code'] }]);
  });

  it('changes an action at the version that was read, and no other', async () => {
    const { action } = await mutate(server, KEEPER, 'changeAction', 'version title summary recommendations { code }', {
      id,
      expectedVersion: 1,
      title: 'A unit for all schools',
      recommendationCodes: ['7b'],
    });
    expect(action).toEqual({
      version: 2,
      title: 'A unit for all schools',
      summary: 'Set it up.',
      recommendations: [{ code: '7b' }],
    });
    const { errors } = await attempt(server, KEEPER, 'changeAction', 'id', { id, expectedVersion: 1, title: 'Late' });
    expect(errors![0]!.extensions).toEqual({ code: 'CONFLICT', currentVersion: 2 });
    expect(errors![0]!.message).toBe(
      'The action has changed since: it is at version 2, not 1. Read it again before changing it.',
    );
  });

  it('has milestones, which keep the day they were due at first', async () => {
    const milestone = { actionCode: 'A1', title: 'A head of unit', dueOn: '2026-06-30' };
    await mutate(server, KEEPER, 'openMilestone', 'id', milestone);
    await mutate(server, KEEPER, 'openMilestone', 'id', { ...milestone, title: 'An office', dueOn: '2026-03-31' });
    const change = { id: idOf('Milestone', 'A1.1'), expectedVersion: 1, dueOn: '2026-09-30' };
    expect(await userErrors(server, KEEPER, 'changeMilestone', change)).toMatchObject([{ field: ['reason'] }]);
    await mutate(server, KEEPER, 'changeMilestone', 'id', { ...change, reason: 'Nobody applied.' });
    await mutate(server, KEEPER, 'changeMilestone', 'id', {
      id: idOf('Milestone', 'A1.2'),
      expectedVersion: 1,
      completedOn: '2026-03-30',
    });
    const { action } = await server.query(
      `{ action(code: "A1") { milestones { code dueOn originalDueOn completedOn history { nodes { fields { name from to } publication { title } } } } } }`,
    );
    expect(action.milestones).toMatchObject([
      { code: 'A1.2', dueOn: '2026-03-31', completedOn: '2026-03-30' },
      {
        code: 'A1.1',
        dueOn: '2026-09-30',
        originalDueOn: '2026-06-30',
        completedOn: null,
        history: {
          nodes: [
            { fields: [] },
            {
              fields: [{ name: 'dueOn', from: '2026-06-30', to: '2026-09-30' }],
              publication: { title: 'Milestone A1.1 changed: Nobody applied.' },
            },
          ],
        },
      },
    ]);
  });

  it('takes progress on an action, from its owner alone, and the Office verifies it', async () => {
    const report = {
      actionCode: 'A1',
      periodStart: '2026-01-01',
      periodEnd: '2026-06-30',
      deliveryStatus: 'PENDING_VERIFICATION',
      selfRatedRag: 'GREEN',
      percentComplete: 100,
      summary: 'The unit works.',
    };
    expect(await userErrors(server, OLDHAM, 'saveProgressUpdate', report)).toMatchObject([
      { code: 'UNKNOWN', field: ['actionCode'] },
    ]);
    const draft = await mutate(server, DFE, 'saveProgressUpdate', 'id action { code } assignment { id }', report);
    expect(draft.progressUpdate).toMatchObject({ action: { code: 'A1' }, assignment: null });
    const update = draft.progressUpdate.id;
    await mutate(server, DFE, 'submitProgressUpdate', 'id', { id: update, expectedVersion: 1 });
    await mutate(server, REVIEWER, 'approveProgressUpdate', 'id', { id: update, expectedVersion: 2 });
    await mutate(server, PUBLISHER, 'publishProgressUpdate', 'id', {
      id: update,
      expectedVersion: 3,
      immediately: true,
    });
    const action = async (): Promise<any> =>
      (
        await server.query(
          `{ action(code: "A1") { deliveryStatus percentComplete selfRatedRag verifiedRag publishedUpdates { nodes { summary verifications { verdict verifiedRag evidenceStrength publication { kind } } } } } }`,
        )
      ).action;
    expect(await action()).toMatchObject({
      deliveryStatus: 'PENDING_VERIFICATION',
      percentComplete: 100,
      selfRatedRag: 'GREEN',
      verifiedRag: 'NOT_RATED',
      publishedUpdates: { nodes: [{ summary: 'The unit works.', verifications: [] }] },
    });
    await mutate(server, REVIEWER, 'verifyProgressUpdate', 'id', {
      id: update,
      expectedVersion: 4,
      verdict: 'CONFIRMED',
      verifiedRag: 'AMBER_GREEN',
      evidenceStrength: 'INDEPENDENTLY_VERIFIED',
      note: 'For you alone.',
    });
    expect(await action()).toMatchObject({
      deliveryStatus: 'IMPLEMENTED',
      selfRatedRag: 'GREEN',
      verifiedRag: 'AMBER_GREEN',
      publishedUpdates: {
        nodes: [
          {
            verifications: [
              {
                verdict: 'CONFIRMED',
                verifiedRag: 'AMBER_GREEN',
                evidenceStrength: 'INDEPENDENTLY_VERIFIED',
                publication: { kind: 'VERIFICATION' },
              },
            ],
          },
        ],
      },
    });
    const own = await server.query(
      `{ node(id: "${update}") { ... on ProgressUpdate { verifications { note } submission { submittedBy } } } }`,
      {},
      DFE,
    );
    expect(own.node).toEqual({ verifications: [{ note: 'For you alone.' }], submission: { submittedBy: 'tester' } });
  });

  it('lets the Office supersede and reopen', async () => {
    const version = async (): Promise<number> =>
      (await server.query('{ action(code: "A1") { version } }', {}, KEEPER)).action.version;
    const superseded = await mutate(server, KEEPER, 'supersedeAction', 'deliveryStatus', {
      id,
      expectedVersion: await version(),
      reason: 'A2 takes its place.',
    });
    expect(superseded.action.deliveryStatus).toBe('SUPERSEDED');
    const again = { id, expectedVersion: await version(), reason: 'Again.' };
    expect((await userErrors(server, KEEPER, 'supersedeAction', again))[0]).toMatchObject({
      code: 'NOT_POSSIBLE_NOW',
      message: expect.stringContaining('Action A1 is SUPERSEDED; it can be superseded where it is NOT_STARTED'),
    });
    const reopened = await mutate(server, KEEPER, 'reopenAction', 'deliveryStatus', again);
    expect(reopened.action.deliveryStatus).toBe('IN_PROGRESS');
    const assignment = idOf('Assignment', '12a:E08000004');
    const settled = await mutate(server, KEEPER, 'supersedeAssignment', 'deliveryStatus version', {
      id: assignment,
      expectedVersion: 1,
      reason: 'The council is replaced.',
    });
    expect(settled.assignment).toEqual({ deliveryStatus: 'SUPERSEDED', version: 2 });
    await mutate(server, KEEPER, 'reopenAssignment', 'id', {
      id: assignment,
      expectedVersion: 2,
      reason: 'It is not.',
    });
    const { errors } = await attempt(server, KEEPER, 'reopenAssignment', 'id', {
      id: idOf('Assignment', '12a:X'),
      expectedVersion: 1,
      reason: 'x',
    });
    expect(errors![0]!.extensions.code).toBe('NOT_FOUND');
  });

  it('keeps every due date of an action', async () => {
    for (const [index, newDueOn] of ['2027-03-31', '2027-09-30'].entries()) {
      const request = await mutate(server, DFE, 'requestDueDateChange', 'id', {
        actionCode: 'A1',
        newDueOn,
        reason: `Reason ${index}`,
      });
      const another = await userErrors(server, DFE, 'requestDueDateChange', {
        actionCode: 'A1',
        newDueOn: '2030-01-01',
        reason: 'Meanwhile',
      });
      expect(another[0]!.code).toBe('NOT_POSSIBLE_NOW');
      await mutate(server, REVIEWER, 'decideDueDateChange', 'id', {
        id: request.dueDateRequest.id,
        expectedVersion: 1,
        decision: 'APPROVE',
      });
    }
    const refused = await mutate(server, DFE, 'requestDueDateChange', 'id', {
      actionCode: 'A1',
      newDueOn: '2040-01-01',
      reason: 'Much later',
    });
    await mutate(server, REVIEWER, 'decideDueDateChange', 'id', {
      id: refused.dueDateRequest.id,
      expectedVersion: 1,
      decision: 'REFUSE',
      note: 'Too late.',
    });
    const { action } = await server.query(
      '{ action(code: "A1") { dueOn originalDueOn dueDateChanges { formerDueOn newDueOn reason } } }',
    );
    expect(action).toEqual({
      dueOn: '2027-09-30',
      originalDueOn: '2026-12-31',
      dueDateChanges: [
        { formerDueOn: '2026-12-31', newDueOn: '2027-03-31', reason: 'Reason 0' },
        { formerDueOn: '2027-03-31', newDueOn: '2027-09-30', reason: 'Reason 1' },
      ],
    });
    const own = await server.query(
      '{ action(code: "A1") { dueDateRequests { status reviewNotes { text } } } }',
      {},
      DFE,
    );
    expect(own.action.dueDateRequests[2]).toEqual({ status: 'REFUSED', reviewNotes: [{ text: 'Too late.' }] });
  });
});
