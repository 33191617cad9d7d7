import { BAR, type BarProgress, COUNTS, type Counts, progressBar } from '../progress-bar';
import { type RegisterAnswer, sitePage } from '../site-page';
import { type Column, tableView } from '../table';
import { dueText, publicationKind } from '../words';

interface RecommendationRow {
  code: string;
  title: string;
  dueOn: string | null;
  progress: Counts;
}

interface RegionRow {
  key: string | null;
  label: string;
  progress: Counts;
}

interface Answer extends RegisterAnswer {
  register: RegisterAnswer['register'] & { progress: BarProgress; progressBy: RegionRow[] };
  recommendations: { nodes: RecommendationRow[] };
  stateOfCohesion: { councils: { councils: number; reported: number; notReported: number } };
  gaps: { recommendationsWithoutResponse: { totalCount: number } };
  changes: { nodes: { revision: number; title: string; kind: string; publishedAt: string }[] };
}

const query = `query FrontPage($year: Int!) {
  register { revision publishedAt progress { ${BAR} } progressBy(group: REGION) { key label progress { ${COUNTS} } } }
  recommendations(first: 100, filter: { kinds: [RECOMMENDATION] }) { nodes { code title dueOn progress { ${COUNTS} } } }
  stateOfCohesion(year: $year) { councils { councils reported notReported } }
  gaps { recommendationsWithoutResponse(first: 0) { totalCount } }
  changes(sinceRevision: 0, last: 5) { nodes { revision title kind publishedAt } }
}`;

const REGIONS: readonly Column<RegionRow>[] = [
  {
    name: 'region',
    heading: 'Region',
    value: ({ label }) => label,
    href: ({ key }) => (key === null ? null : `/councils?region=${key}`),
  },
  { name: 'region_code', heading: 'Code', value: ({ key }) => key, onlyCsv: true },
  { name: 'asked', heading: 'Asked', value: ({ progress }) => progress.dutyBearers, isNumber: true },
  { name: 'reported', heading: 'Reported', value: ({ progress }) => progress.reported, isNumber: true },
  { name: 'not_reported', heading: 'Not reported', value: ({ progress }) => progress.notReported, isNumber: true },
  { name: 'overdue', heading: 'Overdue', value: ({ progress }) => progress.overdue, isNumber: true },
];

export const home = sitePage<Answer, RegionRow>({
  path: '/',
  query,
  variables: ({ today }) => ({ year: Number(today.slice(0, 4)) }),
  template: 'site/home/home.njk',
  values: ({ register, recommendations, stateOfCohesion: { councils }, gaps, changes }, asked) => ({
    title: 'What came of the Khan Review',
    description:
      'Who must act on the Khan Review of threats to social cohesion and democratic resilience, what each has done, and who has not reported.',
    register,
    bar: progressBar('progress-bar', register.progress),
    councils,
    withoutResponse: gaps.recommendationsWithoutResponse.totalCount,
    recommendations: recommendations.nodes.length,
    overdue: recommendations.nodes
      .filter(({ progress }) => progress.overdue > 0)
      .map((each) => ({ ...each, due: dueText(each.dueOn) })),
    changes: [...changes.nodes].reverse().map((each) => ({ ...each, kind: publicationKind(each.kind) })),
    regions: tableView(
      {
        id: 'regions',
        caption: 'What councils are asked and have not reported, by region',
        columns: REGIONS,
        rows: register.progressBy,
      },
      asked,
    ),
  }),
  csv: {
    name: () => 'not-reported-by-region',
    columns: REGIONS,
    rows: ({ register }) => register.progressBy,
  },
});
