import { councilType } from '../../report/words';
import { PAGE_INFO, type PageInfo, PAGING, pagingVariables, paginationView, PART } from '../paging';
import { COUNTS, type Counts } from '../progress-bar';
import { REGISTER, type RegisterAnswer, sitePage } from '../site-page';
import { type Column, tableView } from '../table';

interface Row {
  gssCode: string;
  name: string;
  type: string;
  isCurrent: boolean;
  region: { name: string } | null;
  progress: Counts;
}

interface Answer extends RegisterAnswer {
  councils: { totalCount: number; pageInfo: PageInfo; nodes: Row[] };
  regions: { nodes: { code: string; name: string }[] };
}

const query = `query Councils($filter: CouncilFilter!, $orderBy: CouncilOrderBy, ${PAGING}) {
  ${REGISTER}
  councils(filter: $filter, orderBy: $orderBy, ${PART}) {
    ${PAGE_INFO}
    nodes { gssCode name type isCurrent region { name } progress { ${COUNTS} } }
  }
  regions(first: 20) { nodes { code name } }
}`;

const COLUMNS: readonly Column<Row>[] = [
  { name: 'council', heading: 'Council', value: ({ name }) => name, href: ({ gssCode }) => `/councils/${gssCode}` },
  { name: 'code', heading: 'Code', value: ({ gssCode }) => gssCode },
  {
    name: 'type',
    heading: 'Type',
    value: ({ type, isCurrent }) => `${councilType(type)}${isCurrent ? '' : ' (no more)'}`,
  },
  { name: 'region', heading: 'Region', value: ({ region }) => region?.name ?? null },
  { name: 'asked', heading: 'Asked', value: ({ progress }) => progress.dutyBearers, isNumber: true },
  { name: 'reported', heading: 'Reported', value: ({ progress }) => progress.reported, isNumber: true },
  { name: 'not_reported', heading: 'Not reported', value: ({ progress }) => progress.notReported, isNumber: true },
];

const ORDERS: Record<string, string> = { council: 'NAME', code: 'GSS_CODE', type: 'TYPE' };

export const COUNCIL_TYPES = [
  'CITY_CORPORATION',
  'COUNTY',
  'LONDON_BOROUGH',
  'METROPOLITAN_DISTRICT',
  'NON_METROPOLITAN_DISTRICT',
  'UNITARY_AUTHORITY',
] as const;

export const councils = sitePage<Answer, Row>({
  path: '/councils',
  query,
  variables: (asked) => {
    const sort = asked.one('sort') ?? '';
    const field = ORDERS[sort.replace(/^-/, '')];
    const [search, region, type] = [asked.one('search'), asked.one('region'), asked.oneOf('type', COUNCIL_TYPES)];
    return {
      filter: {
        // Whoever looks for a council that is no more is led to its successors.
        ...(search !== undefined && { search, isCurrent: null }),
        ...(region !== undefined && { regions: [region] }),
        ...(type !== undefined && { types: [type] }),
      },
      ...(field !== undefined && { orderBy: { field, direction: sort.startsWith('-') ? 'DESC' : 'ASC' } }),
      ...pagingVariables(asked, 50),
    };
  },
  template: 'site/councils/councils.njk',
  values: ({ register, councils: list, regions }, asked) => ({
    title: 'Councils',
    description:
      'Find a council of England: what it is asked to do, what it has reported, and what the figures say there.',
    breadcrumbs: [{ text: 'Home', href: '/' }],
    register,
    asked: { search: asked.one('search') ?? '', region: asked.one('region') ?? '', type: asked.one('type') ?? '' },
    regions: regions.nodes,
    types: COUNCIL_TYPES,
    totalCount: list.totalCount,
    pagination: paginationView(list.pageInfo, asked),
    table: tableView(
      { id: 'councils', caption: 'Councils and what they have reported', columns: COLUMNS, rows: list.nodes },
      asked,
      Object.keys(ORDERS),
    ),
  }),
  csv: {
    name: () => 'councils',
    columns: COLUMNS,
    rows: ({ councils: list }) => list.nodes,
    next: ({ councils: list }) => list.pageInfo,
  },
});
