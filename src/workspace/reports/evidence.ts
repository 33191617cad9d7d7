import { ViewerRole } from '../../identity/viewer';
import { aboutOf } from '../tasks/tasks';
import { items } from '../words';
import { EVERYBODY, workPage } from '../work-page';
import { type Evidence, LABELS } from './content';
import { changeable, type OwnReport, type OwnReportAnswer, ownReportQuery } from './report-form';

export const EVIDENCE_KINDS: Readonly<Record<string, string>> = {
  DOCUMENT: 'A strategy, plan, policy or report',
  MINUTES: 'Minutes or decisions of a meeting',
  DATASET: 'Figures',
  EVALUATION: 'An evaluation by somebody else, or an audit',
  WEB_PAGE: 'A page on the web',
  OTHER: 'Anything else',
};

/** The input that saves a report as it is but for its evidence. */
export const withEvidence = (
  { id, periodStart, periodEnd, summary, deliveryStatus, selfRatedRag, percentComplete, nothingToReport }: OwnReport,
  evidence: readonly Evidence[],
): Record<string, unknown> => ({
  id,
  periodStart,
  periodEnd,
  summary,
  deliveryStatus,
  selfRatedRag,
  percentComplete,
  nothingToReport,
  evidence,
});

/** The page on which a piece of evidence is added to a report. */
export const evidence = workPage<OwnReportAnswer>({
  path: '/work/reports/:id/evidence',
  views: EVERYBODY,
  role: ViewerRole.SUBMITTER,
  query: ownReportQuery('AddEvidence'),
  variables: ({ asked }) => ({ id: asked.part('id') }),
  template: 'workspace/reports/evidence.njk',
  values: (answer, { viewer }) => {
    const report = changeable(answer, viewer.organisation!.code);
    return {
      title: 'Add evidence',
      caption: aboutOf(report),
      backLink: { text: 'The report', href: `/work/reports/${report.id}` },
      kinds: items(EVIDENCE_KINDS),
    };
  },
  forms: {
    add: {
      mutation: 'saveProgressUpdate',
      made: 'progressUpdate',
      selection: 'id version status',
      labels: LABELS,
      version: ({ node }) => node!.version,
      read: (fields, { node }) => {
        const title = fields.text('title');
        const kind = fields.choice('kind', Object.keys(EVIDENCE_KINDS));
        if (title === '') fields.problem('title', 'Enter what the evidence is called');
        if (kind === null) fields.problem('kind', 'Choose what kind of evidence it is');
        const datedOn = fields.day('datedOn', 'the day it is of', true) || null;
        const added = { title, kind: kind!, url: fields.optional('url'), datedOn };
        return withEvidence(node!, [...node!.evidence, added]);
      },
      fieldOf: ([first, , part]) => (first === 'evidence' ? (part ?? '') : ''),
      next: ({ id }) => `/work/reports/${id}?done=evidence#evidence`,
    },
  },
});
