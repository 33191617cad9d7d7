import { phrase } from '../../report/words';
import type { Asked } from '../asked';
import { PAGE_INFO, type PageInfo, PAGING, pagingVariables, paginationView, PART } from '../paging';
import { REGISTER, type RegisterAnswer, sitePage } from '../site-page';
import { type Column, tableView } from '../table';
import { dueText } from '../words';

interface Item {
  kind: string;
  code: string;
  title: string;
  owner: { name: string };
  startsOn: string | null;
  dueOn: string | null;
  originalDueOn: string | null;
  completedOn: string | null;
  daysLate: number;
  isOpen: boolean;
  isCriticallyLate: boolean;
}

interface Answer extends RegisterAnswer {
  timeline: { totalCount: number; pageInfo: PageInfo; nodes: Item[] };
  strategicPriorities: { nodes: { code: string; title: string }[] };
}

const query = `query ActionPlan($filter: TimelineFilter, ${PAGING}) {
  ${REGISTER}
  timeline(filter: $filter, ${PART}) {
    ${PAGE_INFO}
    nodes {
      kind code title owner { name } startsOn dueOn originalDueOn completedOn daysLate isOpen isCriticallyLate
    }
  }
  strategicPriorities(first: 100) { nodes { code title } }
}`;

const COLUMNS: readonly Column<Item>[] = [
  { name: 'item', heading: 'Item', value: ({ code, title }) => `${code} ${title}` },
  { name: 'kind', heading: 'Kind', value: ({ kind }) => phrase(kind) },
  { name: 'owner', heading: 'Owner', value: ({ owner }) => owner.name },
  {
    name: 'starts',
    heading: 'Starts',
    value: ({ startsOn }) => startsOn,
    text: ({ startsOn }) => (startsOn ? dueText(startsOn) : ''),
  },
  { name: 'due', heading: 'Due', value: ({ dueOn }) => dueOn, text: ({ dueOn }) => dueText(dueOn) },
  {
    name: 'first_due',
    heading: 'First due',
    value: ({ originalDueOn }) => originalDueOn,
    text: ({ originalDueOn }) => dueText(originalDueOn),
  },
  {
    name: 'completed',
    heading: 'Completed',
    value: ({ completedOn }) => completedOn,
    text: ({ completedOn }) => (completedOn ? dueText(completedOn) : ''),
  },
  { name: 'days_late', heading: 'Days late', value: ({ daysLate }) => daysLate, isNumber: true },
];

const DAY = 86_400_000;

/** Items as bars over one stretch of time, with today as a line. */
function drawn(items: readonly Item[], today: string) {
  const ends = items.flatMap(({ startsOn, dueOn, originalDueOn }) => [startsOn, dueOn, originalDueOn, today]);
  const times = ends.flatMap((end) => (end === null ? [] : [Date.parse(end)]));
  const [first, last] = [Math.min(...times), Math.max(...times) + DAY];
  const at = (time: string): number => (100 * (Date.parse(time) - first)) / (last - first);
  return {
    today: at(today).toFixed(2),
    rows: items.map((item) => {
      const end = item.dueOn ?? item.startsOn ?? today;
      const from = at(item.startsOn ?? end);
      return {
        ...item,
        from: from.toFixed(2),
        width: Math.max(0.8, at(end) - from).toFixed(2),
        fill: item.isCriticallyLate ? '#a33b20' : item.isOpen ? '#12436d' : '#00703c',
        says: `${item.startsOn ? `${dueText(item.startsOn)} to ` : ''}${dueText(item.dueOn)}${item.isCriticallyLate ? ', critically late' : item.isOpen ? '' : ', done'}`,
      };
    }),
  };
}

const priorityOf = (asked: Asked): string | undefined => asked.one('priority');

export const actionPlan = sitePage<Answer, Item>({
  path: '/action-plan',
  query,
  variables: (asked) => {
    const priority = priorityOf(asked);
    return { filter: priority === undefined ? {} : { priorities: [priority] }, ...pagingVariables(asked, 50) };
  },
  template: 'site/plan/action-plan.njk',
  values: ({ register, timeline, strategicPriorities }, asked) => ({
    title: 'Action plan',
    description: 'The actions and milestones by which the strategic priorities are to be met, in time.',
    breadcrumbs: [
      { text: 'Home', href: '/' },
      { text: 'Strategic priorities', href: '/priorities' },
    ],
    register,
    priority: priorityOf(asked) ?? '',
    priorities: strategicPriorities.nodes,
    totalCount: timeline.totalCount,
    drawn: drawn(timeline.nodes, asked.today),
    pagination: paginationView(timeline.pageInfo, asked),
    table: tableView(
      { id: 'timeline', caption: 'Actions and milestones', columns: COLUMNS, rows: timeline.nodes },
      asked,
      'nowhere',
    ),
  }),
  csv: {
    name: () => 'action-plan',
    columns: COLUMNS,
    rows: ({ timeline }) => timeline.nodes,
    next: ({ timeline }) => timeline.pageInfo,
  },
});
