import { PublicationKind } from '../publications/publication';
import { publish } from '../publications/publish';
import { DeliveryStatus } from '../recommendations/assignment';
import { idOfWork, step } from '../workflow/move';
import type { Write } from '../writes/write';
import { Verdict } from './evidence';
import { type ProgressUpdate, Verification } from './progress-update';
import { UpdateTransition, updateWorkflow, UPDATES } from './update.workflow';

/**
 * Publishes approved updates as one publication: a copy of each for everyone, and what it says of its assignment or
 * action, unless a later period is published already. Answers the updates as they are then.
 */
export async function publishUpdates(write: Write, updates: readonly ProgressUpdate[]): Promise<ProgressUpdate[]> {
  const title = updates.length === 1 ? 'A progress update' : `${updates.length} progress updates`;
  const revision = await publish(write.client, PublicationKind.PROGRESS, title);
  const published: ProgressUpdate[] = [];
  for (const update of updates) {
    const row = await write.row<{ id: number }>(
      `insert into published_update (assignment_id, action_id, period_start, period_end, summary, delivery_status,
         self_rated_rag, percent_complete, nothing_to_report, progress_update_id, corrects_id, revision)
       select assignment_id, action_id, period_start, period_end, summary, delivery_status, self_rated_rag,
         percent_complete, nothing_to_report, id,
         (select corrected.id from published_update corrected where corrected.progress_update_id = progress_update.corrects_id),
         $2
       from progress_update where id = $1 returning id`,
      [update.id, revision],
    );
    await write.rows(
      `insert into published_evidence (published_update_id, title, kind, url, dated_on)
       select $1, title, kind, url, dated_on from evidence where progress_update_id = $2 order by id`,
      [row!.id, update.id],
    );
    const verification = await latestVerification(write, update);
    if (verification) await copyVerification(write, row!.id, verification, revision);
    await applyToDuty(write, update, row!.id, verification);
    published.push(await step(write, UPDATES, update, UpdateTransition.PUBLISH));
    await write.tell(
      update.organisationId,
      'PROGRESS_UPDATE_PUBLISHED',
      idOfWork(updateWorkflow, update),
      'A progress update of yours was published.',
    );
  }
  return published;
}

/** Publishes what was found of an update that is published already. */
export async function publishVerification(write: Write, update: ProgressUpdate): Promise<void> {
  const verification = await latestVerification(write, update);
  const revision = await publish(write.client, PublicationKind.VERIFICATION, 'Verification of a progress update');
  const row = await write.row<{ id: number }>('select id from published_update where progress_update_id = $1', [
    update.id,
  ]);
  await copyVerification(write, row!.id, verification!, revision);
  await applyToDuty(write, update, row!.id, verification);
}

async function latestVerification(write: Write, update: ProgressUpdate): Promise<Verification | undefined> {
  return write.row<Verification>(
    `select ${write.columns(Verification)} from verification where progress_update_id = $1 order by id desc limit 1`,
    [update.id],
  );
}

async function copyVerification(
  write: Write,
  publishedUpdateId: number,
  { verdict, verifiedRag, evidenceStrength }: Verification,
  revision: number,
): Promise<void> {
  await write.rows(
    `insert into published_verification (published_update_id, verdict, verified_rag, evidence_strength, revision)
     values ($1, $2, $3, $4, $5)`,
    [publishedUpdateId, verdict, verifiedRag, evidenceStrength, revision],
  );
}

/** What the register says of a duty after a report, and after the Office has looked at its evidence. */
export function statusAfter(reported: DeliveryStatus, verdict: Verdict | undefined): DeliveryStatus {
  if (reported !== DeliveryStatus.PENDING_VERIFICATION || verdict === undefined) return reported;
  return verdict === Verdict.CONFIRMED ? DeliveryStatus.IMPLEMENTED : DeliveryStatus.IN_PROGRESS;
}

async function applyToDuty(
  write: Write,
  update: ProgressUpdate,
  publishedUpdateId: number,
  verification: Verification | undefined,
): Promise<void> {
  const table = update.assignmentId === null ? 'action' : 'assignment';
  const percent =
    table === 'action' ? ', percent_complete = coalesce((select percent_complete from this), percent_complete)' : '';
  // The record says whose report it was that changed it.
  await write.rows(`select set_config('oscdr.reported_by', $1, true)`, [String(update.organisationId)]);
  await write.rows(
    `with this as (select * from published_update where id = $2)
     update ${table} set self_rated_rag = $4, verified_rag = coalesce($5, verified_rag), version = version + 1,
       delivery_status = case when delivery_status = 'SUPERSEDED' then delivery_status else $3 end ${percent}
     where id = $1 and not exists (select from published_update later, this
       where later.${table}_id = $1 and (later.period_end, later.id) > (this.period_end, this.id))`,
    [
      update.assignmentId ?? update.actionId,
      publishedUpdateId,
      statusAfter(update.deliveryStatus, verification?.verdict),
      update.selfRatedRag,
      verification?.verifiedRag ?? null,
    ],
  );
  await write.rows(`select set_config('oscdr.reported_by', '', true)`);
}
