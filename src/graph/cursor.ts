import type { KeyType } from '../database/readers';
import { BadUserInput } from './errors';

const VALID: Record<KeyType, RegExp> = {
  int4: /^-?\d{1,9}$/,
  float8: /^(-?\d+(\.\d+)?(e[+-]\d+)?|-?Infinity|NaN)$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  text: /^[^\0]*$/,
};

/** A cursor is the order it belongs to and the sort key of an item, as the texts PostgreSQL gives for them. */
export function encodeCursor(order: string, keys: readonly string[]): string {
  return Buffer.from(JSON.stringify([order, ...keys])).toString('base64url');
}

/** The sort key in a cursor, or BAD_USER_INPUT where it is none of this list in this order. */
export function decodeCursor(argument: string, cursor: string, order: string, types: readonly KeyType[]): string[] {
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    content = undefined;
  }
  if (Array.isArray(content) && content[0] === order && content.length === types.length + 1) {
    const keys = content.slice(1) as unknown[];
    if (keys.every((key, index): key is string => typeof key === 'string' && VALID[types[index]!].test(key))) {
      return keys;
    }
  }
  throw new BadUserInput(
    `"${argument}" is not a cursor of this list in this order: ${JSON.stringify(cursor.slice(0, 80))}. ` +
      'Use a "cursor", "startCursor" or "endCursor" that the same query with the same "orderBy" gave.',
  );
}
