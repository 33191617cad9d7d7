import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { explorerLink } from '../explorer/explorer-link';
import type { GraphClient } from '../graph/graph-client';
import type { PublishedAnswers } from '../graph/published-answers';
import { PUBLIC_VIEWER } from '../identity/viewer';
import type { Budgets } from '../limits/budgets';
import { headersOf, RateLimited } from '../limits/rate-limited';
import type { Workload } from '../limits/workload';
import { UserError } from '../user-error';
import { pageHeaders, renderPage, sendNotFound, sendPage } from '../web/page';
import { Asked } from './asked';
import { PAGES } from './pages';
import { type AnyPage, MovedTo, NothingThere, type RegisterAnswer } from './site-page';
import { tableCsv } from './table';
import './words';

/**
 * Points that making a page takes of the budget of the address that asks. One that is kept takes none; but any address
 * can be written in ways without end, and each way is made anew, in up to a second of the processor's.
 */
export const PAGE_POINTS = 1_000;

interface SiteOptions {
  /** The public graph: pages know nothing that it does not answer. */
  graph: GraphClient;
  /** Keeps pages as it keeps answers: they change by a publication or with the day, and at no other time. */
  answers: PublishedAnswers;
  workload: Workload;
  budgets: Budgets;
}

/** Serves the public site. */
export function serveSite(app: FastifyInstance, { graph, answers, workload, budgets }: SiteOptions): void {
  for (const page of PAGES) {
    app.get(page.path, (request, reply) => {
      void reply.headers(pageHeaders());
      const asked = new Asked(request);
      if (asksCsv(page, asked)) {
        void reply.header('content-disposition', `attachment; filename="${page.csv!.name(asked)}.csv"`);
      }
      // The address of this server stands in feeds, and in no page.
      const describe = (): string => JSON.stringify(['page', page.type && asked.origin, request.url]);
      const make = (): Promise<unknown> => {
        const account = budgets.of(PUBLIC_VIEWER, request.ip);
        if (account.take(PAGE_POINTS)) return workload.run(() => answer(graph, page, asked, request, reply));
        return Promise.resolve(refuse(request, reply, new RateLimited(account, PAGE_POINTS)));
      };
      return answers.serve(request, reply, make, describe);
    });
  }
}

function refuse(request: FastifyRequest, reply: FastifyReply, { account, message }: RateLimited): FastifyReply {
  void reply.headers(headersOf(account, true)).removeHeader('content-disposition');
  const values = { title: 'Too many pages in a minute', message };
  return sendPage(request, reply, { template: 'web/failure.njk', values, status: 429 });
}

async function answer(
  graph: GraphClient,
  page: AnyPage,
  asked: Asked,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  try {
    if (asksCsv(page, asked)) {
      const csv = await makeCsv(graph, page, asked);
      void reply.type('text/csv; charset=utf-8; header=present');
      return csv;
    }
    const variables = page.variables?.(asked) ?? {};
    const values = await page.values(await graph.query(page.query, variables), asked);
    const sources = {
      explorer: explorerLink(page.query, variables),
      csv: page.csv ? asked.with({ format: 'csv', after: null, sort: null }) : '',
    };
    void reply.type(page.type ?? 'text/html; charset=utf-8');
    return renderPage(request, { template: page.template, values: { breadcrumbs: [], ...values, sources } });
  } catch (error) {
    void reply.removeHeader('content-disposition');
    if (error instanceof MovedTo) {
      const [, search] = request.url.split('?', 2);
      return reply.redirect(search === undefined ? error.href : `${error.href}?${search}`, 301);
    }
    if (error instanceof NothingThere) return sendNotFound(request, reply);
    // The graph refused what the address asks, such as a cursor that somebody has shortened.
    if (error instanceof UserError) {
      const values = { title: 'That address asks for something that cannot be answered', message: error.message };
      return sendPage(request, reply, { template: 'web/failure.njk', values, status: 400 });
    }
    throw error;
  }
}

const asksCsv = (page: AnyPage, asked: Asked): boolean => page.csv !== undefined && asked.one('format') === 'csv';

/** The page's table, whole; of one revision, however many parts it is read in. */
async function makeCsv(graph: GraphClient, page: AnyPage, asked: Asked): Promise<string> {
  const { columns, rows, next } = page.csv!;
  const all: unknown[] = [];
  let after: string | null = null;
  let revision: number | undefined;
  do {
    const part: Record<string, unknown> = { first: 100, after, last: null, before: null };
    const answer: RegisterAnswer = await graph.query(page.query, { ...page.variables?.(asked), ...(next && part) });
    // A publication meanwhile: from the start.
    if (revision !== undefined && revision !== answer.register.revision) return makeCsv(graph, page, asked);
    revision = answer.register.revision;
    all.push(...(rows(answer, asked) as readonly unknown[]));
    const info: ReturnType<NonNullable<typeof next>> | undefined = next?.(answer);
    after = info?.hasNextPage ? info.endCursor : null;
  } while (after !== null);
  return tableCsv({ columns, rows: all });
}
