import type { Point } from '../../report/answers';
import { limits, movement, number, rank, remark, verdict, withUnit } from '../../report/words';
import type { Asked } from '../asked';
import { bandChart, type Beside, besideChart } from '../charts';
import { type Column, tableView } from '../table';
import type { Council, CouncilComparison } from './council.query';

interface BesideRow extends Beside {
  gssCode: string | null;
}

const figure = (name: string, heading: string, value: (row: BesideRow) => number | null): Column<BesideRow> => ({
  name,
  heading,
  value,
  text: (row) => {
    const exact = value(row);
    return exact === null ? 'Not published' : number(exact);
  },
  isNumber: true,
});

const BESIDE: readonly Column<BesideRow>[] = [
  {
    name: 'place',
    heading: 'Place',
    value: ({ name }) => name,
    href: ({ gssCode }) => (gssCode === null ? null : `/councils/${gssCode}`),
  },
  figure('value', 'Figure', ({ value }) => value),
  figure('lower', 'Lower limit', ({ lower }) => lower),
  figure('upper', 'Upper limit', ({ upper }) => upper),
];

/** What a figure of a council is, in words, charts and tables. */
export function indicatorView(
  council: Council,
  comparison: CouncilComparison,
  england: readonly Point[] | undefined,
  asked: Asked,
) {
  const { indicator, latest, laterGap, reason, change, series, amongType, amongNeighbours } = comparison;
  const places = latest ? placesBeside(council, comparison) : [];
  const moved = movement(change);
  return {
    code: indicator.code,
    name: indicator.name,
    indicator,
    says: latest
      ? `${withUnit(latest.value, indicator)} (${latest.period.label}${remark(latest)}), 95% confidence limits: ${limits(latest)}.`
      : `No figure. ${reason ?? ''}`,
    gap: laterGap ? `No figure for ${laterGap.period.label}: ${laterGap.missingReason}` : '',
    change: `${verdict(change)}${moved ? `, ${moved}` : ''}. ${change.reason}`,
    ranks: `Among councils of its type: ${rank(amongType)}. Among its statistical neighbours: ${rank(amongNeighbours)}.`,
    beside: latest && {
      id: `beside-${indicator.code}-says`,
      svg: besideChart(places).toString(),
      says: `${council.name} (diamond) beside ${amongNeighbours.members.length > 1 ? 'its statistical neighbours, ' : ''}its region and England, in ${indicator.unit}, ${latest.period.label}. Lines are 95% confidence limits, where they are published.`,
    },
    besideTable:
      latest &&
      tableView(
        {
          id: `beside-${indicator.code}`,
          caption: `${indicator.name}: ${council.name} beside others, ${latest.period.label}`,
          columns: BESIDE,
          rows: places,
        },
        asked,
      ),
    ...overTime(council, comparison, series.length > 1 ? england : undefined, asked),
  };
}

export type IndicatorView = ReturnType<typeof indicatorView>;

function placesBeside(council: Council, { latest, england, region, amongNeighbours }: CouncilComparison): BesideRow[] {
  const row = (
    name: string,
    gssCode: string | null,
    limitsOf: { value: number | null; lower: number | null; upper: number | null } | null,
    isOwn = false,
  ): BesideRow => ({
    name,
    gssCode,
    value: limitsOf?.value ?? null,
    lower: limitsOf?.lower ?? null,
    upper: limitsOf?.upper ?? null,
    isOwn,
  });
  return [
    row(council.name, null, latest, true),
    row('England', null, england),
    ...(council.region ? [row(council.region.name, null, region)] : []),
    ...amongNeighbours.members
      .filter((member) => member.council.gssCode !== council.gssCode)
      .map((member) => row(member.council.name, member.council.gssCode, member.observation)),
  ];
}

interface Moment extends Point {
  england: number | null;
}

function overTime(
  council: Council,
  { indicator, series }: CouncilComparison,
  england: readonly Point[] | undefined,
  asked: Asked,
) {
  if (series.length < 2) return { series: null, seriesTable: null };
  const [first, last] = [series[0]!, series.at(-1)!];
  const isLimited = series.some(({ lower }) => lower !== null);
  const isDerived = series.some(({ derived }) => derived);
  const englandAt = new Map(england?.map((point) => [point.period.start + point.period.end, point.value]));
  const rows = series.map((point): Moment => ({
    ...point,
    england: englandAt.get(point.period.start + point.period.end) ?? null,
  }));
  const columns: Column<Moment>[] = [
    { name: 'period', heading: 'Period', value: ({ period }) => period.end, text: ({ period }) => period.label },
    {
      name: 'own',
      heading: council.name,
      value: ({ value }) => value,
      text: ({ value, derived }) => `${number(value)}${derived ? ' (derived)' : ''}`,
      isNumber: true,
    },
    { name: 'limits', heading: '95% limits', value: ({ lower }) => lower, text: limits, isNumber: true },
    {
      name: 'england',
      heading: 'England',
      value: (row) => row.england,
      text: (row) => (row.england === null ? 'Not published' : number(row.england)),
      isNumber: true,
    },
  ];
  const hasEngland = england !== undefined && england.length > 1;
  return {
    series: {
      id: `series-${indicator.code}-says`,
      svg: bandChart(
        { label: council.name, points: series },
        hasEngland ? { label: 'England', points: england } : undefined,
      ).toString(),
      says: `${council.name} over time, in ${indicator.unit}: from ${number(first.value)} (${first.period.label}) to ${number(last.value)} (${last.period.label})${hasEngland ? ', beside England (dashed)' : ''}.${isLimited ? ' The band is the 95% confidence limits.' : ''}${isDerived ? ' Points before the council was founded are derived from its predecessors.' : ''}`,
    },
    seriesTable: tableView(
      {
        id: `series-${indicator.code}`,
        caption: `${indicator.name}: ${council.name} over time`,
        columns: columns.filter(({ name }) => (name === 'limits' ? isLimited : name === 'england' ? hasEngland : true)),
        rows,
      },
      asked,
    ),
  };
}
