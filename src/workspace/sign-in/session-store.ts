import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { Reads } from '../../database/database';

/** What is kept of somebody who has signed in. */
export interface SessionContent {
  /** How the provider calls the person, to be shown to them. */
  name: string;
  /** What each page is asked for with, as by any other client. */
  accessToken: string;
  /** When that ends, in seconds since 1970. */
  accessTokenEndsAt: number;
  /** By which another is got; undefined where the provider gives none. */
  refreshToken?: string | undefined;
  /** By which the provider is told that the person signs out. */
  idToken?: string | undefined;
}

const SECRET = /^[\w-]{43}$/;
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Something that follows from a session's secret, and from which the secret does not follow. */
export const derive = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/**
 * Sessions, in the database of the register: every server knows all of them, and one that is ended is ended everywhere.
 * A session is sealed under a key that is in its cookie alone, so that nobody who reads the database or a copy of it has
 * anybody's tokens, and no server needs a secret of its own.
 */
export class SessionStore {
  /** The database as the public may read it: it may ask for a session by its hash, and list none. */
  constructor(private readonly reads: Reads) {}

  /** Begins a session and gives its secret, which is nowhere else. */
  async begin(content: SessionContent, endsAt: Date): Promise<string> {
    const secret = randomBytes(32).toString('base64url');
    await this.reads.rows('select begin_web_session($1, $2, $3)', [hashOf(secret), seal(secret, content), endsAt]);
    return secret;
  }

  /** What is kept under a secret; null where there is no such session, or no longer. */
  async read(secret: string): Promise<SessionContent | null> {
    if (!SECRET.test(secret)) return null;
    const [row] = await this.reads.rows<{ sealed: Buffer | null }>('select read_web_session($1) as sealed', [
      hashOf(secret),
    ]);
    return row?.sealed ? open(secret, row.sealed) : null;
  }

  /** Whether it falls to this request to get another access token for the session. */
  async claimRenewal(secret: string): Promise<boolean> {
    const [row] = await this.reads.rows<{ claimed: boolean }>('select claim_web_session_renewal($1) as claimed', [
      hashOf(secret),
    ]);
    return row!.claimed;
  }

  async renew(secret: string, content: SessionContent): Promise<void> {
    await this.reads.rows('select renew_web_session($1, $2)', [hashOf(secret), seal(secret, content)]);
  }

  async end(secret: string): Promise<void> {
    await this.reads.rows('select end_web_session($1)', [hashOf(secret)]);
  }
}

function seal(secret: string, content: SessionContent): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, derive(secret, 'content'), nonce);
  return Buffer.concat([nonce, cipher.update(JSON.stringify(content), 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

function open(secret: string, sealed: Buffer): SessionContent {
  const decipher = createDecipheriv(CIPHER, derive(secret, 'content'), sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const text = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  return JSON.parse(text.toString('utf8')) as SessionContent;
}
