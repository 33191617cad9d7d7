import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { runtime } from 'nunjucks';
import { VIEWS } from '../graph/audience';
import { ERROR_CODES } from '../graph/error-codes';
import { whoSeesWhat } from '../graph/who-sees-what';
import { sendNotFound, sendPage } from '../web/page';
import { templates } from '../web/templates';
import { readDocuments } from './documents';
import { readExamples, type User } from './examples';
import { limits } from './limits';
import { renderDescription, renderMarkdown } from './markdown';
import { referenceOf, search, viewNamed } from './reference';

templates.addFilter('described', (text: string) => new runtime.SafeString(renderDescription(text)));

/** Whose page in docs/start has which examples. */
const USERS_BY_PAGE: Record<string, User> = {
  researcher: 'researcher',
  journalist: 'journalist',
  'council-officer': 'council officer',
  department: 'department',
  office: 'Office',
};

/** Results of a search of the reference that a page shows. */
const MOST_RESULTS = 200;

interface Asked {
  Params: { name: string; view: string; type: string };
  Querystring: { q?: string | string[] };
}

/** The documentation: written pages from docs/, and pages made of the code, below /docs. */
export function serveDocs(app: FastifyInstance): void {
  const { guides, starts } = readDocuments();
  const examples = readExamples();
  const views = VIEWS.map((view) => view.toLowerCase());
  const page = (
    request: FastifyRequest,
    reply: FastifyReply,
    template: string,
    values: { title: string; [name: string]: unknown },
  ): FastifyReply => sendPage(request, reply, { template: `docs/${template}.njk`, values: { views, ...values } });

  app.get('/docs', (request, reply) =>
    page(request, reply, 'index', {
      title: 'API documentation',
      starts: Object.keys(USERS_BY_PAGE).map((name) => ({ name, title: starts.get(name)!.title })),
      guides: [...guides].map(([name, { title }]) => ({ name, title })),
    }),
  );
  app.get<Asked>('/docs/start/:name', (request, reply) => {
    const { name } = request.params;
    const document = starts.get(name);
    if (!document) return sendNotFound(request, reply);
    return page(request, reply, 'start', {
      ...document,
      examples: examples.filter(({ user }) => user === USERS_BY_PAGE[name]),
    });
  });
  app.get<Asked>('/docs/:name', (request, reply) => {
    const document = guides.get(request.params.name);
    return document ? page(request, reply, 'document', { ...document }) : sendNotFound(request, reply);
  });
  app.get('/docs/who-sees-what', (request, reply) =>
    page(request, reply, 'document', {
      title: 'Who sees what',
      body: renderMarkdown(`${WHO_SEES_WHAT}\n\n${whoSeesWhat()}`),
    }),
  );
  app.get('/docs/errors', (request, reply) =>
    page(request, reply, 'errors', {
      title: 'Errors',
      codes: Object.entries(ERROR_CODES).map(([code, rest]) => ({ code, ...rest })),
      userErrors: referenceOf('OFFICE').types.get('UserErrorCode')!.entries,
    }),
  );
  app.get('/docs/limits', (request, reply) =>
    page(request, reply, 'limits', { title: 'Limits', limits: limits(app.initialConfig.bodyLimit!) }),
  );
  app.get<Asked>('/docs/reference/:view', (request, reply) => {
    const view = viewNamed(request.params.view);
    if (!view) return sendNotFound(request, reply);
    const wanted = [request.query.q ?? ''].flat()[0]!.trim();
    const found = wanted === '' ? [] : search(view, wanted);
    return page(request, reply, 'reference', {
      title: `The schema of the ${request.params.view} view`,
      view: request.params.view,
      kinds: referenceOf(view).kinds,
      wanted,
      count: found.length,
      found: found.slice(0, MOST_RESULTS),
    });
  });
  app.get<Asked>('/docs/reference/:view/:type', (request, reply) => {
    const view = viewNamed(request.params.view);
    const type = view && referenceOf(view).types.get(request.params.type);
    if (!type) return sendNotFound(request, reply);
    return page(request, reply, 'type', { title: type.name, view: request.params.view, type });
  });
}

const WHO_SEES_WHAT = `There is one graph and there are four views of it, at one address: the token picks the view. A view is a
schema of its own, in which nothing it may not see has even a name. Behind the schema stand a rule on every field that is not
everyone's, and a role of the database with policies for its rows. What is another's and what does not exist answer the same.
This table is made of the code's own declarations.`;
