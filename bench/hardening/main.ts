import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runCommand } from '../../src/command-line';
import { projectDirectory } from '../../src/project';
import { UserError } from '../../src/user-error';
import { ASSURANCE, type Finding, onThisMachine, PARTS, readFindings, type Trial, withFindings } from './assurance';

const USAGE = `Tries at length what the register must bear, and writes what happened into docs/assurance.md.

  npm run test:hardening
  npm run test:hardening -- attack fault
  npm run test:hardening -- attack --short

The parts are ${Object.keys(PARTS).join(', ')}; all where none is named. They are tests that npm test runs too, with less
effort; what differs is in docs/assurance.md. Each part is stopped after its time.

--short  with the effort of npm test; the document says so`;

const MINUTE = 60_000;

/** Runs the tests of a part, and gives what they tried. */
function tryPart(part: string, isShort: boolean): { trials: Trial[]; failed: boolean } {
  const { tests, minutes } = PARTS[part]!;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'register-hardening-'));
  const file = path.join(folder, 'trials');
  const jest = path.join(projectDirectory, 'node_modules/.bin/jest');
  console.log(`\n${part}: ${tests.join(', ')}, for ${minutes} minutes at most`);
  const { status, signal } = spawnSync(jest, ['--runInBand', '--passWithNoTests', ...tests], {
    cwd: projectDirectory,
    stdio: 'inherit',
    timeout: minutes * MINUTE,
    // eslint-disable-next-line no-restricted-properties -- handed on to the tests
    env: { ...process.env, HARDENING_EFFORT: isShort ? 'short' : 'full', HARDENING_RECORD: file },
  });
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  rmSync(folder, { recursive: true });
  if (signal) console.error(`${part} was stopped after ${minutes} minutes.`);
  return { trials: lines.map((line) => JSON.parse(line) as Trial), failed: status !== 0 };
}

runCommand(
  { usage: USAGE, options: { short: { type: 'boolean' } }, takesWords: true },
  ({ values: { short = false }, positionals }) => {
    const unknown = positionals.filter((part) => !PARTS[part]);
    if (unknown.length > 0) throw new UserError(`There is no part "${unknown.join('", "')}".\n\n${USAGE}`);
    const parts = positionals.length > 0 ? positionals : Object.keys(PARTS);
    const document = path.join(projectDirectory, ASSURANCE);
    const failures: string[] = [];
    for (const part of parts) {
      const { trials, failed } = tryPart(part, short);
      if (failed) failures.push(part);
      const findings: Finding[] = trials.map((trial) => ({ ...trial, on: onThisMachine(part, short) }));
      for (const { tried, count, happened } of findings) console.log(`\n${tried}\n  ${count}: ${happened}`);
      // What failed is mended first.
      if (failed) continue;
      const text = readFileSync(document, 'utf8');
      const others = readFindings(text).filter((each) => each.part !== part);
      writeFileSync(document, withFindings(text, [...others, ...findings]));
      console.log(`\n${ASSURANCE} is brought up to date.`);
    }
    if (failures.length > 0) throw new UserError(`Failed: ${failures.join(', ')}.`);
  },
);
