import { setImmediate } from 'node:timers/promises';
import { councilType, delivery, NOT_PUBLISHED, number, phrase, rank, verdict } from '../../report/words';
import type { Asked } from '../asked';
import { MovedTo, NothingThere, sitePage } from '../site-page';
import { STANDING_COLUMNS } from '../standing-columns';
import { type Column, tableView } from '../table';
import { type IndicatorView, indicatorView } from './council-indicator';
import { type Answer, type Council, type CouncilAssignment, type CouncilComparison, query } from './council.query';

const ASSIGNMENTS: readonly Column<CouncilAssignment>[] = [
  {
    name: 'recommendation',
    heading: 'Recommendation',
    value: ({ recommendation: { code, title } }) => `${code} ${title}`,
    href: ({ recommendation: { code } }) => `/recommendations/${code}`,
  },
  { name: 'response', heading: 'Response', value: ({ response }) => phrase(response) },
  { name: 'delivery', heading: 'Delivery status', value: ({ deliveryStatus }) => delivery(deliveryStatus) },
  ...STANDING_COLUMNS,
];

const figure = (
  name: string,
  heading: string,
  value: (row: CouncilComparison) => number | null | undefined,
): Column<CouncilComparison> => ({
  name,
  heading,
  value: (row) => value(row) ?? null,
  text: (row) => {
    const exact = value(row);
    return exact === null || exact === undefined ? NOT_PUBLISHED : number(exact);
  },
  isNumber: true,
});

const FIGURES: readonly Column<CouncilComparison>[] = [
  {
    name: 'indicator',
    heading: 'Indicator',
    value: ({ indicator }) => indicator.name,
    text: ({ indicator }) => `${indicator.name} (${indicator.unit})`,
    href: ({ indicator }) => `#${indicator.code}`,
  },
  { name: 'indicator_code', heading: 'Code', value: ({ indicator }) => indicator.code, onlyCsv: true },
  { name: 'unit', heading: 'Unit', value: ({ indicator }) => indicator.unit, onlyCsv: true },
  { name: 'when', heading: 'Period', value: ({ latest }) => latest?.period.label ?? null },
  figure('figure', 'Figure', ({ latest }) => latest?.value),
  { name: 'lower_limit', heading: 'Lower limit', value: ({ latest }) => latest?.lower ?? null, onlyCsv: true },
  { name: 'upper_limit', heading: 'Upper limit', value: ({ latest }) => latest?.upper ?? null, onlyCsv: true },
  { name: 'marker', heading: 'Marker', value: ({ latest }) => latest?.marker ?? null, onlyCsv: true },
  figure('of_region', 'Region', ({ region }) => region?.value),
  figure('of_england', 'England', ({ england }) => england?.value),
  { name: 'rank', heading: 'Rank among its type', value: (row) => rank(row.amongType) },
  { name: 'change', heading: 'Change', value: ({ change }) => verdict(change) },
  { name: 'source', heading: 'Source', value: ({ indicator }) => indicator.source, onlyCsv: true },
  { name: 'licence', heading: 'Licence', value: ({ indicator }) => indicator.licence, onlyCsv: true },
];

/** The council; whoever comes by a former code is sent to the one it has now. */
function councilAt({ council }: Answer, code: string): Council {
  if (!council) throw new NothingThere();
  if (council.gssCode !== code) throw new MovedTo(`/councils/${council.gssCode}`);
  return council;
}

async function domainsOf(council: Council, answer: Answer, asked: Asked) {
  const england = new Map(
    answer.stateOfCohesion.domains
      .flatMap(({ indicators }) => indicators)
      .map(({ indicator, series }) => [indicator.code, series]),
  );
  const domains = new Map<string, IndicatorView[]>();
  for (const comparison of council.comparisons.nodes) {
    const { code, domain } = comparison.indicator;
    if (!domains.has(domain)) domains.set(domain, []);
    domains.get(domain)!.push(indicatorView(council, comparison, england.get(code), asked));
    // Charts take milliseconds each, and others are waiting.
    await setImmediate();
  }
  return [...domains].map(([domain, indicators]) => ({ name: phrase(domain), indicators }));
}

export const council = sitePage<Answer, CouncilComparison>({
  path: '/councils/:gssCode',
  query,
  variables: (asked) => ({ gssCode: asked.part('gssCode'), year: Number(asked.today.slice(0, 4)) }),
  template: 'site/councils/council.njk',
  values: async (answer, asked) => {
    const found = councilAt(answer, asked.part('gssCode'));
    return {
      title: found.name,
      description: `What ${found.officialName} is asked to do by the Khan Review, what it has reported, and what the figures say there.`,
      breadcrumbs: [
        { text: 'Home', href: '/' },
        { text: 'Councils', href: '/councils' },
      ],
      register: answer.register,
      council: found,
      type: councilType(found.type),
      assignments: tableView(
        { id: 'asked', caption: 'What it is asked to do', columns: ASSIGNMENTS, rows: found.assignments.nodes },
        asked,
      ),
      reports: found.assignments.nodes.flatMap(({ recommendation, publishedUpdates }) =>
        publishedUpdates.nodes.map((update) => ({ ...update, recommendation })),
      ),
      activities: found.assignments.nodes.flatMap(({ recommendation, publishedActivities }) =>
        publishedActivities.map((activity) => ({ ...activity, recommendation })),
      ),
      figures: tableView(
        { id: 'figures', caption: `Latest figures of ${found.name}`, columns: FIGURES, rows: found.comparisons.nodes },
        asked,
      ),
      domains: await domainsOf(found, answer, asked),
    };
  },
  csv: {
    name: (asked) => `figures-${asked.part('gssCode').replace(/\W/g, '')}`,
    columns: FIGURES,
    rows: (answer, asked) => councilAt(answer, asked.part('gssCode')).comparisons.nodes,
  },
});
