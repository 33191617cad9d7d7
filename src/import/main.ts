import { statSync } from 'node:fs';
import type { PoolClient } from 'pg';
import { runCommand } from '../command-line';
import { readConfig } from '../config';
import { showProgress } from '../progress-bar';
import { openRegister } from '../register';
import { UserError } from '../user-error';
import type { ImportResult } from './import-whole';
import { importIndicators } from './indicator-import';
import { type ImportProgress, importObservations } from './observation-import';
import { describeProblem, type Problem } from './problems';
import { inTransaction } from './transaction';

const USAGE = `Loads figures into the register: a good file whole, as one release; a bad one not at all.

  npm run import -- observations FILE.csv [--indicator CODE]
  npm run import -- indicators FILE.csv

observations  columns area_code, period, value, lower_ci, upper_ci; may have indicator_code, marker, note.
              The indicator is --indicator, the column indicator_code, or else the name of the file.
indicators    columns code, name, domain, description, unit, direction, source, licence; may have derived,
              limitations, collected_by_return, counts_people.

Which database: DATABASE_URL, or the embedded one in DATA_DIR (a running server may go on running).
docs/import.md says what the columns mean.`;

interface Command {
  kind: 'observations' | 'indicators';
  file: string;
  indicator: string | undefined;
}

function readCommand(positionals: string[], indicator: string | undefined): Command {
  const [kind, file, ...rest] = positionals;
  if ((kind !== 'observations' && kind !== 'indicators') || file === undefined || rest.length > 0) {
    throw new UserError(`Say what to import, and one file.\n\n${USAGE}`);
  }
  if (kind === 'indicators' && indicator !== undefined) {
    throw new UserError('--indicator goes with observations only: a file of indicators names its own.');
  }
  return { kind, file, indicator };
}

/** On a terminal a bar that moves with the bytes read; elsewhere, as in a log, a line now and then. */
function followFile(file: string): ImportProgress & { end(): void } {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (!process.stderr.isTTY) {
    return {
      onRow: (count) => {
        if (count % 100_000 === 0) console.error(`${count.toLocaleString('en-GB')} rows read`);
      },
      end: () => undefined,
    };
  }
  const bar = showProgress('Reading', size);
  return { onBytes: (count) => bar.add(count), end: () => bar.end() };
}

/** Thrown to undo the transaction of a file with problems, which have been reported already. */
class BadFile extends Error {
  constructor(readonly problems: number) {
    super();
  }
}

async function run({ kind, file, indicator }: Command): Promise<void> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new UserError(`There is no file ${file}.`);
  }
  const register = await openRegister(readConfig());
  const progress = followFile(file);
  const report = (problem: Problem): void => console.error(`${file} ${describeProblem(problem)}`);
  const work = async (client: PoolClient): Promise<ImportResult> => {
    const result =
      kind === 'observations'
        ? await importObservations(client, file, indicator, report, progress)
        : await importIndicators(client, file, report);
    progress.end();
    if (result.problems > 0) throw new BadFile(result.problems);
    return result;
  };
  try {
    const { rows, changes, revision } = await inTransaction(register.dataSource, work);
    const { added, revised, unchanged } = changes!;
    console.log(
      `${file}: ${count(rows, 'row')}: ${count(added)} new, ${count(revised)} revised, ${count(unchanged)} unchanged.`,
    );
    console.log(revision === null ? 'Nothing new: no release was made.' : `Published as revision ${revision}.`);
  } catch (error) {
    progress.end();
    if (!(error instanceof BadFile)) throw error;
    throw new UserError(`${file}: ${count(error.problems, 'problem')}. Nothing was loaded.`);
  } finally {
    await register.close();
  }
}

function count(number: number, noun = ''): string {
  const digits = number.toLocaleString('en-GB');
  return noun === '' ? digits : `${digits} ${noun}${number === 1 ? '' : 's'}`;
}

const COMMAND = { usage: USAGE, options: { indicator: { type: 'string' } }, takesWords: true } as const;

runCommand(COMMAND, ({ positionals, values }) => run(readCommand(positionals, values.indicator)));
