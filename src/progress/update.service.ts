import { keyOfId } from '../graph/node';
import { findDuty } from '../delivery/duty';
import { releaseTime } from '../publications/release';
import { DeliveryStatus } from '../recommendations/assignment';
import { hold, idOfWork, move, noteReview, noteStep, noteSubmission, step } from '../workflow/move';
import { londonToday } from '../writes/london-today';
import { InputCheck, Refusal, UserErrorCode } from '../writes/refusal';
import type { Write } from '../writes/write';
import { ProgressUpdate, UpdateStatus } from './progress-update';
import { publishUpdates, publishVerification } from './publish-updates';
import type {
  PublishProgressUpdateInput,
  ReturnProgressUpdateInput,
  SaveProgressUpdateInput,
  VerifyProgressUpdateInput,
} from './update.input';
import { UpdateTransition, updateWorkflow, UPDATES } from './update.workflow';
import type { ChangeInput } from '../writes/payload';

interface UpdatePayload {
  [name: string]: unknown;
  progressUpdate: ProgressUpdate;
}

/** A quarter: a report may be drafted while its period lasts. */
const MOST_DAYS_AHEAD = 92;
/** What an organisation may say of its own work; the others are for the Office to say. */
const REPORTABLE: readonly DeliveryStatus[] = [
  DeliveryStatus.NOT_STARTED,
  DeliveryStatus.IN_PROGRESS,
  DeliveryStatus.PENDING_VERIFICATION,
  DeliveryStatus.PARTLY_IMPLEMENTED,
  DeliveryStatus.NOT_IMPLEMENTED,
];

/** Begins a draft, or changes one or a returned update. */
export async function saveProgressUpdate(write: Write, input: SaveProgressUpdateInput): Promise<UpdatePayload> {
  const isNew = input.id == null;
  checkContent(input);
  const progressUpdate = isNew ? await begin(write, input) : await change(write, input);
  await write.rows('delete from evidence where progress_update_id = $1', [progressUpdate.id]);
  await write.rows(
    `insert into evidence (progress_update_id, organisation_id, title, kind, url, dated_on)
     select $1, $2, title, kind, url, "datedOn"
     from json_to_recordset($3) as row(title text, kind text, url text, "datedOn" date)`,
    [progressUpdate.id, progressUpdate.organisationId, JSON.stringify(input.evidence)],
  );
  return { progressUpdate };
}

function checkContent(input: SaveProgressUpdateInput): void {
  const check = new InputCheck();
  const today = londonToday();
  check.order(input.periodStart, input.periodEnd, 'periodStart', 'periodEnd');
  if (input.periodStart > today) {
    check.problem(
      UserErrorCode.INVALID,
      `"periodStart" (${input.periodStart}) must not be in the future.`,
      'periodStart',
    );
  }
  const latest = new Date(Date.parse(today) + MOST_DAYS_AHEAD * 86_400_000).toISOString().slice(0, 10);
  if (input.periodEnd > latest) {
    const message = `"periodEnd" (${input.periodEnd}) must not be more than ${MOST_DAYS_AHEAD} days ahead.`;
    check.problem(UserErrorCode.INVALID, message, 'periodEnd');
  }
  if (input.summary !== '') check.text(input.summary, 'summary');
  if (input.deliveryStatus == null) {
    if (!input.nothingToReport) {
      check.problem(UserErrorCode.REQUIRED, 'Give "deliveryStatus", or say "nothingToReport".', 'deliveryStatus');
    }
  } else if (!REPORTABLE.includes(input.deliveryStatus)) {
    check.problem(
      UserErrorCode.INVALID,
      `"deliveryStatus" ${input.deliveryStatus} is for the Office to say: report one of ${REPORTABLE.join(', ')}.`,
      'deliveryStatus',
    );
  }
  if (input.percentComplete != null && (input.percentComplete < 0 || input.percentComplete > 100)) {
    check.problem(UserErrorCode.INVALID, '"percentComplete" must be from 0 to 100.', 'percentComplete');
  }
  check.evidence(input.evidence);
  check.end();
}

function refusePercent({ percentComplete }: SaveProgressUpdateInput): void {
  if (percentComplete == null) return;
  const message = '"percentComplete" is for reports on actions; a recommendation has none.';
  throw Refusal.of(UserErrorCode.INVALID, message, 'percentComplete');
}

const content = (input: SaveProgressUpdateInput): Record<string, unknown> => ({
  period_start: input.periodStart,
  period_end: input.periodEnd,
  summary: input.summary,
  // Where there is nothing to report, the status is what is published when this is.
  delivery_status: input.deliveryStatus ?? null,
  self_rated_rag: input.selfRatedRag,
  percent_complete: input.percentComplete ?? null,
  nothing_to_report: input.nothingToReport,
});

async function begin(write: Write, input: SaveProgressUpdateInput): Promise<ProgressUpdate> {
  const duty = await findDuty(write, input);
  if (duty.actionId === null) refusePercent(input);
  const corrected = input.correctsId == null ? null : await findCorrected(write, input.correctsId, duty);
  const values = {
    ...content(input),
    assignment_id: duty.assignmentId,
    action_id: duty.actionId,
    organisation_id: write.organisation.id,
    corrects_id: corrected,
    status: UpdateStatus.DRAFT,
  };
  const columns = Object.keys(values);
  const row = await write.row<ProgressUpdate>(
    `insert into progress_update (${columns.join(', ')}) values (${columns.map((_, index) => `$${index + 1}`).join(', ')})
     returning ${write.columns(ProgressUpdate)}`,
    Object.values(values),
  );
  await noteStep(write, updateWorkflow, row!, UpdateTransition.SAVE, null);
  return row!;
}

