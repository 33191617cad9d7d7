import type { Cell, Column } from './columns';

/**
 * What a spreadsheet may take for a formula: OWASP's list, with the wide forms of East Asia, and also after blanks, which
 * some take away. The apostrophes are there so that what is done can be undone.
 */
const FORMULA = /^['\s]*[=+\-@\t\r\n＝＋－＠]/;
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * A line of CSV (RFC 4180). A missing cell is empty, and an empty text is "". A text that a spreadsheet would run as a
 * formula has an apostrophe before it; numbers, whatever their sign, have none.
 */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}${EOL_CSV}`;

export const csvHeader = (columns: readonly Column[]): string => csvLine(columns.map(({ name }) => name));

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return text === '' || NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const EOL_CSV = '\r\n';

/** What is said of it wherever the files are described. */
export const FORMULA_NOTE =
  'A text that a spreadsheet would take for a formula (it begins with =, +, -, @ or their wide forms, with blanks before it or none, or with a tab or a line break) has an apostrophe before it in CSV, and so has a text that begins with apostrophes and one of these: take one away. Numbers have none, and JSON Lines and Parquet have the text as it is.';
