import { allFound, draft, open } from '../assessments/support';
import { mutate } from '../support/mutations';
import type { Caller, TestServer } from '../support/server';

const officer = (view: Caller['view'], organisation: string): Caller => ({
  view,
  organisation,
  roles: ['submitter', 'approver', 'publisher', 'administrator'],
  subject: `officer of ${organisation}`,
});
const OFFICE: Caller = { ...officer('office', 'OSCDR'), subject: 'keeper' };

/** Work in every state that steps lead to, of a council, another and a department: what requests may hit on. */
export async function workOfAllKinds(server: TestServer): Promise<void> {
  for (const [caller, recommendationCode] of [
    [officer('council', 'E08000004'), '12a'],
    [officer('council', 'E06000021'), '12a'],
    [officer('government', 'DFE'), '7b'],
  ] as const) {
    const action = `A-${caller.organisation}`;
    await mutate(server, OFFICE, 'openAction', 'id', {
      ...{ code: action, title: 'x', summary: 'x', ownerCode: caller.organisation },
    });
    await mutate(server, OFFICE, 'openMilestone', 'id', { actionCode: action, title: 'x', dueOn: '2026-06-30' });
    await mutate(server, caller, 'updateDeliveryDetail', 'version', {
      ...{ recommendationCode, expectedVersion: 0, blockers: 'x' },
    });
    for (const [month, steps] of [
      '',
      'submit',
      'submit return',
      'submit approve',
      'submit approve publish',
      'withdraw',
    ].entries()) {
      const { progressUpdate } = await mutate(server, caller, 'saveProgressUpdate', 'id', {
        recommendationCode,
        periodStart: `2025-0${month + 1}-01`,
        periodEnd: `2025-0${month + 1}-28`,
        deliveryStatus: 'IN_PROGRESS',
        summary: 'x',
        evidence: [{ title: 'x', kind: 'DOCUMENT', url: 'https://example.org/x' }],
      });
      for (const [index, step] of steps.split(' ').filter(Boolean).entries()) {
        await mutate(server, /submit|withdraw/.test(step) ? caller : OFFICE, `${step}ProgressUpdate`, 'id', {
          ...{ id: progressUpdate.id, expectedVersion: index + 1 },
          ...(step === 'return' && { note: 'x' }),
          ...(step === 'publish' && { immediately: true }),
        });
      }
    }
    await mutate(server, caller, 'respondToRecommendation', 'id', {
      ...{ recommendationCode, response: 'ACCEPTED', rationale: 'x' },
    });
    await mutate(server, caller, 'requestDueDateChange', 'id', {
      ...{ recommendationCode, newDueOn: '2030-01-01', reason: 'x' },
    });
    await server.query(
      'mutation ($input: SubscribeToNoticesInput!) { subscribeToNotices(input: $input) { userErrors { code } } }',
      { input: { idempotencyKey: `subscribe-${caller.organisation}`, channel: 'EMAIL', target: 'x@example.org' } },
      caller,
    );
  }
  await draft(server, 'E06000021', 2025, allFound('PARTLY'));
  await open(server, await draft(server, 'E08000004', 2025, allFound('SUFFICIENT')));
}
