import { ViewerRole } from '../../identity/viewer';
import { MovedTo, NothingThere } from '../../site/site-page';
import { dayFields } from '../fields';
import { aboutOf } from '../tasks/tasks';
import { type Form, EVERYBODY, workPage } from '../work-page';
import { CHOICES, CONTENT, type Content, contentFields, LABELS, readContent } from './content';
import { type Duty, DUTY, type Kind, KINDS, nameOfDuty, addressOfDuty, ownDuty } from './duty';

const SAVED = { mutation: 'saveProgressUpdate', made: 'progressUpdate', selection: 'id version status' };
const TEMPLATE = 'workspace/reports/report-form.njk';

/** The first and last day of the quarter before the one of a day: what is mostly reported on. */
export function quarterBefore(today: string): { start: string; end: string } {
  const [year, month] = today.split('-').map(Number) as [number, number];
  const quarter = Math.floor((month - 1) / 3);
  const iso = (date: Date): string => date.toISOString().slice(0, 10);
  return {
    start: iso(new Date(Date.UTC(year, (quarter - 1) * 3, 1))),
    end: iso(new Date(Date.UTC(year, quarter * 3, 0))),
  };
}

/** The page on which a report on a recommendation or an action is begun. */
const newReportPage = (kind: Kind) => {
  const save: Form<{ node: Duty | null }> = {
    ...SAVED,
    labels: LABELS,
    initial: (_answer, { asked }) => {
      const { start, end } = quarterBefore(asked.today);
      return { ...dayFields('periodStart', start), ...dayFields('periodEnd', end), selfRatedRag: 'NOT_RATED' };
    },
    read: (fields, _answer, { asked }) => ({ ...KINDS[kind].input(asked.part('code')), ...readContent(fields) }),
    next: ({ id }) => `/work/reports/${id}?done=begun`,
  };
  return workPage<{ node: Duty | null }>({
    path: `/work/${kind}/:code/report`,
    views: EVERYBODY,
    role: ViewerRole.SUBMITTER,
    query: () => `query NewReport($id: ID!) { node(id: $id) { ${DUTY} } }`,
    variables: (at) => ({ id: KINDS[kind].idOf(at) }),
    template: TEMPLATE,
    values: ({ node }, at) => {
      const duty = ownDuty(node, at);
      return {
        title: 'Write a report',
        caption: nameOfDuty(duty),
        backLink: { text: nameOfDuty(duty), href: addressOfDuty(duty) },
        isAction: kind === 'actions',
        choices: CHOICES,
        button: 'Save draft and continue',
      };
    },
    forms: { save },
  });
};
export const newReport = [newReportPage('recommendations'), newReportPage('actions')];

export interface OwnReport extends Content {
  id: string;
  version: number;
  status: string;
  organisation: { code: string };
  assignment: { recommendation: { code: string; title: string } } | null;
  action: { code: string; title: string } | null;
  availableTransitions: string[];
}
export interface OwnReportAnswer {
  node: OwnReport | null;
}

export const ownReportQuery = (name: string) => (): string => `query ${name}($id: ID!) {
  node(id: $id) {
    ... on ProgressUpdate {
      id version status ${CONTENT} organisation { code } availableTransitions
      assignment { recommendation { code title } } action { code title }
    }
  }
}`;

/** The report at an address, where it may be changed; where it may not be any more, its own page says why. */
export function changeable({ node }: OwnReportAnswer, organisation: string): OwnReport {
  if (node?.organisation?.code !== organisation) throw new NothingThere();
  if (!node.availableTransitions.includes('SAVE')) throw new MovedTo(`/work/reports/${node.id}`);
  return node;
}

/** The page on which a draft, or a report that was returned, is changed. */
export const editReport = workPage<OwnReportAnswer>({
  path: '/work/reports/:id/edit',
  views: EVERYBODY,
  role: ViewerRole.SUBMITTER,
  query: ownReportQuery('EditReport'),
  variables: ({ asked }) => ({ id: asked.part('id') }),
  template: TEMPLATE,
  values: (answer, { viewer }) => {
    const report = changeable(answer, viewer.organisation!.code);
    return {
      title: 'Change the report',
      caption: aboutOf(report),
      backLink: { text: 'The report', href: `/work/reports/${report.id}` },
      isAction: report.action !== null,
      choices: CHOICES,
      button: 'Save',
    };
  },
  forms: {
    save: {
      ...SAVED,
      labels: LABELS,
      initial: ({ node }) => contentFields(node!),
      version: ({ node }) => node!.version,
      read: (fields, { node }) => ({ id: node!.id, ...readContent(fields), evidence: node!.evidence }),
      next: ({ id }) => `/work/reports/${id}?done=saved`,
    },
  },
});

/** The page on which a correction of a published report is begun: a report of its own. */
export const correction = workPage<OwnReportAnswer>({
  path: '/work/reports/:id/correct',
  views: EVERYBODY,
  role: ViewerRole.SUBMITTER,
  query: ownReportQuery('CorrectReport'),
  variables: ({ asked }) => ({ id: asked.part('id') }),
  template: TEMPLATE,
  values: ({ node }, { viewer }) => {
    if (node?.organisation?.code !== viewer.organisation!.code || node.status !== 'PUBLISHED') throw new NothingThere();
    return {
      title: 'Correct a published report',
      caption: aboutOf(node),
      backLink: { text: 'The published report', href: `/work/reports/${node.id}` },
      isAction: node.action !== null,
      choices: CHOICES,
      button: 'Save draft and continue',
    };
  },
  forms: {
    save: {
      ...SAVED,
      labels: LABELS,
      initial: ({ node }) => contentFields(node!),
      read: (fields, { node }) => ({
        correctsId: node!.id,
        ...(node!.action
          ? { actionCode: node!.action.code }
          : { recommendationCode: node!.assignment!.recommendation.code }),
        ...readContent(fields),
        evidence: node!.evidence,
      }),
      next: ({ id }) => `/work/reports/${id}?done=begun`,
    },
  },
});
