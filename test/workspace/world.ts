import { publishAs } from '../support/databases';
import { mutate } from '../support/mutations';
import { OidcProvider } from '../support/oidc-provider';
import { type Caller, TestServer } from '../support/server';
import { SITE } from '../support/visitor';

export const OFFICER: Caller = { view: 'council', organisation: 'E08000004', roles: ['submitter'], subject: 'officer' };
export const READER: Caller = { view: 'council', organisation: 'E08000004', roles: ['reader'], subject: 'reader' };
export const NEIGHBOUR: Caller = { view: 'council', organisation: 'E06000021', roles: ['submitter'], subject: 'stoke' };
export const OFFICIAL: Caller = { view: 'government', organisation: 'DFE', roles: ['submitter'], subject: 'official' };
export const REVIEWER: Caller = {
  view: 'office',
  organisation: 'OSCDR',
  roles: ['approver', 'publisher'],
  subject: 'reviewer',
};
const KEEPER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['administrator'], subject: 'keeper' };

/** A server at which people sign in by a provider over HTTP; figures are collected by return, and Oldham owns an action. */
export async function startWorld(provider: OidcProvider): Promise<TestServer> {
  await provider.start();
  const { issuer, signIn } = provider;
  const server = await TestServer.start('reference', { issuers: [issuer], signIn, publicUrl: SITE });
  await publishAs(
    server.dataSource,
    1,
    `insert into indicator (code, name, domain, description, unit, direction, source, licence, derived, collected_by_return)
     values ('returned_cases', 'Cases', 'SAFETY', 'Cases', 'count', 'LOWER_IS_BETTER', 'Test', 'Test', false, true)`,
  );
  await publishAs(
    server.dataSource,
    1,
    `update assignment set due_on = '2020-01-31', original_due_on = '2020-01-31' from organisation, recommendation
     where organisation.code = 'E08000004' and recommendation.code = '12b'
       and assignment.organisation_id = organisation.id and assignment.recommendation_id = recommendation.id`,
  );
  await mutate(server, KEEPER, 'openAction', 'id', {
    code: 'A1',
    title: 'A plan for the town',
    summary: 'Write it.',
    ownerCode: 'E08000004',
    startsOn: '2026-01-01',
    dueOn: '2099-12-31',
    priorityCodes: ['2a'],
    recommendationCodes: ['12a'],
  });
  return server;
}

/** A report as somebody would fill it in. */
export const REPORT = {
  'periodStart-day': '1',
  'periodStart-month': '4',
  'periodStart-year': '2026',
  'periodEnd-day': '30',
  'periodEnd-month': '6',
  'periodEnd-year': '2026',
  deliveryStatus: 'IN_PROGRESS',
  selfRatedRag: 'AMBER',
  summary: 'The plan went to cabinet.\r\n\r\n<b>Two</b> wards began.',
};
