import type { Asked } from './asked';
import type { Column } from './table';

export interface Link {
  text: string;
  href: string;
}

/** What a page says; `title`, `breadcrumbs` and `register` are every page's. */
export interface Values {
  title: string;
  description?: string;
  breadcrumbs?: Link[];
  [name: string]: unknown;
}

/** Every page says how new it is. */
export interface RegisterAnswer {
  register: { revision: number; publishedAt: string | null };
}
export const REGISTER = 'register { revision publishedAt }';

/** Thrown where the thing at an address is at another now. */
export class MovedTo extends Error {
  constructor(readonly href: string) {
    super(`It is at ${href} now.`);
  }
}

/** Thrown where there is nothing at an address. */
export class NothingThere extends Error {}

export interface SitePage<Answer, Row = never> {
  path: string;
  /** The one query that all of the page is made of. */
  query: string;
  /** The query's variables, from the address. */
  variables?: (asked: Asked) => Record<string, unknown>;
  template: string;
  /** What the template makes, where it is no page. */
  type?: string;
  values: (answer: Answer, asked: Asked) => Values | Promise<Values>;
  /** The page's main table. */
  csv?: {
    /** What the file is called, without its ending. */
    name: (asked: Asked) => string;
    columns: readonly Column<Row>[];
    rows: (answer: Answer, asked: Asked) => readonly Row[];
    /** The list that the table is a part of, where it goes on: the file has all of it, by the variables first and after. */
    next?: (answer: Answer) => { endCursor: string | null; hasNextPage: boolean };
  };
}

/** A page, whatever its query answers. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the answer is the page's own business
export type AnyPage = SitePage<any, any>;

/** So that a page's parts agree on what its query answers. */
export const sitePage = <Answer, Row = never>(page: SitePage<Answer, Row>): AnyPage => page;
