import type { Viewer } from '../../identity/viewer';
import { ViewerRole } from '../../identity/viewer';
import { moment, phrase } from '../../report/words';
import { PAGE_INFO, type PageInfo, PAGING, pagingVariables, paginationView, PART } from '../../site/paging';
import { type Column, tableView } from '../../site/table';
import { waited } from '../words';
import { RETURNERS, workPage } from '../work-page';

interface DataReturn {
  id: string;
  status: string;
  updatedAt: string;
  organisation: { name: string };
  submission: { submittedAt: string } | null;
  observations: { totalCount: number };
}

interface Answer {
  dataReturns: { totalCount: number; pageInfo: PageInfo; nodes: DataReturn[] };
}

const STATUSES = ['SUBMITTED', 'RETURNED', 'APPROVED', 'WITHDRAWN'] as const;

const query = `query Figures($filter: DataReturnFilter, ${PAGING}) {
  dataReturns(filter: $filter, ${PART}) {
    ${PAGE_INFO}
    nodes { id status updatedAt organisation { name } submission { submittedAt } observations(first: 0) { totalCount } }
  }
}`;

const handedIn = ({ submission, updatedAt }: DataReturn): string => submission?.submittedAt ?? updatedAt;

const COLUMNS: readonly Column<DataReturn>[] = [
  {
    name: 'when',
    heading: 'Handed in',
    value: (each) => moment(handedIn(each)),
    href: ({ id }) => `/work/figures/${id}`,
  },
  { name: 'figures', heading: 'Figures', value: ({ observations }) => observations.totalCount, isNumber: true },
  { name: 'status', heading: 'Status', value: ({ status }) => phrase(status) },
];
const FOR_OFFICE: readonly Column<DataReturn>[] = [
  {
    name: 'of',
    heading: 'From',
    value: ({ organisation }) => organisation.name,
    href: ({ id }) => `/work/figures/${id}`,
  },
  { ...COLUMNS[0]!, href: () => null },
  ...COLUMNS.slice(1),
  {
    name: 'waits',
    heading: 'Waits for',
    value: (each) => (each.status === 'SUBMITTED' ? waited(handedIn(each)) : ''),
  },
];

/** The status that is looked for: for the Office what waits for its review, unless it asks for another. */
function statusOf(given: string | undefined, { view }: Viewer): string {
  return given ?? (view === 'OFFICE' ? 'SUBMITTED' : 'ANY');
}

/** For the Office the returns that wait for its review; for others those of their own. */
export const figures = workPage<Answer>({
  path: '/work/figures',
  views: RETURNERS,
  query: () => query,
  variables: ({ asked, viewer }) => {
    const status = statusOf(asked.oneOf('status', ['ANY', ...STATUSES]), viewer);
    return { filter: status === 'ANY' ? {} : { statuses: [status] }, ...pagingVariables(asked, 20) };
  },
  template: 'workspace/returns/figures.njk',
  values: ({ dataReturns }, { asked, viewer }) => {
    const isOffice = viewer.view === 'OFFICE';
    return {
      title: isOffice ? 'Review figures' : 'Figures',
      isOffice,
      mayReturn: !isOffice && viewer.roles.includes(ViewerRole.SUBMITTER),
      status: statusOf(asked.oneOf('status', ['ANY', ...STATUSES]), viewer),
      statuses: STATUSES,
      totalCount: dataReturns.totalCount,
      table: tableView(
        {
          id: 'returns',
          caption: 'Returns of figures, the latest first',
          columns: isOffice ? FOR_OFFICE : COLUMNS,
          rows: dataReturns.nodes,
        },
        asked,
        'nowhere',
      ),
      pagination: paginationView(dataReturns.pageInfo, asked),
    };
  },
});
