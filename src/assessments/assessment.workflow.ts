import { COUNCIL_AND_OFFICE } from '../graph/audience';
import { ViewerRole } from '../identity/viewer';
import { transitionEnum } from '../workflow/transition-enum';
import { Workflow } from '../workflow/workflow';
import { londonToday } from '../writes/london-today';
import { AssessmentStatus, CouncilAssessment } from './council-assessment';

const { DRAFT, AWAITING_REPLY, REPLIED, PUBLISHED, WITHDRAWN } = AssessmentStatus;
const { SUBMITTER, PUBLISHER } = ViewerRole;

export enum AssessmentTransition {
  SAVE = 'SAVE',
  OPEN_REPLY = 'OPEN_REPLY',
  REPLY = 'REPLY',
  REVISE = 'REVISE',
  WITHDRAW = 'WITHDRAW',
  SCHEDULE = 'SCHEDULE',
  PUBLISH = 'PUBLISH',
}

/** The work is the council's whose assessment it is: the Office writes it, and the council's own step is to reply. */
export const assessmentWorkflow = new Workflow<AssessmentStatus, AssessmentTransition>({
  noun: 'council assessment',
  typeName: 'CouncilAssessment',
  table: 'council_assessment',
  initial: [DRAFT],
  transitions: {
    SAVE: { from: [DRAFT], by: 'OFFICE', role: SUBMITTER, says: 'Change a finding.' },
    OPEN_REPLY: {
      from: [DRAFT],
      to: AWAITING_REPLY,
      by: 'OFFICE',
      role: SUBMITTER,
      says: 'Show it to the council, which may reply for so many working days.',
    },
    REPLY: {
      from: [AWAITING_REPLY],
      to: REPLIED,
      by: 'OWNER',
      role: SUBMITTER,
      says: 'Say what is to be published beside it.',
    },
    REVISE: {
      from: [AWAITING_REPLY, REPLIED],
      to: DRAFT,
      by: 'OFFICE',
      role: SUBMITTER,
      says: 'Take it up again; the council is asked anew when that is done.',
    },
    WITHDRAW: {
      from: [DRAFT, AWAITING_REPLY, REPLIED],
      to: WITHDRAWN,
      by: 'OFFICE',
      role: SUBMITTER,
      says: 'Give it up for good, before it is published.',
    },
    SCHEDULE: {
      from: [AWAITING_REPLY, REPLIED],
      by: 'OFFICE',
      role: PUBLISHER,
      notBySubmitter: true,
      says: 'Have it published at a release time: after the reply, or after the time for it.',
    },
    PUBLISH: {
      from: [AWAITING_REPLY, REPLIED],
      to: PUBLISHED,
      by: 'OFFICE',
      role: PUBLISHER,
      notBySubmitter: true,
      says: 'Publish it for everyone, with the reply, or once the time for a reply is over.',
    },
  },
});

export const AssessmentTransitionType = transitionEnum('AssessmentTransition', assessmentWorkflow, COUNCIL_AND_OFFICE);

export const ASSESSMENTS = { entity: CouncilAssessment, workflow: assessmentWorkflow };

/** Whether the council may no longer be waited for on a day: it has replied, or had the time to. */
export const mayBePublishedOn = (
  day: string,
  { status, replyDueOn }: Pick<CouncilAssessment, 'status' | 'replyDueOn'>,
): boolean => status === REPLIED || (status === AWAITING_REPLY && day > replyDueOn!);

/** Steps that the workflow has from here, without those whose day has not come. */
export const possibleToday = (assessment: CouncilAssessment, steps: AssessmentTransition[]): AssessmentTransition[] =>
  steps.filter((step) => step !== AssessmentTransition.PUBLISH || mayBePublishedOn(londonToday(), assessment));
