import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectDirectory } from './project';

/** What is no program of ours, and so has no usage of its own to take the line from. */
const OTHERS: Readonly<Record<string, string>> = {
  build: 'Translates the code into the folder dist.',
  test: 'Runs all tests, on a PostgreSQL of their own or on that of DATABASE_URL.',
  typecheck: 'Checks the types.',
  lint: 'Checks the style and what may import what.',
  format: 'Lays the code out as the style asks.',
  'lint:docker': 'Checks the files in docker.',
  'lint:lockfile': 'Checks that each package of the lock file is held to its hash.',
};

/** The first line of a program's usage, which is a sentence. */
function firstLine(program: string): string | undefined {
  const code = readFileSync(path.join(projectDirectory, program), 'utf8');
  return /\bUSAGE = `([^`$\n]+\.)$/m.exec(code)?.[1];
}

/** Each command of package.json with its line; undefined where it has none. */
export function commandLines(): Record<string, string | undefined> {
  const { scripts } = JSON.parse(readFileSync(path.join(projectDirectory, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const lines = Object.entries(scripts).map(([name, command]) => {
    // eslint-disable-next-line redos/no-vulnerable -- of the project's own commands
    const [, program] = /\bnode (?:--\S+ )*(dist\/\S+\.js)$/.exec(command) ?? [];
    return [name, program === undefined ? OTHERS[name] : firstLine(program)] as const;
  });
  return Object.fromEntries(lines);
}
