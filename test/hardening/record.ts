import { appendFileSync } from 'node:fs';

/** What a test of the hardening tried, for docs/assurance.md. */
export interface Trial {
  /** The part of the hardening: limits, protocol, attack, fault or load. */
  part: string;
  tried: string;
  /** How many times, with the unit: "10,000 cases", "100 kills". */
  count: string;
  /** What happened, with the figures that were measured. */
  happened: string;
}

/** How much is tried: `short` in every run of the tests, `full` in `npm run test:hardening`. */
export const EFFORT: 'short' | 'full' = process.env['HARDENING_EFFORT'] === 'full' ? 'full' : 'short';

/** Writes a trial down where `npm run test:hardening` collects them; does nothing in other runs. */
export function record(trial: Trial): void {
  const file = process.env['HARDENING_RECORD'];
  if (file) appendFileSync(file, `${JSON.stringify(trial)}\n`);
}
