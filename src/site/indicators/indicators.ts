import { direction, number, phrase, verdict } from '../../report/words';
import { REGISTER, type RegisterAnswer, sitePage } from '../site-page';
import { type Column, tableView } from '../table';

interface Row {
  indicator: {
    code: string;
    name: string;
    domain: string;
    unit: string;
    direction: string;
    source: string;
    licence: string;
  };
  england: { value: number | null; period: { label: string } } | null;
  change: { verdict: string };
  councilsWithFigure: number;
  councilsWithoutFigure: number;
}

interface Answer extends RegisterAnswer {
  stateOfCohesion: { domains: { domain: string; indicators: Row[] }[] };
}

const query = `query Indicators($year: Int!) {
  ${REGISTER}
  stateOfCohesion(year: $year) {
    domains {
      domain
      indicators {
        indicator { code name domain unit direction source licence }
        england { value period { label } }
        change { verdict }
        councilsWithFigure councilsWithoutFigure
      }
    }
  }
}`;

const COLUMNS: readonly Column<Row>[] = [
  {
    name: 'indicator',
    heading: 'Indicator',
    value: ({ indicator }) => indicator.name,
    href: ({ indicator }) => `/indicators/${indicator.code}`,
  },
  { name: 'code', heading: 'Code', value: ({ indicator }) => indicator.code, onlyCsv: true },
  { name: 'domain', heading: 'Domain', value: ({ indicator }) => phrase(indicator.domain) },
  { name: 'unit', heading: 'Unit', value: ({ indicator }) => indicator.unit },
  { name: 'direction', heading: 'Better or worse', value: ({ indicator }) => direction(indicator.direction) },
  {
    name: 'england',
    heading: 'England',
    value: ({ england }) => england?.value ?? null,
    text: ({ england }) => (england?.value == null ? 'Not published' : number(england.value)),
    isNumber: true,
  },
  { name: 'period', heading: 'Period', value: ({ england }) => england?.period.label ?? null },
  { name: 'change', heading: 'Change in England', value: ({ change }) => verdict(change) },
  { name: 'councils', heading: 'Councils with a figure', value: (row) => row.councilsWithFigure, isNumber: true },
  { name: 'source', heading: 'Source', value: ({ indicator }) => indicator.source, onlyCsv: true },
  { name: 'licence', heading: 'Licence', value: ({ indicator }) => indicator.licence, onlyCsv: true },
];

const rowsOf = ({ stateOfCohesion }: Answer): Row[] => stateOfCohesion.domains.flatMap(({ indicators }) => indicators);

export const indicators = sitePage<Answer, Row>({
  path: '/indicators',
  query,
  variables: ({ today }) => ({ year: Number(today.slice(0, 4)) }),
  template: 'site/indicators/indicators.njk',
  values: (answer, asked) => ({
    title: 'Indicators',
    description: 'What is measured of social cohesion in England, and in each of its councils.',
    breadcrumbs: [{ text: 'Home', href: '/' }],
    register: answer.register,
    table: tableView(
      { id: 'indicators', caption: 'Indicators and what they say of England', columns: COLUMNS, rows: rowsOf(answer) },
      asked,
    ),
  }),
  csv: { name: () => 'indicators', columns: COLUMNS, rows: rowsOf },
});
