import type { At, Form } from '../work-page';
import { items, RATINGS } from '../words';
import type { OwnReport } from './report-form';
import { withEvidence } from './evidence';
import type { ReportAnswer } from './report.query';

const VERDICTS: Readonly<Record<string, string>> = {
  CONFIRMED: 'It bears the report out',
  PARTLY_CONFIRMED: 'It bears the report out in part',
  NOT_CONFIRMED: 'It does not bear the report out',
};
const VERDICT_HINTS: Readonly<Record<string, string>> = {
  CONFIRMED: 'What was reported as done becomes implemented.',
  PARTLY_CONFIRMED: 'What was reported as done becomes in progress again.',
  NOT_CONFIRMED: 'What was reported as done becomes in progress again.',
};
const STRENGTHS: Readonly<Record<string, string>> = {
  SELF_REPORTED: 'The word of the organisation alone',
  DOCUMENTED: 'Documents bear it out',
  INDEPENDENTLY_VERIFIED: 'Somebody independent has seen for themselves',
};
export const WHEN: Readonly<Record<string, string>> = {
  next: 'At the next 09:30 in London from Monday to Friday',
  now: 'Now',
};

export const REVIEW_CHOICES = {
  verdicts: items(VERDICTS, VERDICT_HINTS),
  strengths: items(STRENGTHS),
  ratings: items(RATINGS),
  when: items(WHEN),
};
export const VERDICT_TEXTS = VERDICTS;
export const STRENGTH_TEXTS = STRENGTHS;

const here = ({ id }: { id: string }, done: string): string => `/work/reports/${id}?done=${done}`;

/** A step with the report: a mutation that is told which, and at what version. */
const step = (
  mutation: string,
  done: string,
  more: Partial<Form<ReportAnswer>> = {},
  read: Form<ReportAnswer>['read'] = () => ({}),
): Form<ReportAnswer> => ({
  mutation,
  made: 'progressUpdate',
  selection: 'id version status',
  version: ({ node }) => node!.version,
  next: (made) => here(made, done),
  ...more,
  read: (fields, answer, at: At) => ({ id: answer.node!.id, ...read(fields, answer, at) }),
});

/** What may be done with a report on its page. Which of it is offered, the graph says. */
export const reportForms: Record<string, Form<ReportAnswer>> = {
  submit: step('submitProgressUpdate', 'submitted', { fieldOf: () => '', labels: { summary: 'What was done' } }),
  withdraw: step('withdrawProgressUpdate', 'withdrawn', { fieldOf: () => '' }),
  removeEvidence: step('saveProgressUpdate', 'removed', { fieldOf: () => '' }, (fields, { node }) => {
    const index = fields.wholeNumber('index', 'Which evidence') ?? -1;
    return withEvidence(
      node as unknown as OwnReport,
      node!.evidence.filter((_, place) => place !== index),
    );
  }),
  return: step('returnProgressUpdate', 'returned', { labels: { note: 'What has to be mended' } }, (fields) => {
    const note = fields.text('note');
    if (note === '') fields.problem('note', 'Enter what has to be mended');
    return { note };
  }),
  approve: step('approveProgressUpdate', 'approved', { fieldOf: () => '' }),
  publish: step(
    'publishProgressUpdate',
    'published',
    { fieldOf: () => 'when', initial: () => ({ when: 'next' }) },
    (fields) => {
      const when = fields.choice('when', Object.keys(WHEN));
      if (when === null) fields.problem('when', 'Choose when it is to be published');
      return { immediately: when === 'now' };
    },
  ),
  verify: step(
    'verifyProgressUpdate',
    'verified',
    { fieldOf: ([field]) => (field === 'note' ? 'verifyNote' : (field ?? '')), labels: { note: 'Note' } },
    (fields) => {
      const verdict = fields.choice('verdict', Object.keys(VERDICTS));
      const verifiedRag = fields.choice('verifiedRag', Object.keys(RATINGS));
      const evidenceStrength = fields.choice('evidenceStrength', Object.keys(STRENGTHS));
      if (verdict === null) fields.problem('verdict', 'Choose whether the evidence bears the report out');
      if (verifiedRag === null) fields.problem('verifiedRag', 'Choose the rating of the Office');
      if (evidenceStrength === null) fields.problem('evidenceStrength', 'Choose how strong the evidence is');
      return { verdict, verifiedRag, evidenceStrength, note: fields.optional('verifyNote') };
    },
  ),
};
