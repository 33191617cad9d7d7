import { moment, number, phrase } from '../../report/words';
import { PAGE_INFO, type PageInfo, PAGING, pagingVariables, paginationView, PART } from '../paging';
import { NothingThere, REGISTER, type RegisterAnswer, sitePage } from '../site-page';
import { type Column, tableView } from '../table';
import { publicationKind } from '../words';

interface RecordRow {
  kind: string;
  recordType: string;
  organisation: { name: string } | null;
  record: { code?: string; title?: string; name?: string; recommendation?: { code: string; title: string } } | null;
  fields: { name: string; from: string | null; to: string | null }[];
}

interface FigureRow {
  isRevision: boolean;
  indicator: { code: string; name: string };
  area: { code: string; name: string; kind: string };
  period: { label: string };
  formerValue: number | null;
  value: number | null;
}

interface Publication {
  revision: number;
  title: string;
  kind: string;
  publishedAt: string;
  recordChanges: { totalCount: number; pageInfo: PageInfo; nodes: RecordRow[] };
  figureChanges: { totalCount: number; nodes: FigureRow[] };
}

interface Answer extends RegisterAnswer {
  changes: { nodes: Publication[] };
}

const query = `query Change($since: Int!, ${PAGING}) {
  ${REGISTER}
  changes(sinceRevision: $since, first: 1) {
    nodes {
      revision title kind publishedAt
      recordChanges(${PART}) {
        ${PAGE_INFO}
        nodes {
          kind recordType organisation { name } fields { name from to }
          record {
            ... on Assignment { recommendation { code title } }
            ... on Recommendation { code title }
            ... on Action { code title }
            ... on Milestone { code title }
            ... on Area { name }
            ... on Indicator { name }
          }
        }
      }
      figureChanges(first: 100) {
        totalCount
        nodes { isRevision indicator { code name } area { code name kind } period { label } formerValue value }
      }
    }
  }
}`;

const nameOf = ({ record, organisation }: RecordRow): string => {
  const { recommendation, code, title, name } = record ?? {};
  const named = recommendation
    ? `${recommendation.code} ${recommendation.title}`
    : [code, title, name].filter((each) => each !== undefined).join(' ');
  return [organisation?.name, named].filter(Boolean).join(': ');
};

const RECORDS: readonly Column<RecordRow>[] = [
  { name: 'record', heading: 'Record', value: (row) => nameOf(row) },
  { name: 'type', heading: 'Type', value: ({ recordType }) => words(recordType) },
  { name: 'change', heading: 'Change', value: ({ kind }) => phrase(kind) },
  {
    name: 'fields',
    heading: 'What changed',
    value: ({ fields }) =>
      fields.map(({ name, from, to }) => `${words(name)}: ${from ?? 'nothing'} to ${to ?? 'nothing'}`).join('; '),
  },
];

/** `deliveryStatus` as `Delivery status`. */
const words = (name: string): string => {
  const parted = name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return parted.charAt(0).toUpperCase() + parted.slice(1);
};

const FIGURES: readonly Column<FigureRow>[] = [
  {
    name: 'place',
    heading: 'Place',
    value: ({ area }) => area.name,
    href: ({ area }) => (area.kind === 'COUNCIL' ? `/councils/${area.code}` : null),
  },
  {
    name: 'indicator',
    heading: 'Indicator',
    value: ({ indicator }) => indicator.name,
    href: ({ indicator }) => `/indicators/${indicator.code}`,
  },
  { name: 'period', heading: 'Period', value: ({ period }) => period.label },
  {
    name: 'before',
    heading: 'Before',
    value: ({ formerValue }) => formerValue,
    text: ({ formerValue, isRevision }) =>
      formerValue === null ? (isRevision ? 'No figure' : 'New') : number(formerValue),
    isNumber: true,
  },
  {
    name: 'after',
    heading: 'Now',
    value: ({ value }) => value,
    text: ({ value }) => (value === null ? 'No figure' : number(value)),
    isNumber: true,
  },
];

function publicationAt({ changes }: Answer, revision: string): Publication {
  const [publication] = changes.nodes;
  if (String(publication?.revision) !== revision) throw new NothingThere();
  return publication!;
}

export const change = sitePage<Answer, RecordRow>({
  path: '/changes/:revision(^\\d{1,9}$)',
  query,
  variables: (asked) => ({
    since: Math.max(0, Number(asked.part('revision')) - 1),
    ...pagingVariables(asked, 50),
  }),
  template: 'site/changes/change.njk',
  values: (answer, asked) => {
    const { recordChanges, figureChanges, ...publication } = publicationAt(answer, asked.part('revision'));
    return {
      title: publication.title,
      description: `What revision ${publication.revision} of the register changed.`,
      breadcrumbs: [
        { text: 'Home', href: '/' },
        { text: 'Changes', href: '/changes' },
      ],
      register: answer.register,
      says: `Revision ${publication.revision}, published ${moment(publication.publishedAt)}. ${publicationKind(publication.kind)}.`,
      records: recordChanges.totalCount,
      figures: figureChanges.totalCount,
      pagination: paginationView(recordChanges.pageInfo, asked),
      recordTable: tableView(
        { id: 'records', caption: 'Records that it changed', columns: RECORDS, rows: recordChanges.nodes },
        asked,
        'nowhere',
      ),
      figureTable: tableView(
        { id: 'figures', caption: 'Figures that it changed', columns: FIGURES, rows: figureChanges.nodes },
        asked,
        'nowhere',
      ),
    };
  },
  csv: {
    name: (asked) => `revision-${asked.part('revision')}-records`,
    columns: RECORDS,
    rows: (answer, asked) => publicationAt(answer, asked.part('revision')).recordChanges.nodes,
    next: ({ changes }) => changes.nodes[0]!.recordChanges.pageInfo,
  },
});
