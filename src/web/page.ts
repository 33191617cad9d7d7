import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { HOME, navigationAt } from './navigation';
import { templates } from './templates';

/** What a page may load and do: what comes from this server, and nothing that stands in the page itself. */
const POLICY = {
  'default-src': `'none'`,
  'script-src': `'self'`,
  'style-src': `'self'`,
  'img-src': `'self'`,
  'form-action': `'self'`,
  'base-uri': `'none'`,
  'frame-ancestors': `'none'`,
};

export interface Page {
  /** The template's path below src. */
  template: string;
  /** What the template says; `title` and `description` are every page's. */
  values: { title: string; description?: string; [name: string]: unknown };
  status?: number;
  /** Directives of the Content-Security-Policy that are other than everywhere. */
  policy?: Record<string, string>;
}

/**
 * Answers a request with a page. Who has it already is told so: the tag is the page's own text, so nothing but a change
 * of the page can change it.
 */
export function sendPage(request: FastifyRequest, reply: FastifyReply, page: Page): FastifyReply {
  const { status = 200, policy } = page;
  const html = renderPage(request, page);
  // Weak: the bytes are other in each encoding.
  const tag = `W/"${createHash('sha256').update(html).digest('base64url').slice(0, 27)}"`;
  void reply.status(status).headers({
    ...pageHeaders(policy),
    'cache-control': status === 200 ? 'no-cache' : 'no-store',
    vary: 'accept, accept-encoding',
  });
  if (status === 200) {
    void reply.header('etag', tag);
    if (request.headers['if-none-match']?.includes(tag)) return reply.status(304).send();
  }
  return reply.type('text/html; charset=utf-8').send(html);
}

/** The markup of a page. */
export const renderPage = (request: FastifyRequest, { template, values }: Pick<Page, 'template' | 'values'>): string =>
  templates.render(template, {
    description: '',
    ...values,
    home: HOME,
    navigation: navigationAt(addressOf(request)),
  });

/** What a browser is told of every page; `policy` has the directives that are other than everywhere. */
export const pageHeaders = (policy?: Record<string, string>): Record<string, string> => ({
  'content-security-policy': Object.entries({ ...POLICY, ...policy })
    .map((directive) => directive.join(' '))
    .join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
});

/** Whether a client would rather have a page than data, as browsers would. */
export const wantsPage = (request: FastifyRequest): boolean =>
  new Negotiator(request.raw).mediaType(['application/json', 'application/graphql-response+json', 'text/html']) ===
  'text/html';

/** The answer where there is nothing, for people. */
export const sendNotFound = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  sendPage(request, reply, {
    template: 'web/not-found.njk',
    values: { title: 'Page not found', address: addressOf(request) },
    status: 404,
  });

/** The answer where something of ours failed, for people; `failure` says nothing but the id in the log. */
export const sendFailure = (request: FastifyRequest, reply: FastifyReply, failure: { message: string }): FastifyReply =>
  sendPage(request, reply, {
    template: 'web/failure.njk',
    values: { title: 'Something went wrong', message: failure.message },
    status: 500,
  });

/** The path that was asked for. */
const addressOf = (request: FastifyRequest): string => request.url.split('?')[0]!;
