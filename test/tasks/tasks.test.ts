import { mutate } from '../support/mutations';
import { type Caller, TestServer } from '../support/server';

const DFE: Caller = { view: 'government', organisation: 'DFE', roles: ['submitter'] };
const REVIEWER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['approver'], subject: 'reviewer' };
const PUBLISHER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['publisher'], subject: 'publisher' };
const KEEPER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['administrator'], subject: 'keeper' };
const ACTION = { title: 'A unit for schools', summary: 'Set it up.', ownerCode: 'DFE' };

describe('what must be done next', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());

  const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  const tasks = async (caller: Caller, filter = ''): Promise<any[]> =>
    (
      await server.query(
        `{ myTasks(first: 100 ${filter}) { totalCount nodes { kind dueOn organisation { code } subject { __typename ... on Action { code } ... on Milestone { code } ... on Assignment { recommendation { code } } } } } }`,
        {},
        caller,
      )
    ).myTasks.nodes;

  it('is what is overdue or due within 30 days, for who owns it alone', async () => {
    for (const [code, offset] of [
      ['A1', -1],
      ['A2', 0],
      ['A3', 30],
      ['A4', 32],
    ] as const) {
      await mutate(server, KEEPER, 'openAction', 'id', { ...ACTION, code, dueOn: day(offset) });
    }
    await mutate(server, KEEPER, 'openMilestone', 'id', { actionCode: 'A4', title: 'Begin', dueOn: day(5) });
    const due = (await tasks(DFE)).filter(({ subject }) => subject.__typename !== 'Assignment');
    expect(due.map(({ kind, subject }) => `${kind} ${subject.code}`)).toEqual([
      'OVERDUE A1',
      'DUE_SOON A2',
      'DUE_SOON A4.1',
      'DUE_SOON A3',
    ]);
    const others = await tasks({ ...DFE, organisation: 'HOME_OFFICE' });
    expect(others.filter(({ subject }) => subject.__typename !== 'Assignment')).toEqual([]);
  });

  it('goes away when it is reported as done, and for the Office a review comes in its place', async () => {
    const draft = await mutate(server, DFE, 'saveProgressUpdate', 'id', {
      actionCode: 'A1',
      periodStart: '2026-01-01',
      periodEnd: '2026-01-31',
      deliveryStatus: 'PENDING_VERIFICATION',
      summary: 'Done',
    });
    const { id } = draft.progressUpdate;
    const review = '(filter: { kinds: [AWAITING_REVIEW, AWAITING_PUBLICATION] })'.slice(1, -1);
    expect(await tasks(REVIEWER, review)).toEqual([]);
    await mutate(server, DFE, 'submitProgressUpdate', 'id', { id, expectedVersion: 1 });
    expect(await tasks(REVIEWER, review)).toMatchObject([{ kind: 'AWAITING_REVIEW', organisation: { code: 'DFE' } }]);
    await mutate(server, REVIEWER, 'approveProgressUpdate', 'id', { id, expectedVersion: 2 });
    expect(await tasks(REVIEWER, review)).toMatchObject([{ kind: 'AWAITING_PUBLICATION' }]);
    await mutate(server, PUBLISHER, 'publishProgressUpdate', 'id', { id, expectedVersion: 3, immediately: true });
    expect(await tasks(REVIEWER, review)).toEqual([]);
    expect((await tasks(DFE)).some(({ subject }) => subject.code === 'A1')).toBe(false);
  });
});
