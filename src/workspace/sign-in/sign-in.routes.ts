import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { Unauthenticated } from '../../identity/verifier';
import { sendPage } from '../../web/page';
import type { Callers } from '../caller';
import type { ProviderAt } from './provider';
import { returnAddress, signInAddress, WORK } from './return-address';
import { isOwnForm, type Sessions } from './sessions';

interface SignInOptions {
  /** undefined where nobody can sign in. */
  provider: ProviderAt | undefined;
  sessions: Sessions;
  callers: Callers;
  logger: Logger;
}

/** The ways in and out. */
export function serveSignIn(app: FastifyInstance, { provider, sessions, callers, logger }: SignInOptions): void {
  app.get('/sign-in', async (request, reply) => {
    const wanted = returnAddress((request.query as { return?: string }).return);
    if (!provider) {
      const values = {
        title: 'Nobody can sign in here',
        message: 'This server has not been told where people sign in. What is published is open to everyone.',
      };
      return sendPage(request, reply, { template: 'web/failure.njk', values, status: 503 });
    }
    const origin = sessions.originOf(request);
    const { address, checks } = await provider(origin).begin(`${origin}/sign-in/callback`);
    sessions.await(reply, { ...checks, wanted });
    return reply.header('cache-control', 'no-store').redirect(address, 303);
  });

  app.get('/sign-in/callback', async (request, reply) => {
    const pending = sessions.awaited(request, reply);
    const refuse = (message: string) =>
      sendPage(request, reply, {
        template: 'workspace/sign-in/refused.njk',
        values: { title: 'You are not signed in', message, again: signInAddress(pending?.wanted ?? WORK) },
        status: 400,
      });
    if (!provider || !pending) {
      return refuse('This sign-in was not begun here, or too long ago, or your browser keeps no cookies of this site.');
    }
    const origin = sessions.originOf(request);
    const content = await provider(origin)
      .finish(new URL(request.url, origin), pending)
      .catch((error: unknown) => {
        logger.warn({ err: error }, 'a sign-in was refused');
        return null;
      });
    if (!content) return refuse('The sign-in was broken off, or what came back from it cannot be taken.');
    try {
      await callers.of({ secret: '', content }, request, reply);
    } catch (error) {
      if (!(error instanceof Unauthenticated)) throw error;
      return refuse(
        `You have signed in as ${content.name}, and the register does not know for which organisation you work. Ask whoever looks after sign-in at your organisation.`,
      );
    }
    await sessions.begin(request, reply, content);
    return reply.header('cache-control', 'no-store').redirect(returnAddress(pending.wanted), 303);
  });

  app.post('/sign-out', async (request, reply) => {
    const session = await sessions.of(request);
    const origin = sessions.originOf(request);
    const { token } = (request.body ?? {}) as { token?: string };
    if (session && !isOwnForm(request, session, token, origin)) {
      const values = {
        title: 'You are still signed in',
        message: 'That was not sent by a page of yours. Sign out by the button at the top of a page.',
      };
      return sendPage(request, reply, { template: 'web/failure.njk', values, status: 403 });
    }
    const content = await sessions.end(request, reply);
    const elsewhere =
      content && provider
        ? await provider(origin)
            .endAddress(content, `${origin}/`)
            .catch(() => null)
        : null;
    return sendPage(request, reply, {
      template: 'workspace/sign-in/signed-out.njk',
      values: { title: 'You have signed out', elsewhere: elsewhere ?? '', signIn: '/sign-in' },
    });
  });
}
