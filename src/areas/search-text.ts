import type { Parameters } from '../graph/list';

/**
 * Reduces names to what a search compares: no case, accents, punctuation or the word "council", so that "Kings Lynn",
 * "st helens council" and "Hammersmith and Fulham" find what they mean. The same is done to what is searched for.
 */
export function searchText(...names: string[]): string {
  return names
    .join(' ')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/['’.]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/\bcouncil\b/g, ' ')
    .replace(/ +/g, ' ')
    .trim();
}

/** Conditions that hold where a column of search text has every word that is searched for, anywhere in it. */
export function searchConditions(column: string, search: string, parameters: Parameters): string[] {
  return searchText(search)
    .split(' ')
    .filter(Boolean)
    .map((word) => `strpos(${column}, ${parameters.add(word, 'text')}) > 0`);
}