async function change(write: Write, input: SaveProgressUpdateInput): Promise<ProgressUpdate> {
  const check = new InputCheck();
  if (input.expectedVersion == null) {
    check.problem(UserErrorCode.REQUIRED, 'Give "expectedVersion" together with "id".', 'expectedVersion');
  }
  for (const field of ['recommendationCode', 'actionCode', 'correctsId'] as const) {
    if (input[field] != null) {
      check.problem(UserErrorCode.INVALID, `"${field}" is for a new update; this one keeps its own.`, field);
    }
  }
  check.end();
  const wanted = { id: input.id!, expectedVersion: input.expectedVersion! };
  const former = await hold(write, UPDATES, wanted, UpdateTransition.SAVE);
  if (former.actionId === null) refusePercent(input);
  return step(write, UPDATES, former, UpdateTransition.SAVE, content(input));
}

async function findCorrected(
  write: Write,
  id: string,
  duty: { assignmentId: number | null; actionId: number | null },
): Promise<number> {
  const row = await write.row<{ id: number }>(
    `select id from progress_update where key::text = $1 and organisation_id = $2 and status = 'PUBLISHED'
       and (assignment_id = $3 or action_id = $4)`,
    [keyOfId('ProgressUpdate', id) ?? '', write.organisation.id, duty.assignmentId, duty.actionId],
  );
  if (row) return row.id;
  throw Refusal.of(
    UserErrorCode.UNKNOWN,
    '"correctsId" must be the id of a published progress update of yours on the same assignment or action.',
    'correctsId',
  );
}

export async function submitProgressUpdate(write: Write, input: ChangeInput): Promise<UpdatePayload> {
  const former = await hold(write, UPDATES, input, UpdateTransition.SUBMIT);
  if (former.summary.trim() === '' && !former.nothingToReport) {
    throw Refusal.of(
      UserErrorCode.REQUIRED,
      'The update has no summary: write what was done, or say that there is nothing to report.',
      'summary',
    );
  }
  const progressUpdate = await step(write, UPDATES, former, UpdateTransition.SUBMIT);
  await noteSubmission(write, updateWorkflow, progressUpdate);
  await write.tellOffice(
    'PROGRESS_UPDATE_SUBMITTED',
    idOfWork(updateWorkflow, progressUpdate),
    `${write.organisation.name} has submitted a progress update.`,
  );
  return { progressUpdate };
}

export async function withdrawProgressUpdate(write: Write, input: ChangeInput): Promise<UpdatePayload> {
  const progressUpdate = await move(write, UPDATES, input, UpdateTransition.WITHDRAW, { release_at: null });
  return { progressUpdate };
}

export async function returnProgressUpdate(write: Write, input: ReturnProgressUpdateInput): Promise<UpdatePayload> {
  const check = new InputCheck();
  check.text(input.note, 'note');
  check.end();
  const progressUpdate = await move(write, UPDATES, input, UpdateTransition.RETURN, { release_at: null });
  await noteReview(write, updateWorkflow, progressUpdate, input.note);
  await tellOwner(write, progressUpdate, 'RETURNED', 'was returned to you with a note');
  return { progressUpdate };
}

export async function approveProgressUpdate(write: Write, input: ChangeInput): Promise<UpdatePayload> {
  const progressUpdate = await move(write, UPDATES, input, UpdateTransition.APPROVE);
  await tellOwner(write, progressUpdate, 'APPROVED', 'was approved');
  return { progressUpdate };
}

/** Publishes an approved update now, or has the release clock do it later. */
export async function publishProgressUpdate(write: Write, input: PublishProgressUpdateInput): Promise<UpdatePayload> {
  const former = await hold(write, UPDATES, input, UpdateTransition.PUBLISH);
  const time = await releaseTime(write, input);
  if (time !== null) {
    return { progressUpdate: await step(write, UPDATES, former, UpdateTransition.SCHEDULE, { release_at: time }) };
  }
  const [progressUpdate] = await publishUpdates(write, [former]);
  return { progressUpdate: progressUpdate! };
}

export async function verifyProgressUpdate(write: Write, input: VerifyProgressUpdateInput): Promise<UpdatePayload> {
  if (input.note != null) {
    const check = new InputCheck();
    check.text(input.note, 'note');
    check.end();
  }
  const progressUpdate = await move(write, UPDATES, input, UpdateTransition.VERIFY);
  await write.rows(
    `insert into verification (progress_update_id, organisation_id, verdict, verified_rag, evidence_strength, note)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      progressUpdate.id,
      progressUpdate.organisationId,
      input.verdict,
      input.verifiedRag,
      input.evidenceStrength,
      input.note ?? null,
    ],
  );
  // Of an update that is not published yet, the verification goes out with it.
  if (progressUpdate.status === UpdateStatus.PUBLISHED) await publishVerification(write, progressUpdate);
  await tellOwner(write, progressUpdate, 'VERIFIED', 'was verified');
  return { progressUpdate };
}

/** Tells the organisation whose update it is what became of it. */
export async function tellOwner(
  write: Write,
  update: ProgressUpdate,
  event: 'RETURNED' | 'APPROVED' | 'PUBLISHED' | 'VERIFIED',
  happened: string,
): Promise<void> {
  await write.tell(
    update.organisationId,
    `PROGRESS_UPDATE_${event}`,
    idOfWork(updateWorkflow, update),
    `A progress update of yours ${happened}.`,
  );
}
