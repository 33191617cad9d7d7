import { releaseTime } from '../publications/release';
import { hold, idOfWork, noteStep, noteSubmission, step } from '../workflow/move';
import { londonToday } from '../writes/london-today';
import type { ChangeInput } from '../writes/payload';
import { InputCheck, Refusal, UserErrorCode } from '../writes/refusal';
import type { Write } from '../writes/write';
import { Finding } from './assessment';
import type {
  DraftCouncilAssessmentInput,
  OpenAssessmentReplyInput,
  PublishCouncilAssessmentInput,
  ReplyToAssessmentInput,
  SaveAssessmentFindingInput,
} from './assessment.input';
import { LEAST_WORKING_DAYS, MOST_WORKING_DAYS } from './assessment.input';
import { ASSESSMENTS, AssessmentTransition, assessmentWorkflow, mayBePublishedOn } from './assessment.workflow';
import { AssessmentStatus, CouncilAssessment } from './council-assessment';
import { publishAssessments } from './publish-assessments';

interface AssessmentPayload {
  [name: string]: unknown;
  councilAssessment: CouncilAssessment;
}

/** The year of the review: there is no progress on it to assess before. */
const FIRST_YEAR = 2024;

/** Begins an assessment by the latest criteria, with nothing found yet. */
export async function draftCouncilAssessment(
  write: Write,
  input: DraftCouncilAssessmentInput,
): Promise<AssessmentPayload> {
  const check = new InputCheck();
  const thisYear = Number(londonToday().slice(0, 4));
  if (input.year < FIRST_YEAR || input.year > thisYear) {
    check.problem(UserErrorCode.INVALID, `"year" must be from ${FIRST_YEAR} to ${thisYear}.`, 'year');
  }
  const council = await write.row<{ id: number; name: string }>(
    `select organisation.id, name from organisation join area_code on area_code.area_id = organisation.area_id
     where area_code.code = $1 and kind = 'COUNCIL' and is_current`,
    [input.gssCode],
  );
  if (!council) {
    const message = `There is no current council with the GSS code ${JSON.stringify(input.gssCode)}.`;
    check.problem(UserErrorCode.UNKNOWN, message, 'gssCode');
  }
  check.end();
  // Two drafts at once meet in the index of those in progress.
  const councilAssessment = await write.row<CouncilAssessment>(
    `insert into council_assessment (organisation_id, year, criteria_version)
     select $1, $2, max(version) from assessment_criteria_set
     on conflict do nothing returning ${write.columns(CouncilAssessment)}`,
    [council!.id, input.year],
  );
  if (!councilAssessment) {
    const message = `Another assessment of ${council!.name} for ${input.year} is in progress.`;
    throw Refusal.of(UserErrorCode.TAKEN, message, 'year');
  }
  await write.rows(
    `insert into assessment_finding (council_assessment_id, organisation_id, criterion_id)
     select $1, $2, id from assessment_criterion where criteria_version = $3 order by position`,
    [councilAssessment.id, councilAssessment.organisationId, councilAssessment.criteriaVersion],
  );
  await noteStep(write, assessmentWorkflow, councilAssessment, 'DRAFT', null);
  await noteAuthor(write, councilAssessment);
  return { councilAssessment };
}

/** Writes down who has a hand in it: they may not publish it. */
async function noteAuthor(write: Write, assessment: CouncilAssessment): Promise<void> {
  const known = await write.row('select from submission where council_assessment_id = $1 and submitted_by = $2', [
    assessment.id,
    write.viewer.subject,
  ]);
  if (!known) await noteSubmission(write, assessmentWorkflow, assessment);
}

export async function saveAssessmentFinding(
  write: Write,
  input: SaveAssessmentFindingInput,
): Promise<AssessmentPayload> {
  const check = new InputCheck();
  if (input.summary !== '' || input.finding !== Finding.NOT_ASSESSED) check.text(input.summary, 'summary');
  check.evidence(input.evidence);
  check.end();
  const former = await hold(write, ASSESSMENTS, input, AssessmentTransition.SAVE);
  const saved = await write.row(
    `update assessment_finding set finding = $3, summary = $4, evidence = $5
     from assessment_criterion criterion
     where council_assessment_id = $1 and criterion.id = criterion_id and criterion.code = $2 returning criterion.id`,
    [
      former.id,
      input.criterionCode,
      input.finding,
      input.summary,
      JSON.stringify(
        input.evidence.map(({ title, kind, url = null, datedOn = null }) => ({ title, kind, url, datedOn })),
      ),
    ],
  );
  if (!saved) {
    const message = `There is no criterion ${JSON.stringify(input.criterionCode)} in version ${former.criteriaVersion}.`;
    throw Refusal.of(UserErrorCode.UNKNOWN, message, 'criterionCode');
  }
  const councilAssessment = await step(write, ASSESSMENTS, former, AssessmentTransition.SAVE);
  await noteAuthor(write, councilAssessment);
  return { councilAssessment };
}

