import { mutate } from '../support/mutations';
import type { Caller, TestServer } from '../support/server';

export const WRITER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['submitter'], subject: 'writer' };
export const PUBLISHER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['publisher'], subject: 'publisher' };
export const council = (organisation: string): Caller => ({
  view: 'council',
  organisation,
  roles: ['submitter'],
  subject: `officer of ${organisation}`,
});

export const EVIDENCE = [{ title: 'The plan', kind: 'DOCUMENT', url: 'https://example.org/plan.pdf' }];

type Finding = 'SUFFICIENT' | 'PARTLY' | 'INSUFFICIENT';

/** An assessment as it stands: what the next step of it needs. */
export interface Standing {
  id: string;
  expectedVersion: number;
}

/** Drafts an assessment with these findings, by the codes of the latest criteria. */
export async function draft(
  server: TestServer,
  gssCode: string,
  year: number,
  findings: Record<string, Finding>,
): Promise<Standing> {
  const { councilAssessment } = await mutate(server, WRITER, 'draftCouncilAssessment', 'id version', { gssCode, year });
  const { id } = councilAssessment;
  let expectedVersion: number = councilAssessment.version;
  for (const [criterionCode, finding] of Object.entries(findings)) {
    const input = { id, expectedVersion, criterionCode, finding, summary: `${finding} by ${criterionCode}` };
    await mutate(server, WRITER, 'saveAssessmentFinding', 'id', { ...input, evidence: EVIDENCE });
    expectedVersion += 1;
  }
  return { id, expectedVersion };
}

export async function open(server: TestServer, { id, expectedVersion }: Standing): Promise<Standing> {
  await mutate(server, WRITER, 'openAssessmentReply', 'id', { id, expectedVersion });
  return { id, expectedVersion: expectedVersion + 1 };
}

/** Drafts an assessment, has the council reply, and publishes it. */
export async function assess(
  server: TestServer,
  gssCode: string,
  year: number,
  findings: Record<string, Finding>,
): Promise<void> {
  const { id, expectedVersion } = await open(server, await draft(server, gssCode, year, findings));
  await mutate(server, council(gssCode), 'replyToAssessment', 'id', { id, expectedVersion, text: 'We have read it.' });
  await mutate(server, PUBLISHER, 'publishCouncilAssessment', 'id', {
    id,
    expectedVersion: expectedVersion + 1,
    immediately: true,
  });
}

/** The criteria of the package, each with the same finding. */
export const allFound = (finding: Finding): Record<string, Finding> =>
  Object.fromEntries(
    ['STRATEGY', 'POPULATION', 'PARTICIPATION', 'TENSION', 'GOOD_RELATIONS', 'REPORTING'].map((code) => [
      code,
      finding,
    ]),
  );

/** Lets the days pass that the council had to reply. */
export async function endReplies(server: TestServer): Promise<void> {
  await server.dataSource.query('alter table council_assessment disable trigger refuse_rewriting');
  await server.dataSource.query(
    `update council_assessment set reply_due_on = (now() at time zone 'Europe/London')::date - 1 where reply_due_on is not null`,
  );
  await server.dataSource.query('alter table council_assessment enable trigger refuse_rewriting');
}

/** Publishes another version of the criteria, as a newer reference package does. */
export async function publishCriteria(
  server: TestServer,
  version: number,
  codes: readonly string[],
  { leastShortfalls = 1, mostInsufficientPercent = 25 } = {},
): Promise<void> {
  await server.dataSource.query(
    `insert into assessment_criteria_set (version, label, status, note, least_shortfalls, most_insufficient_percent,
       threshold_note, revision)
     values ($1, $2, 'PROJECT_DRAFT', 'Made up for a test', $3, $4, 'Made up', (select max(revision) from publication))`,
    [version, `Test criteria, version ${version}`, leastShortfalls, mostInsufficientPercent],
  );
  await server.dataSource.query(
    `insert into assessment_criterion (criteria_version, code, position, recommendation_id, title, question, sufficient,
       partly, insufficient)
     select $1, code, position, (select id from recommendation where code = '12a'), code, 'Is it?', 'Yes', 'Partly', 'No'
     from unnest($2::text[]) with ordinality as criterion(code, position)`,
    [version, codes],
  );
}
