import type { Asked } from '../asked';
import { PAGE_INFO, type PageInfo, PAGING, paginationView, PART } from '../paging';
import { REGISTER, type RegisterAnswer, sitePage } from '../site-page';
import { type Column, tableView } from '../table';
import { day } from '../../report/words';
import { publicationKind } from '../words';

interface Row {
  revision: number;
  title: string;
  kind: string;
  publishedAt: string;
  recordChanges: { totalCount: number };
  figureChanges: { totalCount: number };
}

interface Answer extends RegisterAnswer {
  changes: { totalCount: number; pageInfo: PageInfo; nodes: Row[] };
}

const query = `query Changes(${PAGING}) {
  ${REGISTER}
  changes(sinceRevision: 0, ${PART}) {
    ${PAGE_INFO}
    nodes { revision title kind publishedAt recordChanges(first: 0) { totalCount } figureChanges(first: 0) { totalCount } }
  }
}`;

const COLUMNS: readonly Column<Row>[] = [
  {
    name: 'title',
    heading: 'What was published',
    value: ({ title }) => title,
    href: ({ revision }) => `/changes/${revision}`,
  },
  { name: 'revision', heading: 'Revision', value: ({ revision }) => revision, isNumber: true },
  {
    name: 'published',
    heading: 'When',
    value: ({ publishedAt }) => publishedAt,
    text: ({ publishedAt }) => day(publishedAt),
  },
  { name: 'kind', heading: 'Kind', value: ({ kind }) => publicationKind(kind) },
  { name: 'records', heading: 'Records', value: ({ recordChanges }) => recordChanges.totalCount, isNumber: true },
  { name: 'figures', heading: 'Figures', value: ({ figureChanges }) => figureChanges.totalCount, isNumber: true },
];

/** The newest first, so the list is read from its end. */
function newest(asked: Asked, size: number): Record<string, unknown> {
  const after = asked.one('after');
  return after === undefined ? { last: size, before: asked.one('before') ?? null } : { first: size, after };
}

const newestFirst = ({ changes }: Answer): Row[] => [...changes.nodes].reverse();

export const changes = sitePage<Answer, Row>({
  path: '/changes',
  query,
  variables: (asked) => newest(asked, 20),
  template: 'site/changes/changes.njk',
  values: (answer, asked) => {
    const { pageInfo } = answer.changes;
    return {
      title: 'Changes',
      description: 'Everything that was published in the register, the newest first.',
      breadcrumbs: [{ text: 'Home', href: '/' }],
      register: answer.register,
      totalCount: answer.changes.totalCount,
      pagination: olderAndNewer(paginationView(pageInfo, asked)),
      table: tableView(
        { id: 'changes', caption: 'What was published, the newest first', columns: COLUMNS, rows: newestFirst(answer) },
        asked,
        'nowhere',
      ),
    };
  },
  csv: {
    name: () => 'changes',
    columns: COLUMNS,
    rows: ({ changes: list }) => list.nodes,
    next: ({ changes: list }) => list.pageInfo,
  },
});

/** The part before in the graph is what is older, which comes next on the page. */
function olderAndNewer(links: ReturnType<typeof paginationView>) {
  return (
    links && {
      ...(links.next && { previous: { ...links.next, text: 'Newer' } }),
      ...(links.previous && { next: { ...links.previous, text: 'Older' } }),
    }
  );
}

/** The same for feed readers. */
export const feed = sitePage<Answer>({
  path: '/changes.atom',
  query,
  variables: () => ({ last: 50, before: null }),
  template: 'site/changes/atom.njk',
  type: 'application/atom+xml; charset=utf-8',
  values: (answer, asked) => ({
    title: 'Changes to the social cohesion register',
    register: answer.register,
    origin: asked.origin,
    entries: newestFirst(answer).map((each) => ({ ...each, kind: publicationKind(each.kind) })),
    // A feed must say when it changed last; a register without a publication has not.
    updated: answer.register.publishedAt ?? '1970-01-01T00:00:00Z',
  }),
});
