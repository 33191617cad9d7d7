import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../command-line';
import { buildSchema } from 'graphql';
import { projectDirectory } from '../project';
import { UserError } from '../user-error';
import { findUnannouncedBreaks } from './breaking-changes';

/** How many commits that touched the schema are looked at. */
const COMMITS = 50;
const SCHEMA_FILE = 'schema.graphql';
const CHANGELOG_FILE = 'CHANGELOG.md';

const USAGE = `Checks that every change of the schema that breaks its users is announced.

  npm run schema:check

It is announced in ${CHANGELOG_FILE}. Compares the versions of ${SCHEMA_FILE} in the newest ${COMMITS} commits that touched it, and the file as it is now.`;

interface Version {
  /** What to call it: its commit, or the file. */
  name: string;
  schema: string;
}

/** A reason to compare nothing that is no fault of the schema. */
class NothingToCompare extends Error {}

function git(...parameters: string[]): string {
  try {
    // Git distrusts the checkout of another user, as in a container; whoever runs this trusts its code already.
    return execFileSync('git', ['-c', 'safe.directory=*', ...parameters], {
      cwd: projectDirectory,
      encoding: 'utf8',
      maxBuffer: 100_000_000,
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  } catch (error) {
    const { code, stderr } = error as { code?: string; stderr?: string };
    throw new NothingToCompare(code === 'ENOENT' ? 'git is not installed' : `git says "${stderr?.split('\n')[0]}"`);
  }
}

/** The versions in the history, oldest first. */
function readHistory(): Version[] {
  if (git('rev-parse', '--is-shallow-repository') === 'true') {
    throw new NothingToCompare('this is a shallow clone, without the history');
  }
  // Along first parents a merge counts as one change, as those saw it who use what is merged.
  const log = git('log', '--first-parent', `--max-count=${COMMITS}`, '--format=%h', '--', SCHEMA_FILE);
  return log
    .split('\n')
    .filter((commit) => commit !== '')
    .reverse()
    .flatMap((commit) => {
      const schema = readCommitted(commit);
      return schema === undefined ? [] : [{ name: commit, schema }];
    });
}

/** The schema at a commit; undefined where the commit removed or broke the file: nobody could use that one. */
function readCommitted(commit: string): string | undefined {
  try {
    const schema = git('show', `${commit}:./${SCHEMA_FILE}`);
    buildSchema(schema);
    return schema;
  } catch {
    console.log(`${SCHEMA_FILE} at ${commit} is no schema: left out.`);
    return undefined;
  }
}

function readCurrent(): Version {
  const name = `${SCHEMA_FILE} as it is now`;
  try {
    const schema = readFileSync(path.join(projectDirectory, SCHEMA_FILE), 'utf8');
    buildSchema(schema);
    return { name, schema };
  } catch (error) {
    throw new UserError(`${name} cannot be read: ${(error as Error).message}\n"npm run schema:print" writes it anew.`);
  }
}

async function check(): Promise<void> {
  const history = readHistory();
  if (history.length === 0) {
    throw new NothingToCompare(`there is no earlier version of ${SCHEMA_FILE}`);
  }
  const versions = [...history, readCurrent()];
  const changelogPath = path.join(projectDirectory, CHANGELOG_FILE);
  const changelog = existsSync(changelogPath) ? readFileSync(changelogPath, 'utf8') : '';

  const paths = new Set<string>();
  for (const [index, next] of versions.slice(1).entries()) {
    const previous = versions[index]!;
    for (const { path, message } of await findUnannouncedBreaks(previous.schema, next.schema, changelog)) {
      console.error(`${path}: ${message} (between ${previous.name} and ${next.name})`);
      paths.add(path);
    }
  }
  if (paths.size > 0) {
    throw new UserError(
      `\nThis breaks users of the API unannounced. Undo it, or announce it in ${CHANGELOG_FILE}, each path in backticks:\n\n` +
        `### Breaking\n\n${[...paths].map((path) => `- \`${path}\`: what changed, and what to use instead`).join('\n')}`,
    );
  }
  console.log(`No unannounced break in ${versions.length} versions of ${SCHEMA_FILE}.`);
}

runCommand({ usage: USAGE }, async () => {
  try {
    await check();
  } catch (error) {
    if (!(error instanceof NothingToCompare)) throw error;
    console.log(`No schemas compared: ${error.message}.`);
  }
});
