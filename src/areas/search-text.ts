import type { Parameters } from '../graph/list';

/** The words of a name as a search compares them: without case, accents, punctuation or the word "council". */
function searchWords(name: string): string[] {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/['’.]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && word !== 'council');
}

/**
 * What a search by name looks in. A search may begin a word of the name, but must have the words of the official name
 * whole: or "bo" would find every borough. So the former stand after a blank, the latter between equals signs.
 */
export function searchText(name: string, officialName: string): string {
  const words = searchWords(name).map((word) => ` ${word}`);
  const officialWords = searchWords(officialName).map((word) => `=${word}=`);
  return [...words, ...officialWords].join('');
}

/** Conditions that hold where a column of search text has every word that is searched for. */
export function searchConditions(column: string, search: string, parameters: Parameters): string[] {
  return searchWords(search).map((word) => {
    const begins = parameters.add(` ${word}`, 'text');
    const whole = parameters.add(`=${word}=`, 'text');
    return `(strpos(${column}, ${begins}) > 0 or strpos(${column}, ${whole}) > 0)`;
  });
}
