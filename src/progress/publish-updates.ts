import { PublicationKind } from '../publications/publication';
import { dutyOf } from '../delivery/duty';
import { changeAfterReport, publish } from '../publications/publish';
import { DeliveryStatus } from '../recommendations/assignment';
import { idOfWork, step } from '../workflow/move';
import type { Write } from '../writes/write';
import { Verdict } from './evidence';
import { type ProgressUpdate, Verification } from './progress-update';
import { Rag } from './rag';
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
       select assignment_id, action_id, period_start, period_end, summary,
         coalesce(delivery_status, (select coalesce(delivery_status, 'NOT_STARTED') from ${dutyOf(update).table} where id = $3)),
         self_rated_rag, percent_complete, nothing_to_report, id,
         (select corrected.id from published_update corrected where corrected.progress_update_id = progress_update.corrects_id),
         $2
       from progress_update where id = $1 returning id`,
      [update.id, revision, dutyOf(update).id],
    );
    await write.rows(
      `insert into published_evidence (published_update_id, title, kind, url, dated_on)
       select $1, title, kind, url, dated_on from evidence where progress_update_id = $2 order by id`,
      [row!.id, update.id],
    );
    const [verification] = await latestVerifications(write, update);
    if (verification) await copyVerification(write, row!.id, verification, revision);
    await applyReport(write, update, row!.id, verification);
    // What is published waits for no time.
    published.push(await step(write, UPDATES, update, UpdateTransition.PUBLISH, { release_at: null }));
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
  const [verification, former] = await latestVerifications(write, update);
  const revision = await publish(write.client, PublicationKind.VERIFICATION, 'Verification of a progress update');
  const row = await write.row<{ id: number }>('select id from published_update where progress_update_id = $1', [
    update.id,
  ]);
  await copyVerification(write, row!.id, verification!, revision);
  const { table, id } = dutyOf(update);
  // The status follows the verdict only where it is still what this report left: the Office may have reopened it since.
  await changeAfterReport(write.client, update.organisationId, () =>
    write.rows(
      `update ${table} set verified_rag = $3, version = version + 1,
       delivery_status = case when delivery_status = any($5) then $4 else delivery_status end
     where id = $1 and ${IS_LATEST(table)}`,
      [
        id,
        row!.id,
        verification!.verifiedRag,
        statusAfter(update.deliveryStatus, verification!.verdict),
        update.deliveryStatus === DeliveryStatus.PENDING_VERIFICATION
          ? [DeliveryStatus.PENDING_VERIFICATION, statusAfter(update.deliveryStatus, former?.verdict)]
          : [],
      ],
    ),
  );
}

/** The two latest, the latest first. */
async function latestVerifications(write: Write, update: ProgressUpdate): Promise<Verification[]> {
  return write.rows<Verification>(
    `select ${write.columns(Verification)} from verification where progress_update_id = $1 order by id desc limit 2`,
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
function statusAfter(reported: DeliveryStatus | null, verdict: Verdict | undefined): DeliveryStatus | null {
  if (reported !== DeliveryStatus.PENDING_VERIFICATION || verdict === undefined) return reported;
  return verdict === Verdict.CONFIRMED ? DeliveryStatus.IMPLEMENTED : DeliveryStatus.IN_PROGRESS;
}

/**
 * Whether the published update $2 is the last word on the duty $1: none of a later period is published. One that was
 * corrected does not count, because its correction stands in its place, whatever period that is of.
 */
const IS_LATEST = (table: string): string => `not exists (select from published_update later, published_update this
  where this.id = $2 and later.${table}_id = $1 and (later.period_end, later.id) > (this.period_end, this.id)
    and not exists (select from published_update correction where correction.corrects_id = later.id))`;

/** Takes what a report says over into the register. Where it says nothing, what was published stays. */
async function applyReport(
  write: Write,
  update: ProgressUpdate,
  publishedUpdateId: number,
  verification: Verification | undefined,
): Promise<void> {
  const { table, id } = dutyOf(update);
  const percent = table === 'action' ? ', percent_complete = coalesce($6, percent_complete)' : '';
  await changeAfterReport(write.client, update.organisationId, () =>
    write.rows(
      `update ${table} set self_rated_rag = coalesce($3, self_rated_rag), verified_rag = coalesce($4, verified_rag),
       version = version + 1,
       delivery_status = case when delivery_status = 'SUPERSEDED' then delivery_status
         else coalesce($5, delivery_status, 'NOT_STARTED') end ${percent}
     where id = $1 and ${IS_LATEST(table)}`,
      [
        id,
        publishedUpdateId,
        update.nothingToReport && update.selfRatedRag === Rag.NOT_RATED ? null : update.selfRatedRag,
        verification?.verifiedRag ?? null,
        statusAfter(update.deliveryStatus, verification?.verdict),
        ...(table === 'action' ? [update.percentComplete] : []),
      ],
    ),
  );
}
