import type { Asked } from './asked';

/** The variables of a list that a page shows a part of, as its query declares them. */
export const PAGING = '$first: Int, $after: String, $last: Int, $before: String';
export const PART = 'first: $first, after: $after, last: $last, before: $before';
export const PAGE_INFO = 'totalCount pageInfo { startCursor endCursor hasNextPage hasPreviousPage }';

export interface PageInfo {
  startCursor: string | null;
  endCursor: string | null;
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}

export function pagingVariables(asked: Asked, size: number): Record<string, unknown> {
  const before = asked.one('before');
  return before === undefined ? { first: size, after: asked.one('after') ?? null } : { last: size, before };
}

/** Links to the parts before and after, as GOV.UK's pagination takes them; nothing where the list is all there. */
export function paginationView({ startCursor, endCursor, hasNextPage, hasPreviousPage }: PageInfo, asked: Asked) {
  if (!hasNextPage && !hasPreviousPage) return null;
  return {
    ...(hasPreviousPage && { previous: { href: asked.with({ before: startCursor, after: null }) } }),
    ...(hasNextPage && { next: { href: asked.with({ after: endCursor, before: null }) } }),
  };
}
