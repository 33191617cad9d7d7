import type { ClientBase } from 'pg';
import { PublicationKind } from '../publications/publication';
import { publish, takePublicationTurn } from '../publications/publish';
import { UserError } from '../user-error';
import type { Changes } from './observation-stage';
import type { ReportProblem } from './problems';

/** What an import of a file came to. */
export interface ImportResult {
  rows: number;
  problems: number;
  /** null where there were problems. */
  changes: Changes | null;
  /** The revision it made; null where it brought nothing new. */
  revision: number | null;
}

interface Steps {
  /** Reads and checks the whole file; answers how many rows it has. */
  read(report: ReportProblem): Promise<number>;
  /** Takes what was read into the register; `publish` moves the register on, and is called only when something is new. */
  save(publish: () => Promise<number>): Promise<Changes>;
  title: string;
}

/** Imports a file as a whole: nothing where anything in it is wrong, and as one release where anything in it is new. */
export async function importWhole(client: ClientBase, report: ReportProblem, steps: Steps): Promise<ImportResult> {
  let problems = 0;
  const rows = await steps.read((problem) => {
    problems += 1;
    report(problem);
  });
  if (problems > 0) return { rows, problems, changes: null, revision: null };
  if (rows === 0) throw new UserError('The file has a header and no rows: there is nothing to load.');
  await takePublicationTurn(client);
  let revision: number | null = null;
  const changes = await steps.save(
    async () => (revision ??= await publish(client, PublicationKind.INDICATOR_RELEASE, steps.title)),
  );
  return { rows, problems, changes, revision };
}
