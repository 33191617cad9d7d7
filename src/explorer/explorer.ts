import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Example, readExamples } from '../docs/examples';
import { sendPage, wantsPage } from '../web/page';

let examples: Example[] | undefined;

/** Whether somebody looks at the address of the API in a browser. A query is never run for the asking of a page. */
export const asksForExplorer = (request: FastifyRequest): boolean =>
  request.method === 'GET' && (request.query as Record<string, unknown>)['query'] === undefined && wantsPage(request);

/** Answers with the explorer. */
export const sendExplorer = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  sendPage(request, reply, {
    template: 'explorer/explorer.njk',
    values: {
      title: 'Explorer',
      description: 'Write queries, run them, and read the schema beside them.',
      examples: JSON.stringify((examples ??= readExamples())),
    },
    policy: {
      // Monaco, the editor, lays out its lines with style attributes and puts its theme into a style element.
      'style-src': `'self' 'unsafe-inline'`,
      // The styles of GraphiQL and Monaco have their fonts and small pictures in them.
      'font-src': `'self' data:`,
      'img-src': `'self' data:`,
      'worker-src': `'self'`,
      'connect-src': `'self'`,
    },
  });
