import type { Answered, QueryOptions } from './client.js';
import { textOf, type TypedDocument } from './document.js';
import { RegisterError } from './error.js';

/** A page of a list, as every connection of the register has it. Ask for these three. */
export interface Connection<Node> {
  nodes: readonly Node[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}

/** The variables of a query that takes a list in pages: it must have `$after`, and may have the others. */
export interface PageVariables {
  after?: string | null | undefined;
  first?: number | null | undefined;
  asOf?: string | null | undefined;
}

export interface PageOptions extends QueryOptions {
  /** Stop after so many items; without it, at the end of the list. */
  limit?: number;
}

/** What pages are read through. */
interface Reader {
  ask<Result>(
    document: TypedDocument<Result, never>,
    variables: object,
    options: QueryOptions,
  ): Promise<Answered<Result>>;
  /** The moment that all pages are to show; null where they show what there is at the time. */
  pin(options: QueryOptions): Promise<string | null>;
}

/** The items of a list, one after another, each page asked for when it is needed. */
export async function* readPages<Result, Variables extends PageVariables, Node>(
  reader: Reader,
  document: TypedDocument<Result, Variables>,
  variables: Variables,
  connection: (result: Result) => Connection<Node> | null | undefined,
  { limit = Infinity, ...options }: PageOptions,
): AsyncGenerator<Node, void, undefined> {
  if (!(limit >= 0)) throw new TypeError(`"limit" must be 0 or more, got ${limit}.`);
  const text = textOf(document);
  for (const name of ['$after', 'hasNextPage', 'endCursor']) {
    if (!text.includes(name)) throw new TypeError(`To be read in pages, the query must have ${name}.`);
  }
  let left = limit;
  if (left === 0) return;
  const looksBack = /\$asOf\b/.test(text);
  const asOf = variables.asOf ?? (looksBack ? await reader.pin(options) : null);
  let after = variables.after;
  let revision: number | null | undefined;
  for (;;) {
    const asked = { ...variables, ...(asOf !== null && { asOf }), ...(after != null && { after }) };
    const answer = await reader.ask<Result>(document, asked, options);
    if (asOf === null) {
      if (revision !== undefined && revision !== answer.revision) throw publishedMeanwhile(looksBack);
      revision = answer.revision;
    }
    const page = connection(answer.data);
    if (!page) return;
    for (const node of page.nodes) {
      yield node;
      if (--left === 0) return;
    }
    const { hasNextPage, endCursor } = page.pageInfo;
    if (!hasNextPage) return;
    if (endCursor == null || endCursor === after) {
      throw new TypeError('The list does not move on: "after: $after" must be an argument of the list that is read.');
    }
    after = endCursor;
  }
}

function publishedMeanwhile(looksBack: boolean): RegisterError {
  const advice = looksBack
    ? 'begin again.'
    : 'begin again, or give the query a variable $asOf: DateTimeISO and its root field asOf: $asOf.';
  return new RegisterError(
    `There was a publication between two pages, so items may be missing or come twice: ${advice}`,
    { code: 'PUBLISHED_MEANWHILE' },
  );
}