/** Shows an assessment to its council, once there is something found by every criterion and something to show for it. */
export async function openAssessmentReply(write: Write, input: OpenAssessmentReplyInput): Promise<AssessmentPayload> {
  const check = new InputCheck();
  if (input.workingDays < LEAST_WORKING_DAYS || input.workingDays > MOST_WORKING_DAYS) {
    const message = `"workingDays" must be from ${LEAST_WORKING_DAYS} to ${MOST_WORKING_DAYS}.`;
    check.problem(UserErrorCode.INVALID, message, 'workingDays');
  }
  check.end();
  const former = await hold(write, ASSESSMENTS, input, AssessmentTransition.OPEN_REPLY);
  const incomplete = await write.rows<{ code: string; finding: Finding }>(
    `select code, finding from assessment_finding join assessment_criterion on assessment_criterion.id = criterion_id
     where council_assessment_id = $1
       and (finding = 'NOT_ASSESSED' or (finding in ('SUFFICIENT', 'PARTLY') and evidence = '[]'))
     order by position`,
    [former.id],
  );
  for (const { code, finding } of incomplete) {
    const lacks = finding === Finding.NOT_ASSESSED ? 'Nothing is found' : `There is no evidence for ${finding}`;
    check.problem(UserErrorCode.NOT_POSSIBLE_NOW, `${lacks} by the criterion ${code}.`, 'id');
  }
  check.end();
  const councilAssessment = await step(write, ASSESSMENTS, former, AssessmentTransition.OPEN_REPLY, {
    round: former.round + 1,
    reply_due_on: await workingDayAfterToday(write, input.workingDays),
    release_at: null,
  });
  await noteAuthor(write, councilAssessment);
  await tellCouncil(write, councilAssessment, 'ASSESSMENT_AWAITS_REPLY', 'waits for your reply');
  return { councilAssessment };
}

/** The last of so many days from Monday to Friday that follow today. */
async function workingDayAfterToday(write: Write, days: number): Promise<string> {
  const row = await write.row<{ day: string }>(
    `select date as day from generate_series(1, $1::int4 * 2) as ahead, lateral (select $2::date + ahead as date) each
     where extract(isodow from date) < 6 order by date offset $1::int4 - 1 limit 1`,
    [days, londonToday()],
  );
  return row!.day;
}

/** Takes the reply of the council, which is published with the assessment. A time of publication must be set anew. */
export async function replyToAssessment(write: Write, input: ReplyToAssessmentInput): Promise<AssessmentPayload> {
  const check = new InputCheck();
  check.text(input.text, 'text');
  check.end();
  const former = await hold(write, ASSESSMENTS, input, AssessmentTransition.REPLY);
  await write.rows(
    `insert into assessment_reply (council_assessment_id, organisation_id, round, text, submitted_by)
     values ($1, $2, $3, $4, $5)`,
    [former.id, former.organisationId, former.round, input.text, write.viewer.subject],
  );
  const councilAssessment = await step(write, ASSESSMENTS, former, AssessmentTransition.REPLY, { release_at: null });
  await write.tellOffice(
    'ASSESSMENT_REPLIED',
    idOfWork(assessmentWorkflow, councilAssessment),
    `${write.organisation.name} has replied to its assessment.`,
  );
  return { councilAssessment };
}

export async function reviseCouncilAssessment(write: Write, input: ChangeInput): Promise<AssessmentPayload> {
  return takeBack(write, input, AssessmentTransition.REVISE, 'ASSESSMENT_REVISED', 'is being revised');
}

export async function withdrawCouncilAssessment(write: Write, input: ChangeInput): Promise<AssessmentPayload> {
  return takeBack(write, input, AssessmentTransition.WITHDRAW, 'ASSESSMENT_WITHDRAWN', 'was withdrawn');
}

/** Takes an assessment out of the sight of its council, and says so if it was in sight. */
async function takeBack(
  write: Write,
  input: ChangeInput,
  transition: AssessmentTransition,
  event: string,
  happened: string,
): Promise<AssessmentPayload> {
  const former = await hold(write, ASSESSMENTS, input, transition);
  const councilAssessment = await step(write, ASSESSMENTS, former, transition, { release_at: null });
  if (former.status !== AssessmentStatus.DRAFT) await tellCouncil(write, councilAssessment, event, happened);
  return { councilAssessment };
}

/** Publishes an assessment now, or has the release clock do it later; not on a day on which the council is waited for. */
export async function publishCouncilAssessment(
  write: Write,
  input: PublishCouncilAssessmentInput,
): Promise<AssessmentPayload> {
  const former = await hold(write, ASSESSMENTS, input, AssessmentTransition.PUBLISH);
  const time = await releaseTime(write, input);
  if (!mayBePublishedOn(await londonDayOf(write, time), former)) {
    const message = `The council may reply until ${former.replyDueOn}: publish it when it has, or at a time after that day.`;
    throw Refusal.of(UserErrorCode.NOT_POSSIBLE_NOW, message, time === null ? 'id' : 'releaseAt');
  }
  if (time === null) {
    const [councilAssessment] = await publishAssessments(write, [former]);
    return { councilAssessment: councilAssessment! };
  }
  return {
    councilAssessment: await step(write, ASSESSMENTS, former, AssessmentTransition.SCHEDULE, { release_at: time }),
  };
}

/** The day in London of a time; today where that is null. */
async function londonDayOf(write: Write, time: Date | null): Promise<string> {
  const row = await write.row<{ day: string }>(
    `select (coalesce($1::timestamptz, now()) at time zone 'Europe/London')::date as day`,
    [time],
  );
  return row!.day;
}

async function tellCouncil(
  write: Write,
  assessment: CouncilAssessment,
  event: string,
  happened: string,
): Promise<void> {
  const id = idOfWork(assessmentWorkflow, assessment);
  await write.tell(assessment.organisationId, event, id, `An assessment of your council ${happened}.`);
}
