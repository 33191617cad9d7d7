import { isDeepStrictEqual } from 'node:util';
import { askForData, type Target } from './load';

/**
 * An answer in the register's shape. What aliases cannot give PostGraphile's answers is done here: an object that holds
 * `lifted` alone stands for what it holds, and `period__start` is `start` in `period`.
 */
export function inOneShape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOneShape);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]![0] === 'lifted') return inOneShape(entries[0]![1]);
  const shaped: Record<string, unknown> = {};
  for (const [name, each] of entries) {
    const [outer, inner] = name.split('__');
    if (inner === undefined) shaped[name] = inOneShape(each);
    else shaped[outer!] = { ...(shaped[outer!] as object | undefined), [inner]: inOneShape(each) };
  }
  return shaped;
}

/** Where two answers differ first, for people; undefined where they do not. */
export function difference(one: unknown, other: unknown, path = 'data'): string | undefined {
  if (isDeepStrictEqual(one, other)) return undefined;
  const isObject = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === 'object';
  if (isObject(one) && isObject(other)) {
    for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
      const found = difference(one[key], other[key], `${path}.${key}`);
      if (found !== undefined) return found;
    }
  }
  return `${path}: ${JSON.stringify(one)?.slice(0, 200)} and ${JSON.stringify(other)?.slice(0, 200)}`;
}

/** Asks all the same, and throws where an answer differs from the first one's. Answers the size of the first answer. */
export async function assertEqual(name: string, targets: ReadonlyMap<string, Target>): Promise<number> {
  const [[firstName, first], ...others] = [...targets] as [[string, Target], ...[string, Target][]];
  let size = 0;
  for (const [index, body] of first.bodies.entries()) {
    const expected = inOneShape(await askForData(first, body));
    size = Math.max(size, JSON.stringify(expected).length);
    for (const [otherName, other] of others) {
      const found = difference(expected, inOneShape(await askForData(other, other.bodies[index]!)));
      if (found !== undefined) throw new Error(`${name}: ${firstName} and ${otherName} answer differently at ${found}`);
    }
  }
  return size;
}
