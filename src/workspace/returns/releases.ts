import { ViewerRole } from '../../identity/viewer';
import { moment, number } from '../../report/words';
import { PAGE_INFO, type PageInfo, PAGING, pagingVariables, paginationView, PART } from '../../site/paging';
import { type Column, tableView } from '../../site/table';
import { WHEN } from '../reports/report.forms';
import { items, markerText } from '../words';
import { workPage } from '../work-page';

interface Figure {
  indicator: { code: string; name: string };
  area: { name: string };
  period: { label: string };
  value: number | null;
  marker: string | null;
  releaseAt: string | null;
}

interface Answer {
  unreleasedObservations: { totalCount: number; pageInfo: PageInfo; nodes: Figure[] };
}

const COLUMNS: readonly Column<Figure>[] = [
  { name: 'indicator', heading: 'Indicator', value: ({ indicator }) => indicator.name },
  { name: 'area', heading: 'Area', value: ({ area }) => area.name },
  { name: 'period', heading: 'Period', value: ({ period }) => period.label },
  {
    name: 'value',
    heading: 'Value',
    value: ({ value }) => (value === null ? '' : number(value)),
    isNumber: true,
  },
  { name: 'marker', heading: 'Marker', value: ({ marker }) => markerText(marker) },
  {
    name: 'when',
    heading: 'Release',
    value: ({ releaseAt }) => (releaseAt === null ? 'Not decided' : moment(releaseAt)),
  },
];

/** What the Office has approved and not released yet, and the release of it: of an indicator, all at once. */
export const releases = workPage<Answer>({
  path: '/work/releases',
  views: ['OFFICE'],
  query: () => `query Releases(${PAGING}) {
  unreleasedObservations(${PART}) {
    ${PAGE_INFO}
    nodes { indicator { code name } area { name } period { label } value marker releaseAt }
  }
}`,
  variables: ({ asked }) => pagingVariables(asked, 100),
  template: 'workspace/returns/releases.njk',
  values: ({ unreleasedObservations: list }, { asked, viewer }) => ({
    title: 'Release figures',
    mayRelease: viewer.roles.includes(ViewerRole.PUBLISHER),
    totalCount: list.totalCount,
    indicators: [
      { value: '', text: 'Choose an indicator' },
      ...items(Object.fromEntries(list.nodes.map(({ indicator }) => [indicator.code, indicator.name]))),
    ],
    when: items(WHEN),
    table: tableView(
      { id: 'waiting', caption: 'Figures that wait', columns: COLUMNS, rows: list.nodes },
      asked,
      'nowhere',
    ),
    pagination: paginationView(list.pageInfo, asked),
  }),
  forms: {
    release: {
      mutation: 'publishIndicatorRelease',
      made: 'indicator',
      selection: 'id status: code',
      initial: () => ({ when: 'next' }),
      labels: { indicatorCode: 'Indicator' },
      fieldOf: ([field]) => (field === 'indicatorCode' ? 'indicator' : 'when'),
      read: (fields) => {
        const indicatorCode = fields.text('indicator');
        const when = fields.choice('when', Object.keys(WHEN));
        if (indicatorCode === '') fields.problem('indicator', 'Choose the indicator');
        if (when === null) fields.problem('when', 'Choose when they are to be released');
        return { indicatorCode, immediately: when === 'now' };
      },
      next: () => '/work/releases?done=released',
    },
  },
  done: (_answer, what) =>
    what === 'released' ? 'The release is made, or its time is set. Figures that still wait stand below.' : null,
});
