import { LARGEST_PAGE } from '../graph/page';
import { LONGEST_LINE, LONGEST_TEXT, MOST_EVIDENCE } from '../writes/refusal';
import { STATEMENT_TIMEOUT } from '../database/data-source';

const count = (value: number): string => value.toLocaleString('en-GB');

/** What the register takes at most, for the page of limits. */
export const limits = (bodyLimit: number): { what: string; limit: string; beyond: string }[] => [
  { what: 'A request', limit: `${count(bodyLimit)} bytes`, beyond: 'Refused with status 413 and BAD_REQUEST.' },
  { what: 'A page of a list', limit: `${LARGEST_PAGE} items`, beyond: 'BAD_USER_INPUT. Follow pageInfo for more.' },
  {
    what: 'One statement in the database',
    limit: `${STATEMENT_TIMEOUT / 1000} seconds`,
    beyond: 'BUSY. Nothing was changed; ask for less, or later.',
  },
  {
    what: 'A text of one line, such as a title',
    limit: `${count(LONGEST_LINE)} characters`,
    beyond: 'TOO_LONG in userErrors.',
  },
  { what: 'A text, such as a summary', limit: `${count(LONGEST_TEXT)} characters`, beyond: 'TOO_LONG in userErrors.' },
  { what: 'Pieces of evidence with a report', limit: String(MOST_EVIDENCE), beyond: 'TOO_LONG in userErrors.' },
];
