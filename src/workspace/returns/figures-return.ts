import { number } from '../../report/words';
import { PAGE_INFO, type PageInfo, PAGING, pagingVariables, paginationView, PART } from '../../site/paging';
import { NothingThere } from '../../site/site-page';
import { type Column, tableView } from '../../site/table';
import { markerText } from '../words';
import { type Form, RETURNERS, workPage } from '../work-page';

interface Figure {
  indicator: { code: string; name: string; unit: string };
  period: { label: string };
  value: number | null;
  lower: number | null;
  upper: number | null;
  marker: string | null;
  note: string | null;
  nothingToReport: boolean;
}

interface Answer {
  node: {
    id: string;
    version: number;
    status: string;
    updatedAt: string;
    organisation: { code: string; name: string };
    submission: { submittedBy: string; submittedAt: string } | null;
    reviewNotes: { text: string; writtenAt: string }[];
    availableTransitions: string[];
    observations: { totalCount: number; pageInfo: PageInfo; nodes: Figure[] };
  } | null;
}

const query = `query FiguresReturn($id: ID!, ${PAGING}) {
  node(id: $id) {
    ... on DataReturn {
      id version status updatedAt organisation { code name } submission { submittedBy submittedAt }
      reviewNotes { text writtenAt } availableTransitions
      observations(${PART}) {
        ${PAGE_INFO}
        nodes { indicator { code name unit } period { label } value lower upper marker note nothingToReport }
      }
    }
  }
}`;

const written = (value: number | null): string => (value === null ? '' : number(value));

const COLUMNS: readonly Column<Figure>[] = [
  { name: 'indicator', heading: 'Indicator', value: ({ indicator }) => indicator.name },
  { name: 'period', heading: 'Period', value: ({ period }) => period.label },
  {
    name: 'value',
    heading: 'Value',
    value: ({ value, nothingToReport }) => (nothingToReport ? 'Nothing to report' : written(value)),
    isNumber: true,
  },
  { name: 'unit', heading: 'Unit', value: ({ indicator }) => indicator.unit },
  {
    name: 'limits',
    heading: '95% limits',
    value: ({ lower, upper }) => (lower === null || upper === null ? '' : `${written(lower)} to ${written(upper)}`),
  },
  { name: 'marker', heading: 'Marker', value: ({ marker }) => markerText(marker) },
  { name: 'note', heading: 'Note', value: ({ note }) => note },
];

const step = (mutation: string, done: string, read: Form<Answer>['read'] = () => ({})): Form<Answer> => ({
  mutation,
  made: 'dataReturn',
  selection: 'id version status',
  labels: { note: 'What has to be mended' },
  fieldOf: ([field]) => (field === 'note' ? 'note' : ''),
  version: ({ node }) => node!.version,
  read: (fields, answer, at) => ({ id: answer.node!.id, ...read(fields, answer, at) }),
  next: ({ id }) => `/work/figures/${id}?done=${done}`,
});

const DONE: Record<string, { status: string; text: string }> = {
  submitted: {
    status: 'SUBMITTED',
    text: 'The figures are submitted. The Office approves them, or returns them with a note.',
  },
  withdrawn: { status: 'WITHDRAWN', text: 'The figures are withdrawn.' },
  returned: { status: 'RETURNED', text: 'The figures are returned to their organisation with your note.' },
  approved: { status: 'APPROVED', text: 'The figures are approved. They wait for the release of their indicator.' },
};

/** A return of figures: what it has, where it stands, and what the Office has to say of it. */
export const figuresReturn = workPage<Answer>({
  path: '/work/figures/:id',
  views: RETURNERS,
  query: () => query,
  variables: ({ asked }) => ({ id: asked.part('id'), ...pagingVariables(asked, 50) }),
  template: 'workspace/returns/figures-return.njk',
  values: ({ node }, { asked, viewer }) => {
    if (!node?.status) throw new NothingThere();
    const isOffice = viewer.view === 'OFFICE';
    return {
      title: `Figures of ${node.organisation.name}`,
      backLink: { text: isOffice ? 'Review figures' : 'Figures', href: '/work/figures' },
      isOffice,
      figures: node,
      may: Object.fromEntries(node.availableTransitions.map((each) => [each, true])),
      notes: [...node.reviewNotes].reverse(),
      table: tableView(
        { id: 'figures', caption: `What was returned`, columns: COLUMNS, rows: node.observations.nodes },
        asked,
        'nowhere',
      ),
      pagination: paginationView(node.observations.pageInfo, asked),
    };
  },
  forms: {
    withdraw: step('withdrawDataReturn', 'withdrawn'),
    return: step('returnDataReturn', 'returned', (fields) => {
      const note = fields.text('note');
      if (note === '') fields.problem('note', 'Enter what has to be mended');
      return { note };
    }),
    approve: step('approveDataReturn', 'approved'),
  },
  done: ({ node }, what) => {
    if (what === 'moved') return 'Somebody moved this on while you had it open. Nothing of what you sent was done.';
    const said = Object.hasOwn(DONE, what) ? DONE[what]! : null;
    return said?.status === node!.status ? said.text : null;
  },
});
