import { createHash } from 'node:crypto';
import type { Context } from '../graph/context';
import { BadUserInput, Forbidden } from '../graph/errors';
import type { ViewerRole } from '../identity/viewer';
import { Refusal, type UserProblem } from './refusal';
import { inWrite, type Write } from './write';

/** What every mutation is sent. */
export interface IdempotentInput {
  idempotencyKey: string;
}

/** What a mutation answers: what it made or changed under the name of its kind, or what is wrong with the input. */
export type Payload = Record<string, unknown> & { userErrors?: readonly UserProblem[] };

const KEY = /^[\x21-\x7e]{8,200}$/;

/** The key stands for something else that was done. */
export class KeyUsedBefore extends BadUserInput {}

/** Thrown to undo what an earlier answer makes needless. */
class AnsweredBefore extends Error {
  constructor(readonly answer: Payload) {
    super();
  }
}

/**
 * Runs a mutation: for whom its role is, once for each idempotency key, in one transaction with its audit entry. The
 * same key with the same input is given the first answer again; what is refused is not kept, because it did nothing.
 */
export async function perform<Input extends IdempotentInput>(
  context: Context,
  operation: string,
  role: ViewerRole,
  input: Input,
  work: (write: Write) => Promise<Payload>,
): Promise<Payload> {
  const { idempotencyKey, ...content } = input;
  if (!context.viewer.roles.includes(role)) {
    throw new Forbidden(`This needs the role ${role}, which your token does not have.`);
  }
  if (!KEY.test(idempotencyKey)) {
    throw new BadUserInput(
      '"input.idempotencyKey" must be 8 to 200 letters, digits or signs without spaces, such as a UUID: one for each thing you do, and the same when you try it again.',
    );
  }
  refuseUnwritable(content, 'input');
  await context.forget();
  try {
    return await retrying(() =>
      inWrite(context.view, context.viewer, operation, content, async (write) => {
        await claim(write, idempotencyKey, operation, content);
        const payload = { ...(await work(write)), userErrors: [] };
        await write.rows(
          'update idempotent_answer set answer = $1 where (organisation_id, subject, key) = ($2, $3, $4)',
          [JSON.stringify(payload), write.organisation.id, write.viewer.subject, idempotencyKey],
        );
        return payload;
      }),
    );
  } catch (error) {
    if (error instanceof Refusal) return { userErrors: error.problems };
    if (error instanceof AnsweredBefore) return error.answer;
    throw error;
  }
}

/** What PostgreSQL says where it has undone a transaction for the sake of another: deadlock, failed serialisation. */
const TRY_AGAIN = ['40P01', '40001'];
const MOST_TRIES = 3;

/** Mutations lock in one order, so that none waits for another in a circle; this is for what escapes that order. */
async function retrying<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === MOST_TRIES || !TRY_AGAIN.includes((error as { code?: string }).code ?? '')) throw error;
    }
  }
}

/** Refuses characters that no text in the register can have, with the way to the text. */
function refuseUnwritable(value: unknown, path: string): void {
  if (typeof value === 'string') {
    if (/[\0\p{Surrogate}]/u.test(value)) {
      throw new BadUserInput(`"${path}" has a character that is none: U+0000, or half of a surrogate pair.`);
    }
  } else if (value !== null && typeof value === 'object') {
    Object.entries(value).forEach(([name, each]) => refuseUnwritable(each, `${path}.${name}`));
  }
}

/** Takes a key for this transaction; a twin that runs at the same time waits here until this one has ended. */
async function claim(write: Write, key: string, operation: string, input: object): Promise<void> {
  const hash = createHash('sha256').update(canonical(input)).digest('base64url');
  const owner = [write.organisation.id, write.viewer.subject, key];
  const claimed = await write.rows(
    `insert into idempotent_answer (organisation_id, subject, key, operation, input_hash) values ($1, $2, $3, $4, $5)
     on conflict do nothing returning key`,
    [...owner, operation, hash],
  );
  if (claimed.length > 0) return;
  const former = await write.row<{ operation: string; hash: string; answer: Payload }>(
    `select operation, input_hash as hash, answer from idempotent_answer
     where (organisation_id, subject, key) = ($1, $2, $3)`,
    owner,
  );
  // Forgotten just now, after 30 days: it is free again.
  if (!former) return claim(write, key, operation, input);
  if (former.operation !== operation || former.hash !== hash) {
    throw new KeyUsedBefore(
      `"input.idempotencyKey" was used before, for ${former.operation === operation ? 'another input' : former.operation}: take a new one for each thing you do.`,
    );
  }
  throw new AnsweredBefore(former.answer);
}

/** JSON whose fields are in the order of the alphabet, so that the same input always gives the same text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    each !== null && typeof each === 'object' && !Array.isArray(each) && !(each instanceof Date)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
