import { idOf } from '../../src/graph/node';
import { mutate } from '../support/mutations';
import { type Caller, TestServer } from '../support/server';

const OLDHAM: Caller = { view: 'council', organisation: 'E08000004', roles: ['submitter'] };
const REVIEWER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['approver'], subject: 'reviewer' };
const PUBLISHER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['publisher'], subject: 'publisher' };
const KEEPER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['administrator'], subject: 'keeper' };

describe('what the register says of an assignment', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());

  /** Takes a report all the way, as far as to its approval; the version is then 3. */
  const approve = async (recommendationCode: string, period: [string, string], more: object): Promise<string> => {
    const { progressUpdate } = await mutate(server, OLDHAM, 'saveProgressUpdate', 'id', {
      recommendationCode,
      periodStart: period[0],
      periodEnd: period[1],
      summary: 'Words',
      ...more,
    });
    const { id } = progressUpdate;
    await mutate(server, OLDHAM, 'submitProgressUpdate', 'id', { id, expectedVersion: 1 });
    await mutate(server, REVIEWER, 'approveProgressUpdate', 'id', { id, expectedVersion: 2 });
    return id;
  };
  const publish = (id: string): Promise<unknown> =>
    mutate(server, PUBLISHER, 'publishProgressUpdate', 'id', { id, expectedVersion: 3, immediately: true });
  const verify = (id: string, expectedVersion: number, verdict: string, verifiedRag: string): Promise<unknown> =>
    mutate(server, REVIEWER, 'verifyProgressUpdate', 'id', {
      id,
      expectedVersion,
      verdict,
      verifiedRag,
      evidenceStrength: 'DOCUMENTED',
    });
  const assignment = async (recommendationCode: string): Promise<any> =>
    (
      await server.query(
        `{ node(id: "${idOf('Assignment', `${recommendationCode}:E08000004`)}") { ... on Assignment { deliveryStatus selfRatedRag verifiedRag } } }`,
      )
    ).node;
  const Q1: [string, string] = ['2026-01-01', '2026-03-31'];
  const Q2: [string, string] = ['2026-04-01', '2026-06-30'];
  const Q3: [string, string] = ['2026-07-01', '2026-09-30'];

  it('follows a correction, even one that moves the period back', async () => {
    const wrong = await approve('12a', Q3, { deliveryStatus: 'NOT_IMPLEMENTED', selfRatedRag: 'RED' });
    await publish(wrong);
    await publish(
      await approve('12a', Q1, { deliveryStatus: 'IN_PROGRESS', selfRatedRag: 'GREEN', correctsId: wrong }),
    );
    expect(await assignment('12a')).toMatchObject({ deliveryStatus: 'IN_PROGRESS', selfRatedRag: 'GREEN' });
  });

  it('stays as it is published when a later period has nothing to report', async () => {
    const done = await approve('12b', Q1, { deliveryStatus: 'PENDING_VERIFICATION', selfRatedRag: 'AMBER_GREEN' });
    await publish(done);
    const nothing = await approve('12b', Q2, { summary: '', nothingToReport: true });
    await verify(done, 4, 'CONFIRMED', 'GREEN');
    await publish(nothing);
    expect(await assignment('12b')).toEqual({
      deliveryStatus: 'IMPLEMENTED',
      selfRatedRag: 'AMBER_GREEN',
      verifiedRag: 'GREEN',
    });
    const { council } = await server.query(
      `{ council(gssCode: "E08000004") { assignments(first: 5) { nodes { publishedUpdates(first: 1) { nodes { nothingToReport deliveryStatus } } } } } }`,
    );
    expect(council.assignments.nodes[1].publishedUpdates.nodes).toEqual([
      { nothingToReport: true, deliveryStatus: 'IMPLEMENTED' },
    ]);
  });

  it('is not closed again when an old report is verified after the Office has reopened it', async () => {
    const report = await approve('12c', Q1, { deliveryStatus: 'NOT_IMPLEMENTED' });
    await publish(report);
    await mutate(server, KEEPER, 'reopenAssignment', 'id', {
      id: idOf('Assignment', '12c:E08000004'),
      expectedVersion: 2,
      reason: 'There is money now.',
    });
    await verify(report, 4, 'CONFIRMED', 'RED');
    expect(await assignment('12c')).toMatchObject({ deliveryStatus: 'IN_PROGRESS', verifiedRag: 'RED' });
  });

  it('follows the last verdict on what was reported as done', async () => {
    const report = await approve('12d', Q1, { deliveryStatus: 'PENDING_VERIFICATION' });
    await verify(report, 3, 'NOT_CONFIRMED', 'RED');
    await mutate(server, PUBLISHER, 'publishProgressUpdate', 'id', {
      id: report,
      expectedVersion: 4,
      immediately: true,
    });
    expect(await assignment('12d')).toMatchObject({ deliveryStatus: 'IN_PROGRESS', verifiedRag: 'RED' });
    await verify(report, 5, 'CONFIRMED', 'GREEN');
    expect(await assignment('12d')).toMatchObject({ deliveryStatus: 'IMPLEMENTED', verifiedRag: 'GREEN' });
    const { changes } = await server.query(
      '{ changes(sinceRevision: 1) { nodes { kind verifications { verdict publishedUpdate { summary } } } } }',
    );
    expect(changes.nodes.at(-1)).toEqual({
      kind: 'VERIFICATION',
      verifications: [{ verdict: 'CONFIRMED', publishedUpdate: { summary: 'Words' } }],
    });
  });
});
