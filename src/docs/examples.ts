import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type View, VIEWS } from '../graph/audience';
import { projectDirectory } from '../project';

const FOLDER = path.join(projectDirectory, 'docs/examples');

/** Whom examples are for, in the order in which pages tell of them. */
export const USERS = ['researcher', 'journalist', 'council officer', 'department', 'Office'] as const;
export type User = (typeof USERS)[number];

/** A query or mutation to begin with: the explorer offers it, the pages show it, and a test executes it. */
export interface Example {
  /** Its file in docs/examples, without the ending. */
  name: string;
  title: string;
  says: string;
  user: User;
  /** Where it stands among those of its kind of user. */
  place: number;
  view: View;
  /** What the caller's token must let them do; undefined where any will do, or none. */
  role: string | undefined;
  query: string;
  /** JSON; empty where the query has no variables. */
  variables: string;
}

const HEAD = /^(?:#.*\n)+/;

/** All examples by kind of user and place. The head of each file has what is known of it. */
export function readExamples(): Example[] {
  const examples = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => readExample(path.basename(file, '.graphql'), readFileSync(path.join(FOLDER, file), 'utf8')))
    .sort((a, b) => a.place - b.place);
  return USERS.flatMap((user) => examples.filter((example) => example.user === user));
}

function readExample(name: string, text: string): Example {
  const head = HEAD.exec(text)?.[0].replace(/^# ?/gm, '') ?? '';
  const optional = (key: string): string | undefined =>
    new RegExp(`^${key}: ((?:.|\\n(?!\\w+: ))*)`, 'm').exec(head)?.[1]!.trim();
  const given = (key: string): string => {
    const value = optional(key);
    if (value === undefined) throw new Error(`docs/examples/${name}.graphql does not say "# ${key}: …".`);
    return value;
  };
  const oneOf = <Value extends string>(key: string, values: readonly Value[], value: string): Value => {
    const found = values.find((each) => each === value);
    if (found === undefined) throw new Error(`docs/examples/${name}.graphql: ${key} is one of ${values.join(', ')}.`);
    return found;
  };
  return {
    name,
    title: given('title'),
    says: given('says'),
    user: oneOf('for', USERS, given('for')),
    place: Number(given('place')),
    view: oneOf('view', VIEWS, given('view').toUpperCase()),
    role: optional('role'),
    query: text.replace(HEAD, ''),
    variables: optional('variables') ?? '',
  };
}
