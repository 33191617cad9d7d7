import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PUBLIC_VIEWER } from '../identity/viewer';
import { type Admit, takeRest } from '../limits/admission';
import { headersOf } from '../limits/rate-limited';
import { refuse } from '../protocol/refusals';
import { wantsPage } from '../web/page';
import { CSV_POINTS, type CsvAnswers } from './csv-answers';
import { catalogueOf } from './catalogue';
import type { Downloads, Release } from './downloads';
import { sendDownloadsPage } from './downloads-page';
import { FORMATS } from './formats';
import { FIGURES_HELP, figuresQuestion } from './figures-question';

/** Files of a revision never change. */
const FOR_GOOD = 'public, max-age=31536000, immutable';
/** What says which revision is the newest is asked for each time. */
const ASK_EACH_TIME = 'no-cache';
/** Seconds after which to ask again for a revision that is being made. */
const RETRY_AFTER = 30;
const NOT_FOUND = { code: 'NOT_FOUND' };

const TYPES: Record<string, string> = {
  ...Object.fromEntries(FORMATS.map(({ extension, mediaType }) => [`.${extension}`, mediaType])),
  '.csv': 'text/csv; charset=utf-8; header=present',
  '.json': 'application/json; charset=utf-8',
  '.cff': 'application/yaml; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '': 'text/plain; charset=utf-8',
};

interface RouteOptions {
  downloads: Downloads | undefined;
  csv: CsvAnswers;
  admit: Admit;
}

interface OfRevision {
  Params: { revision: string; file?: string };
}

/** Serves the register as files below /data, and figures as CSV at /data/observations.csv. */
export async function serveDownloads(app: FastifyInstance, { downloads, csv, admit }: RouteOptions): Promise<void> {
  await app.register(async (scope) => {
    // What is public may be read by pages of others: notebooks in a browser do.
    scope.addHook('onRequest', async (_request, reply) => {
      void reply.headers({
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'accept-ranges, content-range, etag, link, register-revision',
      });
    });
    scope.get('/data/observations.csv', async (request, reply) => {
      const question = figuresQuestion(request.query as Record<string, unknown>);
      if ('wrong' in question)
        return refuse(reply, 400, `${question.wrong} ${FIGURES_HELP}`, { code: 'BAD_USER_INPUT' });
      const { account, viewer } = await admit(request);
      takeRest(account, CSV_POINTS);
      void reply.headers(headersOf(account));
      // The same for everybody, by the points of whoever asks.
      return csv.serveQuestion(question, reply, { ...PUBLIC_VIEWER, apiKeyId: viewer.apiKeyId });
    });
    if (downloads) await serveFiles(scope, downloads);
  });
}

async function serveFiles(scope: FastifyInstance, downloads: Downloads): Promise<void> {
  // Each file that is sent says the folder it lies in.
  await scope.register(fastifyStatic, { serve: false, root: __dirname, preCompressed: true, cacheControl: false });

  scope.get('/data', async (request, reply) => {
    const releases = await downloads.releases();
    void reply.header('vary', 'accept, accept-encoding');
    if (wantsPage(request)) return sendDownloadsPage(request, reply, downloads, releases, newestMade(releases));
    return reply.header('cache-control', ASK_EACH_TIME).send(indexOf(releases, downloads));
  });

  scope.get('/data/catalogue.jsonld', async (_request, reply) => {
    const newest = newestMade(await downloads.releases());
    if (!newest) return notYet(reply);
    return reply
      .header('cache-control', ASK_EACH_TIME)
      .type('application/ld+json')
      .send(await catalogueOf(downloads, newest));
  });

  const latest = async (request: FastifyRequest<{ Params: { file?: string } }>, reply: FastifyReply) => {
    const newest = newestMade(await downloads.releases());
    if (!newest) return notYet(reply);
    const { file } = request.params;
    return reply
      .header('cache-control', ASK_EACH_TIME)
      .redirect(`/data/revisions/${newest.revision}${file === undefined ? '' : `/${encodeURIComponent(file)}`}`, 302);
  };
  scope.get('/data/latest', latest);
  scope.get('/data/latest/:file', latest);

  const send = async (request: FastifyRequest<OfRevision>, reply: FastifyReply) => {
    const { revision, file = 'datapackage.json' } = request.params;
    const releases = await downloads.releases();
    const release = releases.find((each) => String(each.revision) === revision);
    if (!release) {
      const newest = releases[0]?.revision ?? 0;
      const message = `There is no revision ${revision} of the register: the newest is ${newest}.`;
      return refuse(reply, 404, message, NOT_FOUND);
    }
    if (!release.isMade) return downloads.want(release.revision) ? notYet(reply, release) : notYet(reply);
    if (request.params.file === undefined && wantsPage(request)) {
      return sendDownloadsPage(request, reply, downloads, releases, release);
    }
    const names = downloads.fileNames;
    if (!names.includes(file)) {
      return refuse(reply, 404, `A revision has no file ${file}. It has ${names.join(', ')}.`, NOT_FOUND);
    }
    void reply.header('vary', request.params.file === undefined ? 'accept, accept-encoding' : 'accept-encoding');
    return reply.sendFile(file, downloads.folderOf(release));
  };
  // @fastify/compress would take the ranges away; CSV and JSON Lines lie there compressed.
  const options = { compress: false as const, onSend: describeFile };
  scope.get<OfRevision>('/data/revisions/:revision', options, send);
  scope.get<OfRevision>('/data/revisions/:revision/:file', options, send);
}

/** Says what a file is, of which @fastify/static knows little, and that it is so for good: once it has been found. */
function describeFile(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  const { file = 'datapackage.json' } = request.params as { file?: string };
  const isPage = String(reply.getHeader('content-type')).startsWith('text/html');
  if (isPage || ![200, 206, 304].includes(reply.statusCode)) return Promise.resolve(payload);
  const type = TYPES[path.extname(file)];
  if (reply.statusCode !== 304 && type !== undefined) void reply.type(type);
  void reply.header('cache-control', FOR_GOOD);
  return Promise.resolve(payload);
}

const newestMade = (releases: readonly Release[]): Release | undefined => releases.find(({ isMade }) => isMade);

function notYet(reply: FastifyReply, release?: Release): FastifyReply {
  void reply.header('retry-after', RETRY_AFTER);
  const what = release ? `The files of revision ${release.revision} are` : 'Files are';
  return refuse(reply, 503, `${what} being made. Ask again in ${RETRY_AFTER} seconds.`, { code: 'BUSY' });
}

/** What there is to download, for programs. */
function indexOf(releases: readonly Release[], { tables }: Downloads): object {
  const hrefOf = ({ revision }: Release): string => `/data/revisions/${revision}`;
  const newest = newestMade(releases);
  return {
    latest: newest ? { revision: newest.revision, href: hrefOf(newest) } : null,
    catalogue: '/data/catalogue.jsonld',
    formats: FORMATS.map(({ extension, title }) => ({ extension, title })),
    tables: tables.map(({ name, title, description }) => ({ name, title, description })),
    revisions: releases.map(({ isMade, ...release }) => ({ ...release, href: hrefOf({ isMade, ...release }), isMade })),
  };
}
