import { randomBytes, timingSafeEqual } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Cookie } from './cookies';
import type { Checks, ProviderAt } from './provider';
import { derive, type SessionContent, type SessionStore } from './session-store';

/** Milliseconds that a session lasts at most: a working day. */
const LONGEST = 10 * 3_600_000;
/** Seconds before the end of an access token from which another is got. */
const AHEAD = 30;
/** Seconds that somebody may take at the provider. */
const SIGN_IN_SECONDS = 900;
/** Milliseconds, and how often, that is waited for another request to renew the same session. */
const WAIT = 250;
const MOST_WAITS = 24;

/** Somebody who has signed in. */
export interface Session {
  secret: string;
  content: SessionContent;
}

interface Pending extends Checks {
  /** Where to lead the person afterwards. */
  wanted: string;
}

/** Whether another access token has to be got. Without the means to, the session ends with the one that it has. */
const mustRenew = ({ refreshToken, accessTokenEndsAt }: SessionContent): boolean =>
  refreshToken !== undefined && accessTokenEndsAt < Date.now() / 1000 + AHEAD;

/** The sessions of browsers, each by the cookie that it has. */
export class Sessions {
  private readonly cookie: Cookie;
  private readonly pending: Cookie;

  constructor(
    private readonly store: SessionStore,
    private readonly provider: ProviderAt,
    /** The address of this site, as whoever asks has it. */
    readonly originOf: (request: FastifyRequest) => string,
    production: boolean,
  ) {
    this.cookie = new Cookie('session', production);
    this.pending = new Cookie('sign-in', production, SIGN_IN_SECONDS);
  }

  /** Keeps with a browser what is to be checked when it comes back from the provider. */
  await(reply: FastifyReply, pending: Pending): void {
    this.pending.set(reply, Buffer.from(JSON.stringify(pending)).toString('base64url'));
  }

  /** What was kept so, once; null where there is nothing. */
  awaited(request: FastifyRequest, reply: FastifyReply): Pending | null {
    const text = this.pending.read(request);
    this.pending.clear(reply);
    if (text === undefined) return null;
    try {
      const { state, nonce, verifier, wanted } = JSON.parse(Buffer.from(text, 'base64url').toString()) as Pending;
      const isWhole = [state, nonce, verifier, wanted].every((each) => typeof each === 'string');
      return isWhole ? { state, nonce, verifier, wanted } : null;
    } catch {
      return null;
    }
  }

  /** Begins a session that no earlier one of this browser has anything to do with, which is ended. */
  async begin(request: FastifyRequest, reply: FastifyReply, content: SessionContent): Promise<void> {
    await this.end(request, reply);
    const longest = Date.now() + LONGEST;
    const endsAt = content.refreshToken === undefined ? Math.min(longest, content.accessTokenEndsAt * 1000) : longest;
    const secret = await this.store.begin(content, new Date(endsAt));
    this.cookie.set(reply, secret);
  }

  /** The session of a browser; null where it has none. */
  async of(request: FastifyRequest): Promise<Session | null> {
    const secret = this.cookie.read(request);
    if (secret === undefined) return null;
    let content = await this.store.read(secret);
    for (let waits = 0; content !== null && mustRenew(content); waits++) {
      if (waits === MOST_WAITS) return null;
      if (await this.store.claimRenewal(secret)) {
        // Another request may have renewed it since it was read.
        content = await this.store.read(secret);
        if (content !== null && mustRenew(content)) content = await this.renew(secret, content, this.originOf(request));
        break;
      }
      await setTimeout(WAIT);
      content = await this.store.read(secret);
    }
    return content && { secret, content };
  }

  private async renew(secret: string, content: SessionContent, origin: string): Promise<SessionContent | null> {
    const renewed = await this.provider(origin).renew(content);
    if (renewed === null) await this.store.end(secret);
    else await this.store.renew(secret, renewed);
    return renewed;
  }

  /** Ends the session of a browser, on all servers; gives what it was. */
  async end(request: FastifyRequest, reply: FastifyReply): Promise<SessionContent | null> {
    const secret = this.cookie.read(request);
    this.cookie.clear(reply);
    if (secret === undefined) return null;
    const content = await this.store.read(secret);
    await this.store.end(secret);
    return content;
  }
}

const TOKEN_BYTES = 32;
const xor = (one: Buffer, other: Buffer): Buffer => Buffer.from(one.map((byte, index) => byte ^ other[index]!));

/**
 * What each form of a session's pages sends with it, and no other page can know. It is written otherwise each time, as how
 * well a page is compressed would else tell of it.
 */
export function formTokenOf({ secret }: Session): string {
  const mask = randomBytes(TOKEN_BYTES);
  return Buffer.concat([mask, xor(mask, derive(secret, 'form'))]).toString('base64url');
}

/**
 * Whether a form was sent by a page of this session and not by one of somebody else's: it has the session's token, and
 * what the browser says of where it comes from, if it says so, is this site.
 */
export function isOwnForm(
  request: FastifyRequest,
  session: Session,
  token: string | undefined,
  origin: string,
): boolean {
  const { origin: from, 'sec-fetch-site': site } = request.headers;
  if (from !== undefined && from !== origin) return false;
  if (site !== undefined && site !== 'same-origin') return false;
  const given = Buffer.from(token ?? '', 'base64url');
  if (given.length !== 2 * TOKEN_BYTES) return false;
  const unmasked = xor(given.subarray(0, TOKEN_BYTES), given.subarray(TOKEN_BYTES));
  return timingSafeEqual(unmasked, derive(session.secret, 'form'));
}
