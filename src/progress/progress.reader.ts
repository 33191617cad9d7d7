import { manyByKey, oneByKey } from '../database/readers';
import { DeliveryDetail, ProgressUpdate, ReviewNote, Submission } from './progress-update';

export const progressUpdateByKey = oneByKey(ProgressUpdate, { key: 'progress_update.key', type: 'uuid' });
export const detailOfAssignment = oneByKey(DeliveryDetail, { key: 'delivery_detail.assignment_id', type: 'int4' });
export const submissionOfUpdate = oneByKey(Submission, { key: 'submission.progress_update_id', type: 'int4' });

export const notesOfUpdate = manyByKey(ReviewNote, {
  key: 'review_note.progress_update_id',
  type: 'int4',
  order: 'review_note.id',
});
