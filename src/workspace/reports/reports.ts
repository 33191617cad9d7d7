import type { Viewer } from '../../identity/viewer';
import { delivery, phrase } from '../../report/words';
import { PAGE_INFO, type PageInfo, PAGING, pagingVariables, paginationView, PART } from '../../site/paging';
import { type Column, tableView } from '../../site/table';
import { dueText } from '../../site/words';
import { aboutOf } from '../tasks/tasks';
import { waited } from '../words';
import { EVERYBODY, workPage } from '../work-page';

interface Report {
  id: string;
  status: string;
  periodStart: string;
  periodEnd: string;
  updatedAt: string;
  organisation: { name: string };
  submission: { submittedAt: string } | null;
  assignment: { recommendation: { code: string; title: string } } | null;
  action: { code: string; title: string } | null;
}

interface Duty {
  recommendation: { code: string; title: string };
  deliveryStatus: string | null;
  dueOn: string | null;
  isOverdue: boolean;
}

interface Answer {
  progressUpdates: { totalCount: number; pageInfo: PageInfo; nodes: Report[] };
  organisation: {
    assignments: { nodes: Duty[] };
    actions: { nodes: { code: string; title: string; deliveryStatus: string; dueOn: string | null }[] };
  };
}

const STATUSES = ['DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED', 'PUBLISHED', 'WITHDRAWN'] as const;

const query = ({ organisation }: Viewer): string => `query Reports($filter: ProgressUpdateFilter, ${PAGING}) {
  progressUpdates(filter: $filter, ${PART}) {
    ${PAGE_INFO}
    nodes {
      id status periodStart periodEnd updatedAt organisation { name } submission { submittedAt }
      assignment { recommendation { code title } } action { code title }
    }
  }
  organisation(code: "${organisation!.code}") {
    assignments(first: 100) { nodes { recommendation { code title } deliveryStatus dueOn isOverdue } }
    actions(first: 100) { nodes { code title deliveryStatus dueOn } }
  }
}`;

const REPORTS: readonly Column<Report>[] = [
  { name: 'about', heading: 'Report on', value: aboutOf, href: ({ id }) => `/work/reports/${id}` },
  { name: 'period', heading: 'Period', value: (each) => `${dueText(each.periodStart)} to ${dueText(each.periodEnd)}` },
  { name: 'status', heading: 'Status', value: ({ status }) => phrase(status) },
];
const OF: Column<Report> = { name: 'of', heading: 'From', value: ({ organisation }) => organisation.name };
const AGE: Column<Report> = {
  name: 'waits',
  heading: 'Waits for',
  value: ({ status, submission, updatedAt }) =>
    status === 'SUBMITTED'
      ? waited(submission?.submittedAt ?? updatedAt)
      : status === 'APPROVED'
        ? waited(updatedAt)
        : '',
};

const DUTIES: readonly Column<Duty>[] = [
  {
    name: 'about',
    heading: 'Recommendation',
    value: ({ recommendation }) => `${recommendation.code} ${recommendation.title}`,
    href: ({ recommendation }) => `/work/recommendations/${recommendation.code}`,
  },
  { name: 'status', heading: 'Published status', value: ({ deliveryStatus }) => delivery(deliveryStatus) },
  { name: 'due', heading: 'Due', value: ({ dueOn, isOverdue }) => dueText(dueOn, isOverdue) },
];

/** For the Office its review queue, and what it has reviewed; for others their own reports and what they may report on. */
export const reports = workPage<Answer>({
  path: '/work/reports',
  views: EVERYBODY,
  query,
  variables: ({ asked, viewer }) => {
    const isOffice = viewer.view === 'OFFICE';
    const status =
      asked.oneOf('status', STATUSES) ?? (isOffice && asked.one('status') !== 'ANY' ? 'SUBMITTED' : undefined);
    const code = isOffice ? asked.one('organisation')?.toUpperCase() : viewer.organisation!.code;
    return {
      filter: { ...(status && { statuses: [status] }), ...(code !== undefined && { organisations: [code] }) },
      ...pagingVariables(asked, 20),
    };
  },
  template: 'workspace/reports/reports.njk',
  values: ({ progressUpdates: list, organisation }, { asked, viewer }) => {
    const isOffice = viewer.view === 'OFFICE';
    const columns = isOffice ? [REPORTS[0]!, OF, ...REPORTS.slice(1), AGE] : REPORTS;
    return {
      title: isOffice ? 'Review reports' : 'Reports',
      isOffice,
      totalCount: list.totalCount,
      status: asked.oneOf('status', STATUSES) ?? (isOffice && asked.one('status') !== 'ANY' ? 'SUBMITTED' : 'ANY'),
      statuses: STATUSES,
      organisation: asked.one('organisation') ?? '',
      table: tableView(
        { id: 'reports', caption: 'Reports, the latest period first', columns, rows: list.nodes },
        asked,
        'nowhere',
      ),
      pagination: paginationView(list.pageInfo, asked),
      duties: tableView(
        {
          id: 'duties',
          caption: 'What your organisation is asked to act on',
          columns: DUTIES,
          rows: organisation.assignments.nodes,
        },
        asked,
        'nowhere',
      ),
      actions: organisation.actions.nodes,
    };
  },
});
