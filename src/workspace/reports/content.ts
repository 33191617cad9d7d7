import { dayFields, type Fields } from '../fields';
import { items, RATINGS } from '../words';

/** What a report says, as the graph has it and takes it. */
export interface Content {
  periodStart: string;
  periodEnd: string;
  summary: string;
  deliveryStatus: string | null;
  selfRatedRag: string;
  percentComplete: number | null;
  nothingToReport: boolean;
  evidence: Evidence[];
}

export interface Evidence {
  title: string;
  kind: string;
  url: string | null;
  datedOn: string | null;
}

export const EVIDENCE = 'evidence { title kind url datedOn }';
export const CONTENT = `periodStart periodEnd summary deliveryStatus selfRatedRag percentComplete nothingToReport ${EVIDENCE}`;

/** Where there is nothing to report, as a choice among the statuses: so one question asks for both. */
const NOTHING = 'NOTHING_TO_REPORT';

const STATUSES: Readonly<Record<string, string>> = {
  NOT_STARTED: 'Not started',
  IN_PROGRESS: 'In progress',
  PENDING_VERIFICATION: 'Done',
  PARTLY_IMPLEMENTED: 'Done in part, and no more is to come',
  NOT_IMPLEMENTED: 'Not done, and not going to be',
  [NOTHING]: 'Nothing to report for this period',
};
const STATUS_HINTS: Readonly<Record<string, string>> = {
  PENDING_VERIFICATION: 'The Office verifies it before it counts as implemented.',
  [NOTHING]: 'That is a report too. The published status stays as it is.',
};

/** What the form may be filled in with. */
export const CHOICES = { statuses: items(STATUSES, STATUS_HINTS), ratings: items(RATINGS) };

export const statusText = ({
  deliveryStatus,
  nothingToReport,
}: Pick<Content, 'deliveryStatus' | 'nothingToReport'>): string =>
  nothingToReport ? STATUSES[NOTHING]! : (STATUSES[deliveryStatus ?? ''] ?? '');

/** How the form calls what the graph calls otherwise. */
export const LABELS: Record<string, string> = {
  periodStart: 'First day',
  periodEnd: 'Last day',
  summary: 'What was done',
  deliveryStatus: 'Where it stands',
  nothingToReport: 'Nothing to report for this period',
  selfRatedRag: 'Your own rating',
  percentComplete: 'How much is done',
  title: 'Title',
  url: 'Address on the web',
};

export const contentFields = (content: Content): Record<string, string> => ({
  ...dayFields('periodStart', content.periodStart),
  ...dayFields('periodEnd', content.periodEnd),
  summary: content.summary,
  deliveryStatus: content.nothingToReport ? NOTHING : (content.deliveryStatus ?? ''),
  selfRatedRag: content.selfRatedRag,
  percentComplete: content.percentComplete === null ? '' : String(content.percentComplete),
});

/** What a form says, without the evidence: that has a form of its own. */
export function readContent(fields: Fields): Omit<Content, 'evidence'> {
  const periodStart = fields.day('periodStart', 'the first day of the period');
  const periodEnd = fields.day('periodEnd', 'the last day of the period');
  const status = fields.choice('deliveryStatus', Object.keys(STATUSES));
  if (status === null) fields.problem('deliveryStatus', 'Choose where it stands');
  const nothingToReport = status === NOTHING;
  return {
    periodStart,
    periodEnd,
    summary: fields.text('summary'),
    deliveryStatus: nothingToReport ? null : status,
    selfRatedRag: fields.choice('selfRatedRag', Object.keys(RATINGS)) ?? 'NOT_RATED',
    percentComplete: fields.wholeNumber('percentComplete', 'How much is done'),
    nothingToReport,
  };
}
