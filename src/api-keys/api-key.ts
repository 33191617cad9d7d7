import { createHash, randomBytes } from 'node:crypto';

/** What every key begins with, so that one is known where it has no business to be, in a log or a repository. */
export const KEY_PREFIX = 'oscdr_pk_';

const SECRET = '[0-9a-f]{40}';
const CHECKSUM_LENGTH = 8;
const SHAPE = new RegExp(`^${KEY_PREFIX}(${SECRET})([0-9a-f]{${CHECKSUM_LENGTH}})$`);
/** How much of a key is shown to tell it from others: the prefix and the beginning of what is random. */
const SHOWN_LENGTH = KEY_PREFIX.length + 8;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const checksumOf = (secret: string): string => sha256(KEY_PREFIX + secret).slice(0, CHECKSUM_LENGTH);

/** A new key: 160 random bits, and a checksum by which a mistyped one is known without asking anybody. */
export function makeKey(): string {
  const secret = randomBytes(20).toString('hex');
  return KEY_PREFIX + secret + checksumOf(secret);
}

/** Whether a text can be a key at all. */
export function isWellFormed(text: string): boolean {
  const [, secret, checksum] = SHAPE.exec(text) ?? [];
  return secret !== undefined && checksum === checksumOf(secret);
}

/** What is stored of a key: it cannot be turned back, and 160 random bits cannot be tried one after another. */
export const hashOf = (key: string): string => sha256(key);

export const shownOf = (key: string): string => key.slice(0, SHOWN_LENGTH);
