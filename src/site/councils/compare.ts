import { councilType, limits, number, remark } from '../../report/words';
import type { Observation } from '../../report/answers';
import type { Asked } from '../asked';
import { COUNTS, type Counts } from '../progress-bar';
import { REGISTER, type RegisterAnswer, sitePage } from '../site-page';
import { type Column, tableView } from '../table';

interface Compared {
  gssCode: string;
  name: string;
  type: string;
  progress: Counts;
  comparisons: {
    nodes: { indicator: { code: string; name: string; unit: string }; latest: Observation | null }[];
  };
}

interface Answer extends RegisterAnswer {
  councils: { nodes: Compared[] };
  regions: { nodes: { name: string; councils: { nodes: { gssCode: string; name: string }[] } }[] };
}

const query = `query Compare($gssCodes: [String!]!) {
  ${REGISTER}
  councils(first: 4, filter: { gssCodes: $gssCodes }) {
    nodes {
      gssCode name type progress { ${COUNTS} }
      comparisons(first: 100, orderBy: { field: DOMAIN }) {
        nodes { indicator { code name unit } latest { value lower upper marker note period { label start end } } }
      }
    }
  }
  regions(first: 20) { nodes { name councils(first: 100) { nodes { gssCode name } } } }
}`;

/** A figure of a council, as the file has it: a line for each. */
interface Row {
  council: Compared;
  indicator: { code: string; name: string; unit: string };
  latest: Observation | null;
}

const COLUMNS: readonly Column<Row>[] = [
  { name: 'council', heading: 'Council', value: ({ council }) => council.name },
  { name: 'council_code', heading: 'Code', value: ({ council }) => council.gssCode },
  { name: 'indicator', heading: 'Indicator', value: ({ indicator }) => indicator.name },
  { name: 'indicator_code', heading: 'Code', value: ({ indicator }) => indicator.code },
  { name: 'unit', heading: 'Unit', value: ({ indicator }) => indicator.unit },
  { name: 'period', heading: 'Period', value: ({ latest }) => latest?.period.label ?? null },
  { name: 'value', heading: 'Figure', value: ({ latest }) => latest?.value ?? null },
  { name: 'lower', heading: 'Lower limit', value: ({ latest }) => latest?.lower ?? null },
  { name: 'upper', heading: 'Upper limit', value: ({ latest }) => latest?.upper ?? null },
];

const rowsOf = ({ councils }: Answer): Row[] =>
  councils.nodes.flatMap((council) => council.comparisons.nodes.map((each) => ({ council, ...each })));

/** A row of the page's table: an indicator, with the councils beside each other. */
interface Line {
  indicator: Row['indicator'];
  figures: Map<string, Observation | null>;
}

function linesOf(answer: Answer): Line[] {
  const lines = new Map<string, Line>();
  for (const { council, indicator, latest } of rowsOf(answer)) {
    if (!lines.has(indicator.code)) lines.set(indicator.code, { indicator, figures: new Map() });
    lines.get(indicator.code)!.figures.set(council.gssCode, latest);
  }
  return [...lines.values()];
}

const figureText = (latest: Observation | null | undefined): string =>
  latest
    ? `${number(latest.value)}${latest.lower === null ? '' : ` (${limits(latest)})`}, ${latest.period.label}${remark(latest)}`
    : 'No figure';

const columnsOf = (councils: readonly Compared[]): Column<Line>[] => [
  {
    name: 'indicator',
    heading: 'Indicator',
    value: ({ indicator }) => indicator.name,
    text: ({ indicator }) => `${indicator.name} (${indicator.unit})`,
    href: ({ indicator }) => `/indicators/${indicator.code}`,
  },
  ...councils.map(({ gssCode, name }): Column<Line> => ({
    name: gssCode,
    heading: name,
    value: ({ figures }) => figures.get(gssCode)?.value ?? null,
    text: ({ figures }) => figureText(figures.get(gssCode)),
  })),
];

const asksFor = (asked: Asked): string[] => [...new Set(asked.many('council'))].slice(0, 4);

export const compare = sitePage<Answer, Row>({
  path: '/compare',
  query,
  variables: (asked) => ({ gssCodes: asksFor(asked) }),
  template: 'site/councils/compare.njk',
  values: (answer, asked) => {
    const { register, councils, regions } = answer;
    const chosen = asksFor(asked);
    return {
      title: 'Compare councils',
      description: 'The latest figures of up to four councils beside each other.',
      breadcrumbs: [
        { text: 'Home', href: '/' },
        { text: 'Councils', href: '/councils' },
      ],
      register,
      regions: regions.nodes,
      chosen: [0, 1, 2, 3].map((index) => chosen[index] ?? ''),
      councils: councils.nodes.map((each) => ({ ...each, type: councilType(each.type) })),
      types: new Set(councils.nodes.map(({ type }) => type)).size,
      table: tableView(
        {
          id: 'compared',
          caption: 'Latest figures, with 95% confidence limits where they are published',
          columns: columnsOf(councils.nodes),
          rows: linesOf(answer),
        },
        asked,
        'nowhere',
      ),
    };
  },
  csv: { name: () => 'compared-councils', columns: COLUMNS, rows: rowsOf },
});
