import { manyByKey, oneByKey } from '../database/readers';
import { ReviewNote, Submission } from '../workflow/review';
import { DeliveryDetail } from './delivery-detail';
import { DueDateChange, DueDateRequest } from './due-date';

export const detailOfAssignment = oneByKey(DeliveryDetail, { key: 'delivery_detail.assignment_id', type: 'int4' });
export const detailOfAction = oneByKey(DeliveryDetail, { key: 'delivery_detail.action_id', type: 'int4' });

export const requestByKey = oneByKey(DueDateRequest, { key: 'due_date_request.key', type: 'uuid' });

const requestsOf = (key: string) =>
  manyByKey(DueDateRequest, { key: `due_date_request.${key}`, type: 'int4', order: 'due_date_request.id' });
export const requestsOfAssignment = requestsOf('assignment_id');
export const requestsOfAction = requestsOf('action_id');

const changesOf = (key: string) =>
  manyByKey(DueDateChange, { key: `due_date_change.${key}`, type: 'int4', order: 'due_date_change.id' });
export const dueDateChangesOfAssignment = changesOf('assignment_id');
export const dueDateChangesOfPublication = changesOf('revision');
export const dueDateChangesOfAction = changesOf('action_id');

export const submissionsOfRequest = manyByKey(Submission, {
  key: 'submission.due_date_request_id',
  type: 'int4',
  order: 'submission.id',
});
export const notesOfRequest = manyByKey(ReviewNote, {
  key: 'review_note.due_date_request_id',
  type: 'int4',
  order: 'review_note.id',
});
