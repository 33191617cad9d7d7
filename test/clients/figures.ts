import { parse } from 'csv-parse/sync';
import { referenceRows } from '../support/reference';

export interface Figure {
  code: string;
  value: string;
  lower: string;
  upper: string;
}

const COUNCILS = new Set(referenceRows('councils.csv').map(({ code }) => code!));

/** The figures of an indicator in councils, by the reference file: of each council its latest, or those of a period. */
export function figuresOf(indicator: string, period?: string): Figure[] {
  const latest = new Map<string, Record<string, string>>();
  for (const row of referenceRows(`observations/${indicator}.csv`)) {
    const code = row['area_code']!;
    if (!COUNCILS.has(code) || (period !== undefined && row['period'] !== period)) continue;
    const known = latest.get(code);
    if (!known || known['period']! < row['period']!) latest.set(code, row);
  }
  return [...latest]
    .map(([code, row]) => ({ code, value: row['value']!, lower: row['lower_ci']!, upper: row['upper_ci']! }))
    .sort((one, other) => (one.code < other.code ? -1 : 1));
}

/** The figures in a CSV file that an example wrote, in the same form. */
export function readFigures(csv: string): Figure[] {
  return parse<Record<string, string>>(csv, { columns: true })
    .map(({ code, value, lower, upper }) => ({ code: code!, value: value!, lower: lower!, upper: upper! }))
    .sort((one, other) => (one.code < other.code ? -1 : 1));
}
