import { delivery, moment, phrase } from '../../report/words';
import { NothingThere } from '../../site/site-page';
import { dueText } from '../../site/words';
import { aboutOf } from '../tasks/tasks';
import { RATINGS, stepTaken } from '../words';
import { EVERYBODY, workPage } from '../work-page';
import { statusText } from './content';
import { EVIDENCE_KINDS } from './evidence';
import { REVIEW_CHOICES, reportForms, STRENGTH_TEXTS, VERDICT_TEXTS } from './report.forms';
import { type Report, type ReportAnswer, reportQuery } from './report.query';

const rating = (value: string): string => RATINGS[value] ?? phrase(value);

/** What each part of a report says beside what was published before. */
function comparison(report: Report, isOwn: boolean) {
  const duty = (report.assignment ?? report.action)!;
  const [before] = duty.publishedUpdates.nodes;
  return [
    {
      key: 'Period',
      field: 'periodStart-day',
      proposed: `${dueText(report.periodStart)} to ${dueText(report.periodEnd)}`,
      before: before ? `${dueText(before.periodStart)} to ${dueText(before.periodEnd)}` : '',
    },
    {
      key: 'Where it stands',
      field: 'deliveryStatus',
      proposed: statusText(report),
      before: before ? statusText(before) || delivery(before.deliveryStatus) : '',
    },
    {
      key: isOwn ? 'Your own rating' : 'Its own rating',
      field: 'selfRatedRag',
      proposed: rating(report.selfRatedRag),
      before: before ? rating(before.selfRatedRag) : '',
    },
    ...(report.action
      ? [
          {
            key: 'How much is done',
            field: 'percentComplete',
            proposed: report.percentComplete === null ? 'Not said' : `${report.percentComplete}%`,
            before: before && before.percentComplete !== null ? `${before.percentComplete}%` : '',
          },
        ]
      : []),
    {
      key: 'What was done',
      field: 'summary',
      proposed: report.summary || 'Nothing written yet',
      before: before?.summary ?? '',
    },
  ];
}

const piecesOf = ({ evidence }: Pick<Report, 'evidence'>) =>
  evidence.map((each) => ({ ...each, kind: EVIDENCE_KINDS[each.kind] ?? phrase(each.kind) }));

/** The steps it has taken. Of several that are the same, such as saving, the last stands for all. */
const stepsOf = ({ history }: Report) =>
  history
    .filter(({ transition, organisation }, index) => {
      const next = history[index + 1];
      return next?.transition !== transition || next.organisation.name !== organisation.name;
    })
    .map((each) => ({ ...each, step: stepTaken(each.transition) }));

/** What is told where a form has led here, if it is so. */
function done({ node }: ReportAnswer, what: string): string | null {
  const { status, releaseAt } = node!;
  const said: Record<string, [boolean, string]> = {
    begun: [status === 'DRAFT', 'Your draft is saved. Add evidence, check it, and submit it.'],
    saved: [['DRAFT', 'RETURNED'].includes(status), 'Your changes are saved. They are not submitted yet.'],
    evidence: [['DRAFT', 'RETURNED'].includes(status), 'The evidence is added.'],
    removed: [['DRAFT', 'RETURNED'].includes(status), 'The evidence is removed.'],
    submitted: [status === 'SUBMITTED', 'The report is submitted. The Office approves it, or returns it with a note.'],
    withdrawn: [status === 'WITHDRAWN', 'The report is withdrawn.'],
    returned: [status === 'RETURNED', 'The report is returned to its organisation with your note.'],
    approved: [status === 'APPROVED', 'The report is approved. It waits to be published.'],
    published:
      status === 'PUBLISHED'
        ? [true, 'The report is published. Everyone sees it now.']
        : [releaseAt !== null, `The report will be published: ${releaseAt === null ? '' : moment(releaseAt)}.`],
    verified: [node!.verifications.length > 0, 'What you found is on record.'],
    moved: [true, 'Somebody moved this report on while you had it open. Nothing of what you sent was done.'],
  };
  const [isSo, text] = (Object.hasOwn(said, what) && said[what]) || [false, ''];
  return isSo ? text : null;
}

/** A report: for its organisation to check and submit, for the Office to review, and for both to see what came of it. */
export const report = workPage<ReportAnswer>({
  path: '/work/reports/:id',
  views: EVERYBODY,
  query: () => reportQuery,
  variables: ({ asked }) => ({ id: asked.part('id') }),
  template: 'workspace/reports/report.njk',
  values: ({ node }, { viewer }) => {
    // An id of something else answers with nothing of a report.
    if (!node?.status) throw new NothingThere();
    const isOwn = node.organisation.code === viewer.organisation!.code;
    const isOffice = viewer.view === 'OFFICE';
    const may = Object.fromEntries(node.availableTransitions.map((step) => [step, true]));
    const duty = (node.assignment ?? node.action)!;
    const isCheck = Boolean(may['SUBMIT']);
    const base = `/work/reports/${node.id}`;
    return {
      title: isCheck ? 'Check your report before you submit it' : `Report on ${aboutOf(node)}`,
      caption: isCheck ? aboutOf(node) : node.organisation.name,
      backLink: isOffice
        ? { text: 'Review reports', href: '/work/reports' }
        : { text: 'Reports', href: '/work/reports' },
      report: node,
      isOwn,
      isOffice,
      may,
      base,
      publicHref: node.assignment
        ? `/recommendations/${node.assignment.recommendation.code}?show=reported`
        : '/action-plan',
      hasBefore: duty.publishedUpdates.nodes.length > 0,
      before: duty.publishedUpdates.nodes[0] ?? null,
      rows: comparison(node, isOwn),
      evidence: piecesOf(node),
      evidenceBefore: duty.publishedUpdates.nodes[0] ? piecesOf(duty.publishedUpdates.nodes[0]) : [],
      notes: [...node.reviewNotes].reverse(),
      verifications: node.verifications.map((each) => ({
        ...each,
        verdict: VERDICT_TEXTS[each.verdict] ?? phrase(each.verdict),
        verifiedRag: rating(each.verifiedRag),
        evidenceStrength: STRENGTH_TEXTS[each.evidenceStrength] ?? phrase(each.evidenceStrength),
      })),
      history: stepsOf(node),
      choices: REVIEW_CHOICES,
    };
  },
  forms: reportForms,
  done,
});
