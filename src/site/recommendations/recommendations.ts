import { PAGE_INFO, type PageInfo, PAGING, pagingVariables, paginationView, PART } from '../paging';
import { COUNTS, type Counts } from '../progress-bar';
import { REGISTER, type RegisterAnswer, sitePage } from '../site-page';
import { type Column, tableView } from '../table';
import { dueText, recurrenceText } from '../words';

interface Row {
  code: string;
  title: string;
  dueOn: string | null;
  recurrence: string | null;
  addressees: { name: string }[];
  priorities: { code: string }[];
  progress: Counts;
}

interface Answer extends RegisterAnswer {
  recommendations: { totalCount: number; pageInfo: PageInfo; nodes: Row[] };
  strategicPriorities: { nodes: { code: string; title: string }[] };
  organisations: { nodes: { code: string; name: string }[] };
}

const query = `query Recommendations($filter: RecommendationFilter!, $orderBy: RecommendationOrderBy, ${PAGING}) {
  ${REGISTER}
  recommendations(filter: $filter, orderBy: $orderBy, ${PART}) {
    ${PAGE_INFO}
    nodes { code title dueOn recurrence addressees { name } priorities { code } progress { ${COUNTS} } }
  }
  strategicPriorities(first: 100) { nodes { code title } }
  organisations(first: 100, filter: { kinds: [DEPARTMENT, GOVERNMENT, OFFICE, PUBLIC_BODY, REGULATOR, SECTOR] }) {
    nodes { code name }
  }
}`;

const COLUMNS: readonly Column<Row>[] = [
  { name: 'code', heading: 'Number', value: ({ code }) => code, href: ({ code }) => `/recommendations/${code}` },
  {
    name: 'title',
    heading: 'Recommendation',
    value: ({ title }) => title,
    href: ({ code }) => `/recommendations/${code}`,
  },
  {
    name: 'addressees',
    heading: 'Who must act',
    value: ({ addressees }) => addressees.map(({ name }) => name).join(', '),
  },
  { name: 'due', heading: 'Due', value: ({ dueOn }) => dueOn, text: ({ dueOn }) => dueText(dueOn) },
  { name: 'recurrence', heading: 'How often', value: ({ recurrence }) => recurrenceText(recurrence) },
  {
    name: 'priorities',
    heading: 'Priorities',
    value: ({ priorities }) => priorities.map(({ code }) => code).join(' '),
    onlyCsv: true,
  },
  { name: 'asked', heading: 'Asked', value: ({ progress }) => progress.dutyBearers, isNumber: true },
  { name: 'reported', heading: 'Reported', value: ({ progress }) => progress.reported, isNumber: true },
  { name: 'not_reported', heading: 'Not reported', value: ({ progress }) => progress.notReported, isNumber: true },
  { name: 'overdue', heading: 'Overdue', value: ({ progress }) => progress.overdue, isNumber: true },
];

/** The orders that the graph has, by the columns that show them. */
const ORDERS: Record<string, string> = { title: 'TITLE', code: 'POSITION', due: 'DUE_ON' };

export const recommendations = sitePage<Answer, Row>({
  path: '/recommendations',
  query,
  variables: (asked) => {
    const sort = asked.one('sort') ?? '';
    const field = ORDERS[sort.replace(/^-/, '')];
    const [priority, body, dueBefore] = ['priority', 'body', 'overdue'].map((name) => asked.one(name));
    return {
      filter: {
        kinds: ['RECOMMENDATION'],
        ...(priority !== undefined && { priorities: [priority] }),
        ...(body !== undefined && { dutyBearers: [body] }),
        ...(dueBefore !== undefined && { dueBefore: asked.today }),
      },
      ...(field !== undefined && { orderBy: { field, direction: sort.startsWith('-') ? 'DESC' : 'ASC' } }),
      ...pagingVariables(asked, 100),
    };
  },
  template: 'site/recommendations/recommendations.njk',
  values: ({ register, recommendations: list, strategicPriorities, organisations }, asked) => ({
    title: 'Recommendations',
    description: 'What the Khan Review asks for, of whom, by when, and how many have reported.',
    breadcrumbs: [{ text: 'Home', href: '/' }],
    register,
    totalCount: list.totalCount,
    asked: {
      priority: asked.one('priority') ?? '',
      body: asked.one('body') ?? '',
      overdue: asked.one('overdue') ?? '',
    },
    priorities: strategicPriorities.nodes,
    bodies: organisations.nodes,
    pagination: paginationView(list.pageInfo, asked),
    table: tableView(
      { id: 'recommendations', caption: 'Recommendations of the Khan Review', columns: COLUMNS, rows: list.nodes },
      asked,
      Object.keys(ORDERS),
    ),
  }),
  csv: {
    name: () => 'recommendations',
    columns: COLUMNS,
    rows: ({ recommendations: list }) => list.nodes,
    next: ({ recommendations: list }) => list.pageInfo,
  },
});
