import { GOVERNMENT_AND_OFFICE } from '../graph/audience';
import { registerEnumType } from '../graph/declare';

export enum ConcernSignalCode {
  CLEARLY_WORSE_THAN_NEIGHBOURS = 'CLEARLY_WORSE_THAN_NEIGHBOURS',
  NOTHING_REPORTED = 'NOTHING_REPORTED',
  OVERDUE = 'OVERDUE',
}

/** A figure of a council and the least of it that raises the signal. */
interface SignalRule {
  /** SQL on council_concern. */
  figure: string;
  threshold: number;
  says: string;
}

/**
 * The signals and their thresholds: this project's own proposal, for the Office to change. A change to any of them is a
 * new version, so that what was shown before can be explained.
 */
export const SIGNALS_VERSION = 1;
export const SIGNALS: Record<ConcernSignalCode, SignalRule> = {
  CLEARLY_WORSE_THAN_NEIGHBOURS: {
    figure: 'council_concern.clearly_worse',
    threshold: 3,
    says: "Indicators whose 95% confidence limits lie wholly on the worse side of the mean of the council's statistical neighbours in the same period. Only indicators with a direction and with limits are compared, with at least five neighbours that have a value. With many indicators compared, one or two would do so by chance.",
  },
  NOTHING_REPORTED: {
    figure:
      'case when council_concern.not_reported = council_concern.assignments then council_concern.not_reported else 0 end',
    threshold: 1,
    says: 'Assignments not reported, where the council has not reported on any of its assignments; 0 where it has reported on one.',
  },
  OVERDUE: {
    figure: 'council_concern.overdue',
    threshold: 1,
    says: 'Assignments past their due date that the council has not reported as done.',
  },
};

registerEnumType(ConcernSignalCode, {
  name: 'ConcernSignalCode',
  audience: GOVERNMENT_AND_OFFICE,
  description: 'The signals that councils of concern are ranked by.',
  values: Object.fromEntries(
    Object.entries(SIGNALS).map(([code, { says }]) => [code, { audience: GOVERNMENT_AND_OFFICE, description: says }]),
  ) as Record<ConcernSignalCode, { audience: typeof GOVERNMENT_AND_OFFICE; description: string }>,
});

/** SQL: how many signals a council raises. */
export const RAISED = Object.values(SIGNALS)
  .map(({ figure, threshold }) => `((${figure}) >= ${threshold})::int4`)
  .join(' + ');
