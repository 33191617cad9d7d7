import { parse } from 'graphql';
import { keptDocuments } from '../../src/protocol/kept-documents';
import { collectGarbage } from '../hardening/collect-garbage.cjs';

const heap = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed / 1e6;
};

/** Megabytes by which the heap may grow with what a view keeps: what keptDocuments says, and what the test itself leaves. */
const MOST = 25;

describe('parsed queries that are kept', () => {
  // What each takes differs by how many nodes its tokens make.
  it.each<[string, number, (each: number) => string]>([
    [
      'short',
      10_000,
      (each) => `{ a${each}: councils(first: 10) { nodes { name assignments { nodes { response } } } } }`,
    ],
    ['of names alone', 300, (each) => `{ a${each} ${'a '.repeat(1_900)} }`],
    ['of arguments', 500, (each) => `{ a${each}(${'a: 1 '.repeat(600)}) }`],
  ])('take no more memory than they may, however many are new: %s', async (_, count, queryOf) => {
    const before = heap();
    const documents = keptDocuments();
    for (let each = 0; each < count; each++) await documents.set(String(each), parse(queryOf(each)));
    expect(heap() - before).toBeLessThan(MOST);
    // So many more would not have fitted.
    expect(documents.keys().length).toBeGreaterThan(20);
    expect(documents.keys().length).toBeLessThan(count / 2);
    // The newest are kept.
    expect(await documents.get(String(count - 1))).toBeDefined();
    expect(await documents.get('0')).toBeUndefined();
  });
});
