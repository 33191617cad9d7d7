/** The latest value of an indicator in each council, as CSV: node latest-values.js wellbeing_anxiety > anxiety.csv */
import { ObservationsDocument, RegisterClient } from 'social-cohesion-register-client';

const indicator = process.argv[2] ?? 'wellbeing_anxiety';
const client = new RegisterClient({ endpoint: process.env['REGISTER_URL'] ?? 'http://localhost:4000/graphql' });

/** A cell of RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe before it. */
function cell(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const write = (...cells: (string | number | null)[]): boolean =>
  process.stdout.write(`${cells.map(cell).join(',')}\r\n`);

write('code', 'name', 'period', 'value', 'lower', 'upper', 'marker', 'missing_reason');
const latest = client.pages(
  ObservationsDocument,
  { filter: { indicators: [indicator], areaKinds: ['COUNCIL'], latestOnly: true }, orderBy: { field: 'AREA' } },
  ({ observations }) => observations,
);
for await (const { area, period, value, lower, upper, marker, missingReason } of latest) {
  write(area.code, area.name, period.label, value, lower, upper, marker, missingReason);
}
