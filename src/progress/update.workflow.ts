import { REPORTING } from '../graph/audience';
import { ViewerRole } from '../identity/viewer';
import { transitionEnum } from '../workflow/transition-enum';
import { Workflow } from '../workflow/workflow';
import { ProgressUpdate, UpdateStatus } from './progress-update';

const { DRAFT, SUBMITTED, RETURNED, APPROVED, PUBLISHED, WITHDRAWN } = UpdateStatus;
const { SUBMITTER, APPROVER, PUBLISHER } = ViewerRole;

export enum UpdateTransition {
  SAVE = 'SAVE',
  SUBMIT = 'SUBMIT',
  WITHDRAW = 'WITHDRAW',
  RETURN = 'RETURN',
  APPROVE = 'APPROVE',
  SCHEDULE = 'SCHEDULE',
  PUBLISH = 'PUBLISH',
  VERIFY = 'VERIFY',
}

export const updateWorkflow = new Workflow<UpdateStatus, UpdateTransition>({
  noun: 'progress update',
  typeName: 'ProgressUpdate',
  table: 'progress_update',
  initial: [DRAFT],
  transitions: {
    SAVE: { from: [DRAFT, RETURNED], by: 'OWNER', role: SUBMITTER, says: 'Change what it says.' },
    SUBMIT: { from: [DRAFT, RETURNED], to: SUBMITTED, by: 'OWNER', role: SUBMITTER, says: 'Hand it in for review.' },
    WITHDRAW: {
      from: [DRAFT, SUBMITTED, RETURNED, APPROVED],
      to: WITHDRAWN,
      by: 'OWNER',
      role: SUBMITTER,
      says: 'Take it back for good, before it is published.',
    },
    RETURN: {
      from: [SUBMITTED, APPROVED],
      to: RETURNED,
      by: 'OFFICE',
      role: APPROVER,
      says: 'Send it back, with a note that says what to mend.',
    },
    APPROVE: {
      from: [SUBMITTED],
      to: APPROVED,
      by: 'OFFICE',
      role: APPROVER,
      notBySubmitter: true,
      says: 'Find it good for publication.',
    },
    SCHEDULE: { from: [APPROVED], by: 'OFFICE', role: PUBLISHER, says: 'Have it published at a release time.' },
    PUBLISH: { from: [APPROVED], to: PUBLISHED, by: 'OFFICE', role: PUBLISHER, says: 'Publish it for everyone.' },
    VERIFY: {
      from: [APPROVED, PUBLISHED],
      by: 'OFFICE',
      role: APPROVER,
      notBySubmitter: true,
      says: 'Say whether the evidence bears it out.',
    },
  },
});

/** The same for the graph. */
export const UpdateTransitionType = transitionEnum('UpdateTransition', updateWorkflow, REPORTING);

export const UPDATES = { entity: ProgressUpdate, workflow: updateWorkflow };
