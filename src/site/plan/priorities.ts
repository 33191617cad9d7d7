import { BAR, type BarProgress, progressBar } from '../progress-bar';
import { REGISTER, type RegisterAnswer, sitePage } from '../site-page';
import type { Column } from '../table';

interface Row {
  code: string;
  title: string;
  summary: string;
  objective: { title: string };
  recommendations: { totalCount: number };
  actions: { nodes: { code: string; title: string }[] };
  progress: BarProgress;
}

interface Answer extends RegisterAnswer {
  strategicPriorities: { nodes: Row[] };
}

const query = `query Priorities {
  ${REGISTER}
  strategicPriorities(first: 100) {
    nodes {
      code title summary objective { title } recommendations(first: 0) { totalCount }
      actions(first: 100) { nodes { code title } }
      progress { ${BAR} }
    }
  }
}`;

const COLUMNS: readonly Column<Row>[] = [
  { name: 'code', heading: 'Code', value: ({ code }) => code },
  { name: 'priority', heading: 'Priority', value: ({ title }) => title },
  { name: 'objective', heading: 'Objective', value: ({ objective }) => objective.title },
  { name: 'recommendations', heading: 'Recommendations', value: ({ recommendations }) => recommendations.totalCount },
  { name: 'actions', heading: 'Actions', value: ({ actions }) => actions.nodes.length },
  { name: 'asked', heading: 'Asked', value: ({ progress }) => progress.dutyBearers },
  { name: 'reported', heading: 'Reported', value: ({ progress }) => progress.reported },
  { name: 'not_reported', heading: 'Not reported', value: ({ progress }) => progress.notReported },
  { name: 'overdue', heading: 'Overdue', value: ({ progress }) => progress.overdue },
];

export const priorities = sitePage<Answer, Row>({
  path: '/priorities',
  query,
  template: 'site/plan/priorities.njk',
  values: ({ register, strategicPriorities: { nodes } }) => ({
    title: 'Strategic priorities',
    description: 'What the strategy and the action plan are framed by, and how far each has come.',
    breadcrumbs: [{ text: 'Home', href: '/' }],
    register,
    priorities: nodes.map((each) => ({ ...each, bar: progressBar(`bar-${each.code}`, each.progress) })),
  }),
  csv: { name: () => 'priorities', columns: COLUMNS, rows: ({ strategicPriorities }) => strategicPriorities.nodes },
});
