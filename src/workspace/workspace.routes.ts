import { randomUUID } from 'node:crypto';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { SignInConfig } from '../config';
import type { ViewDatabases } from '../database/view-databases';
import type { View } from '../graph/audience';
import { hideFailure } from '../graph/errors';
import { Unauthenticated } from '../identity/verifier';
import type { Admit } from '../limits/admission';
import type { Limits } from '../limits/limits';
import { RateLimited } from '../limits/rate-limited';
import type { Workload } from '../limits/workload';
import { noteErrors } from '../operations/observe-requests';
import { answerLater } from '../protocol/refusals';
import { Asked } from '../site/asked';
import { MovedTo, NothingThere } from '../site/site-page';
import { readBody, type Sent } from './body';
import { type Caller, Callers, GraphRefused } from './caller';
import { PAGES } from './pages';
import { sendProblem, sendWork } from './send-work';
import { localProvider, serveLocalProvider } from './sign-in/local-provider';
import { configuredProvider, type ProviderAt } from './sign-in/provider';
import { signInAddress, WORK } from './sign-in/return-address';
import { SessionStore } from './sign-in/session-store';
import { isOwnForm, Sessions } from './sign-in/sessions';
import { serveSignIn } from './sign-in/sign-in.routes';
import { statusOf, submit } from './submit';
import { serveTemplate } from './returns/template-file';
import type { AnyWorkPage } from './work-page';

export interface WorkspaceOptions {
  databases: ViewDatabases;
  schemaOf: (view: View) => GraphQLSchema;
  /** Lets a request in by its access token, as it does those of programs. */
  admit: Admit;
  limits: Limits;
  /** How much may be under way: what is asked here counts as what programs ask with their tokens. */
  workload: Workload;
  logger: Logger;
  production: boolean;
  signIn: SignInConfig | undefined;
  publicUrl: string | undefined;
  /** The folder of the local issuer, where one may sign in by that: in development. */
  localIssuerDirectory: string | undefined;
}

/** Serves the pages of those who sign in, and the ways in and out. */
export async function serveWorkspace(server: FastifyInstance, options: WorkspaceOptions): Promise<void> {
  // Apart from the rest, which knows neither cookies nor forms.
  await server.register(async (app) => {
    const { limits, logger, production, signIn, publicUrl, localIssuerDirectory } = options;
    const bytes = Math.min(limits.bodyBytes, Number.MAX_SAFE_INTEGER);
    await app.register(formbody, { bodyLimit: bytes });
    await app.register(multipart, {
      attachFieldsToBody: 'keyValues',
      limits: { fileSize: bytes, fieldSize: 10_000, files: 1, fields: 30 },
    });
    const originOf = (request: FastifyRequest): string => publicUrl ?? `${request.protocol}://${request.host}`;
    const provider = providerAt(app, signIn, production ? undefined : localIssuerDirectory);
    const unknown: ProviderAt = () => {
      throw new Error('Nobody can have signed in here.');
    };
    const sessions = new Sessions(
      new SessionStore(options.databases.PUBLIC),
      provider ?? unknown,
      originOf,
      production,
    );
    const callers = new Callers(options);
    // A browser is told to let no other site have any of this, and to keep none of it.
    app.decorateRequest('caller');
    app.addHook('onRequest', (_request, reply, done) => {
      void reply.removeHeader('access-control-allow-origin').header('cache-control', 'no-store');
      done();
    });
    answerErrors(app, logger, limits);
    serveSignIn(app, { provider, sessions, callers, logger });
    if (!production && !signIn && localIssuerDirectory !== undefined) {
      serveLocalProvider(app, localIssuerDirectory, originOf);
    }
    servePages(app, sessions, callers, options.workload);
  });
}

function providerAt(
  app: FastifyInstance,
  signIn: SignInConfig | undefined,
  localIssuerDirectory: string | undefined,
): ProviderAt | undefined {
  if (signIn) {
    const provider = configuredProvider(signIn);
    return () => provider;
  }
  return localIssuerDirectory === undefined ? undefined : (origin) => localProvider(app, origin);
}

