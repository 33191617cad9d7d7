import type { Asked } from '../asked';
import { PAGE_INFO, type PageInfo, PAGING, pagingVariables, paginationView, PART } from '../paging';
import { BAR, type BarProgress, COUNTS, type Counts, progressBar } from '../progress-bar';
import { NothingThere, REGISTER, type RegisterAnswer, sitePage } from '../site-page';
import { STANDING_COLUMNS } from '../standing-columns';
import { type Column, tableView } from '../table';
import { delivery, phrase } from '../../report/words';
import { dueText, recurrenceText } from '../words';

interface Row {
  dutyBearer: { code: string; name: string; kind: string; council: { region: { name: string } | null } | null };
  response: string;
  deliveryStatus: string | null;
  reported: boolean;
  selfRatedRag: string;
  verifiedRag: string;
  dueOn: string | null;
  originalDueOn: string | null;
  isOverdue: boolean;
}

interface Point {
  on: string;
  dutyBearers: number;
  reported: number;
  notReported: number;
}

interface Answer extends RegisterAnswer {
  recommendation: {
    code: string;
    title: string;
    summary: string;
    kind: string;
    dueOn: string | null;
    recurrence: string | null;
    parent: { code: string; title: string } | null;
    children: { code: string; title: string; progress: Counts }[];
    priorities: { code: string; title: string }[];
    addressees: { name: string }[];
    actions: { nodes: { code: string; title: string }[] };
    progress: BarProgress;
    progressOverTime: Point[];
    reports: { nodes: Report[] };
    assignments: { totalCount: number; pageInfo: PageInfo; nodes: Row[] };
  } | null;
}

interface Report {
  dutyBearer: { code: string; name: string; council: { gssCode: string } | null };
  publishedUpdates: {
    nodes: { summary: string; periodStart: string; periodEnd: string; publication: { publishedAt: string } }[];
  };
}

const query = `query Recommendation(
  $code: String!, $filter: AssignmentFilter, $from: LocalDate!, $to: LocalDate!, ${PAGING}
) {
  ${REGISTER}
  recommendation(code: $code) {
    code title summary kind dueOn recurrence parent { code title } priorities { code title } addressees { name }
    children { code title progress { ${COUNTS} } }
    actions(first: 100) { nodes { code title } }
    progress { ${BAR} }
    progressOverTime(from: $from, to: $to, interval: QUARTER) { on dutyBearers reported notReported }
    reports: assignments(first: 20, filter: { reported: true }) {
      nodes {
        dutyBearer { code name council { gssCode } }
        publishedUpdates(last: 1) { nodes { summary periodStart periodEnd publication { publishedAt } } }
      }
    }
    assignments(filter: $filter, ${PART}) {
      ${PAGE_INFO}
      nodes {
        dutyBearer { code name kind council { region { name } } }
        response deliveryStatus reported selfRatedRag verifiedRag dueOn originalDueOn isOverdue
      }
    }
  }
}`;

const COLUMNS: readonly Column<Row>[] = [
  {
    name: 'body',
    heading: 'Who must act',
    value: ({ dutyBearer }) => dutyBearer.name,
    href: ({ dutyBearer }) => (dutyBearer.kind === 'COUNCIL' ? `/councils/${dutyBearer.code}` : null),
  },
  { name: 'body_code', heading: 'Code', value: ({ dutyBearer }) => dutyBearer.code, onlyCsv: true },
  {
    name: 'region',
    heading: 'Region',
    value: ({ dutyBearer }) => dutyBearer.council?.region?.name ?? null,
    onlyCsv: true,
  },
  { name: 'response', heading: 'Response', value: ({ response }) => phrase(response) },
  { name: 'reported', heading: 'Reported', value: ({ reported }) => (reported ? 'Yes' : 'No'), onlyCsv: true },
  { name: 'delivery_status', heading: 'Delivery status', value: ({ deliveryStatus }) => delivery(deliveryStatus) },
  ...STANDING_COLUMNS,
  { name: 'first_due', heading: 'First due', value: ({ originalDueOn }) => originalDueOn, onlyCsv: true },
  { name: 'overdue', heading: 'Overdue', value: ({ isOverdue }) => (isOverdue ? 'Yes' : 'No'), onlyCsv: true },
];

/** What the table can be cut down to, by the parameter `show`. */
const SHOWN: Record<string, { text: string; filter: Record<string, unknown> }> = {
  all: { text: 'All', filter: {} },
  'not-reported': { text: 'Not reported', filter: { reported: false } },
  reported: { text: 'Reported', filter: { reported: true } },
  'no-response': { text: 'No response', filter: { responses: ['NO_RESPONSE'] } },
};
const shownOf = (asked: Asked): string => asked.oneOf('show', Object.keys(SHOWN)) ?? 'all';

export const recommendation = sitePage<Answer, Row>({
  path: '/recommendations/:code',
  query,
  variables: (asked) => ({
    code: asked.part('code'),
    filter: SHOWN[shownOf(asked)]!.filter,
    from: `${Number(asked.today.slice(0, 4)) - 1}${asked.today.slice(4, 7)}-01`,
    to: asked.today,
    ...pagingVariables(asked, 50),
  }),
  template: 'site/recommendations/recommendation.njk',
  values: ({ register, recommendation: found }, asked) => {
    if (!found) throw new NothingThere();
    const { assignments, progressOverTime } = found;
    return {
      title: `${found.code} ${found.title}`,
      description: found.summary,
      breadcrumbs: [
        { text: 'Home', href: '/' },
        { text: 'Recommendations', href: '/recommendations' },
        ...(found.parent
          ? [{ text: `${found.parent.code} ${found.parent.title}`, href: `/recommendations/${found.parent.code}` }]
          : []),
      ],
      register,
      recommendation: found,
      due: dueText(found.dueOn),
      recurrence: recurrenceText(found.recurrence),
      bar: progressBar('progress-bar', found.progress),
      reports: found.reports.nodes.flatMap(({ dutyBearer, publishedUpdates }) =>
        publishedUpdates.nodes.map((update) => ({ ...update, dutyBearer })),
      ),
      history: tableView(
        {
          id: 'history',
          caption: 'Reported at the end of each quarter',
          columns: HISTORY,
          rows: progressOverTime,
        },
        asked,
        'nowhere',
      ),
      shown: shownOf(asked),
      choices: Object.entries(SHOWN).map(([value, { text }]) => ({ value, text })),
      totalCount: assignments.totalCount,
      pagination: paginationView(assignments.pageInfo, asked),
      table: tableView(
        {
          id: 'who',
          caption: 'Who must act, and what each has said and done',
          columns: COLUMNS,
          rows: assignments.nodes,
        },
        asked,
        'nowhere',
      ),
    };
  },
  csv: {
    name: (asked) => `recommendation-${asked.part('code').replace(/\W/g, '')}-${shownOf(asked)}`,
    columns: COLUMNS,
    rows: ({ recommendation: found }) => {
      if (!found) throw new NothingThere();
      return found.assignments.nodes;
    },
    next: ({ recommendation: found }) => found!.assignments.pageInfo,
  },
});

const HISTORY: readonly Column<Point>[] = [
  { name: 'on', heading: 'Day', value: ({ on }) => on, text: ({ on }) => dueText(on) },
  { name: 'asked', heading: 'Asked', value: ({ dutyBearers }) => dutyBearers, isNumber: true },
  { name: 'reported', heading: 'Reported', value: ({ reported }) => reported, isNumber: true },
  { name: 'not_reported', heading: 'Not reported', value: ({ notReported }) => notReported, isNumber: true },
];
