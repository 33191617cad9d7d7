import { manyByKey, oneByKey } from '../database/readers';
import { ReviewNote, Submission } from '../workflow/review';
import { Evidence, ProgressUpdate, UpdateEvent, Verification } from './progress-update';
import { PublishedEvidence, PublishedUpdate, PublishedVerification } from './published-update';

const ofUpdate = (table: string) =>
  ({ key: `${table}.progress_update_id`, type: 'int4', order: `${table}.id` }) as const;
const ofPublishedUpdate = (table: string) =>
  ({ key: `${table}.published_update_id`, type: 'int4', order: `${table}.id` }) as const;

export const progressUpdateByKey = oneByKey(ProgressUpdate, { key: 'progress_update.key', type: 'uuid' });
export const submissionsOfUpdate = manyByKey(Submission, ofUpdate('submission'));
export const notesOfUpdate = manyByKey(ReviewNote, ofUpdate('review_note'));
export const evidenceOfUpdate = manyByKey(Evidence, ofUpdate('evidence'));
export const verificationsOfUpdate = manyByKey(Verification, ofUpdate('verification'));
export const eventsOfUpdate = manyByKey(UpdateEvent, ofUpdate('workflow_event'));

export const publishedUpdateByKey = oneByKey(PublishedUpdate, { key: 'published_update.key', type: 'uuid' });
export const publishedUpdateById = oneByKey(PublishedUpdate, { key: 'published_update.id', type: 'int4' });
/** What was published of a progress update. */
export const publishedUpdateOfUpdate = oneByKey(PublishedUpdate, {
  key: 'published_update.progress_update_id',
  type: 'int4',
});
export const correctionOfPublishedUpdate = manyByKey(PublishedUpdate, {
  key: 'published_update.corrects_id',
  type: 'int4',
  order: 'published_update.id',
});
export const evidenceOfPublishedUpdate = manyByKey(PublishedEvidence, ofPublishedUpdate('published_evidence'));
export const verificationsOfPublication = manyByKey(PublishedVerification, {
  key: 'published_verification.revision',
  type: 'int4',
  order: 'published_verification.id',
});
export const verificationsOfPublishedUpdate = manyByKey(
  PublishedVerification,
  ofPublishedUpdate('published_verification'),
);