type Work = (caller: Caller, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

function servePages(app: FastifyInstance, sessions: Sessions, callers: Callers, workload: Workload): void {
  /** Does something as whoever has signed in; others are told to, whether or not there is anything at the address. */
  const signedIn = (work: Work) => {
    const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const session = await sessions.of(request);
      if (!session) return askToSignIn(request, reply);
      let caller: Caller;
      try {
        caller = await callers.of(session, request, reply);
      } catch (error) {
        if (!(error instanceof Unauthenticated)) throw error;
        await sessions.end(request, reply);
        return askToSignIn(request, reply);
      }
      request.caller = caller;
      if (request.method !== 'POST') return work(caller, request, reply);
      const { token } = readBody(request.body);
      if (isOwnForm(request, session, token, sessions.originOf(request))) return work(caller, request, reply);
      return sendProblem(request, reply, {
        title: 'Nothing was changed',
        message:
          'What you sent was not sent by a page of yours, or by one from before you signed in. Go back, load the page anew, and send it again.',
        status: 403,
      });
    };
    return (request: FastifyRequest, reply: FastifyReply) => workload.run(() => answer(request, reply));
  };

  for (const page of PAGES) {
    app.get(
      page.path,
      signedIn((caller, request, reply) => show(page, caller, request, reply)),
    );
    if (page.forms) {
      app.post(
        page.path,
        signedIn((caller, request, reply) => take(page, caller, request, reply)),
      );
    }
  }
  serveTemplate(app, signedIn);
  const nothing = signedIn(() => Promise.reject(new NothingThere()));
  app.route({ method: ['GET', 'POST'], url: `${WORK}/*`, handler: nothing });
}

function askToSignIn(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (request.method !== 'POST') return reply.redirect(signInAddress(request.url), 303);
  // A form cannot be led to the provider and back.
  return sendProblem(request, reply, {
    title: 'You are signed out',
    message:
      'Your sign-in has ended, and nothing was changed. Sign in in another window, go back to this form, copy what you typed, and open the page anew.',
    status: 401,
  });
}

/** A page as a caller is shown it: its answer of now, or NothingThere. */
async function read(page: AnyWorkPage, caller: Caller, asked: Asked): Promise<unknown> {
  const { viewer } = caller;
  if (!page.views.includes(viewer.view) || (page.role && !viewer.roles.includes(page.role))) throw new NothingThere();
  return caller.ask(page.query(viewer), page.variables?.({ asked, viewer }) ?? {});
}

async function show(
  page: AnyWorkPage,
  caller: Caller,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const asked = new Asked(request);
  return sendWork(request, reply, { page, caller, asked, answer: await read(page, caller, asked) });
}

/** Takes a form that was sent: does what it asks and leads on, or shows the page again with what is wrong. */
async function take(
  page: AnyWorkPage,
  caller: Caller,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const asked = new Asked(request);
  const sent: Sent = readBody(request.body);
  const form = Object.hasOwn(page.forms!, sent.form) ? page.forms![sent.form] : undefined;
  if (!form) throw new NothingThere();
  const at = { asked, viewer: caller.viewer };
  const answer = await read(page, caller, asked);
  try {
    // Whoever may not see the page may not send its forms either.
    page.values(answer, at);
  } catch (error) {
    if (!(error instanceof MovedTo)) throw error;
    // The work has moved on since the form was opened.
    return reply.redirect(`${error.href}?done=moved`, 303);
  }
  const outcome = await submit(form, sent, answer, at, caller);
  if ('made' in outcome) return reply.redirect(form.next(outcome.made, answer, at), 303);
  const now = outcome.isStale ? await read(page, caller, asked) : answer;
  const { problems, status, isStale } = outcome;
  const version = isStale && form.version ? String(form.version(now)) : sent.version;
  const failed = {
    name: sent.form,
    fields: sent.fields.values,
    problems,
    key: isStale ? randomUUID() : sent.key,
    version,
  };
  return sendWork(request, reply, { page, caller, asked, answer: now, failed, status });
}

/** Answers what goes wrong with pages. */
function answerErrors(app: FastifyInstance, logger: Logger, limits: Limits): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof NothingThere || (error instanceof GraphRefused && error.code === 'NOT_FOUND')) {
      return sendProblem(request, reply, {
        title: 'Page not found',
        message: 'There is nothing at this address, or nothing that you may see.',
        status: 404,
      });
    }
    if (error instanceof MovedTo) return reply.redirect(error.href, 303);
    if (error instanceof GraphRefused) {
      const title = 'That cannot be answered';
      return sendProblem(request, reply, { title, message: error.message, status: statusOf(error) });
    }
    if (error instanceof RateLimited) {
      void reply.header('retry-after', String(error.account.secondsLeft));
      return sendProblem(request, reply, { title: 'Too much at once', message: error.message, status: 429 });
    }
    const later = answerLater(request, reply, error, logger);
    if (later) return later;
    const status = error.statusCode ?? 500;
    if (status === 413) {
      const message = `At most ${limits.bodyBytes.toLocaleString('en-GB')} bytes are taken at once. Go back, and send less.`;
      return sendProblem(request, reply, { title: 'That is too large', message, status });
    }
    if (status < 500) {
      return sendProblem(request, reply, { title: 'That cannot be read', message: error.message, status });
    }
    const failure = hideFailure(logger, error);
    noteErrors(request.facts, [failure]);
    return sendProblem(request, reply, { title: 'Something went wrong', message: failure.message, status: 500 });
  });
}
