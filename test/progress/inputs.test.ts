import { idOf } from '../../src/graph/node';
import { attempt, mutate, userErrors } from '../support/mutations';
import { type Caller, TestServer } from '../support/server';

const OLDHAM: Caller = { view: 'council', organisation: 'E08000004', roles: ['submitter'] };

describe('an input', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());

  it('of a report is refused with all that is wrong with it', async () => {
    const problems = await userErrors(server, OLDHAM, 'saveProgressUpdate', {
      recommendationCode: '12a',
      periodStart: '2999-03-31',
      periodEnd: '2026-01-01',
      deliveryStatus: 'IMPLEMENTED',
      percentComplete: 101,
      summary: ' ',
      evidence: [
        { title: 'Two\nlines', kind: 'OTHER', url: 'javascript:alert(1)' },
        { title: '', kind: 'OTHER', url: 'minutes.pdf' },
      ],
    });
    expect(problems.map(({ code, field }) => `${code} ${field.join('.')}`)).toEqual([
      'INVALID periodEnd',
      'INVALID periodStart',
      'REQUIRED summary',
      'INVALID deliveryStatus',
      'INVALID percentComplete',
      'INVALID evidence.0.title',
      'INVALID evidence.0.url',
      'REQUIRED evidence.1.title',
      'INVALID evidence.1.url',
    ]);
  });

  it.each([
    ['no duty', {}, 'REQUIRED', 'recommendationCode'],
    ['two duties', { recommendationCode: '12a', actionCode: 'A1' }, 'REQUIRED', 'recommendationCode'],
    ["another's duty", { recommendationCode: '7b' }, 'UNKNOWN', 'recommendationCode'],
    ['an update to correct that is none', { recommendationCode: '12a', correctsId: 'x' }, 'UNKNOWN', 'correctsId'],
    ['no version', { id: idOf('ProgressUpdate', 'x') }, 'REQUIRED', 'expectedVersion'],
    ['no status', { recommendationCode: '12a', deliveryStatus: null }, 'REQUIRED', 'deliveryStatus'],
  ])('with %s is refused', async (_what, input, code, field) => {
    const [problem] = await userErrors(server, OLDHAM, 'saveProgressUpdate', {
      periodStart: '2026-01-01',
      periodEnd: '2026-03-31',
      deliveryStatus: 'IN_PROGRESS',
      summary: 'Words',
      ...input,
    });
    expect(problem).toMatchObject({ code, field: [field] });
  });

  it('of a draft may be incomplete until it is submitted', async () => {
    const { progressUpdate } = await mutate(server, OLDHAM, 'saveProgressUpdate', 'id', {
      recommendationCode: '12a',
      periodStart: '2026-01-01',
      periodEnd: '2026-03-31',
      deliveryStatus: 'IN_PROGRESS',
    });
    const problems = await userErrors(server, OLDHAM, 'submitProgressUpdate', {
      id: progressUpdate.id,
      expectedVersion: 1,
    });
    expect(problems).toMatchObject([{ code: 'REQUIRED', field: ['summary'] }]);
  });

  it('with the version of another detail than there is loses', async () => {
    const detail = { recommendationCode: '12a', blockers: 'None', expectedVersion: 0 };
    await mutate(server, OLDHAM, 'updateDeliveryDetail', 'version', detail);
    const { errors } = await attempt(server, OLDHAM, 'updateDeliveryDetail', 'version', detail);
    expect(errors![0]!.extensions).toEqual({ code: 'CONFLICT', currentVersion: 1 });
    const cleared = await mutate(server, OLDHAM, 'updateDeliveryDetail', 'version blockers selfRatedRag', {
      recommendationCode: '12a',
      blockers: null,
      expectedVersion: 1,
    });
    expect(cleared.deliveryDetail).toEqual({ version: 2, blockers: null, selfRatedRag: 'NOT_RATED' });
  });

  it('with a character that no text can have changes nothing', async () => {
    const { errors } = await attempt(server, OLDHAM, 'updateDeliveryDetail', 'version', {
      recommendationCode: '12c',
      blockers: 'a\u0000b',
      expectedVersion: 0,
    });
    expect(errors![0]!.extensions.code).toBe('BAD_USER_INPUT');
  });
});
