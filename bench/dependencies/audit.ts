import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { runCommand } from '../../src/command-line';
import { projectDirectory } from '../../src/project';
import { UserError } from '../../src/user-error';

const USAGE = `Fails where a package that the project uses has a known hole that is not allowed for.

  npm run audit:dependencies
  npm run audit:dependencies -- --allowed FILE

Which holes are allowed, why and until when, is in bench/dependencies/allowed-advisories.json: each with the id of its
advisory (GHSA-…). A registry that knows no advisories is said, and fails nothing.`;

const ALLOWED = 'bench/dependencies/allowed-advisories.json';

const allowedList = z.array(
  z.strictObject({
    id: z.string().regex(/^GHSA(-[23456789cfghjmpqrvwx]{4}){3}$/),
    /** Why it does no harm here. */
    why: z.string().min(20),
    /** The last day that it is allowed; then somebody looks again. */
    until: z.iso.date(),
  }),
);

const advisory = z.object({ url: z.string(), title: z.string(), severity: z.string(), name: z.string() });
const report = z.object({
  vulnerabilities: z.record(z.string(), z.object({ via: z.array(z.union([z.string(), advisory])) })),
});

interface Hole extends z.infer<typeof advisory> {
  id: string;
}

/** What the registry knows of the packages in the lock file; undefined where it knows of no advisories at all. */
function findHoles(): Hole[] | undefined {
  const { stdout } = spawnSync('npm', ['audit', '--json', '--audit-level=info'], {
    cwd: projectDirectory,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  const result = report.safeParse(JSON.parse(stdout || '{}'));
  if (!result.success) {
    const { message } = z.object({ message: z.string().default('no answer') }).parse(JSON.parse(stdout || '{}'));
    console.log(`Not audited: the registry has no endpoint for advisories, or it cannot be reached (${message}).`);
    return undefined;
  }
  const holes = Object.values(result.data.vulnerabilities)
    .flatMap(({ via }) => via)
    .filter((each) => typeof each !== 'string')
    .map((each) => ({ ...each, id: each.url.split('/').at(-1)! }));
  return [...new Map(holes.map((hole) => [`${hole.id} ${hole.name}`, hole])).values()];
}

function readAllowed(file: string): z.infer<typeof allowedList> {
  const result = allowedList.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!result.success) throw new UserError(`${file} is wrong.\n${z.prettifyError(result.error)}`);
  return result.data;
}

runCommand({ usage: USAGE, options: { allowed: { type: 'string' } } }, ({ values: { allowed: file } }) => {
  const allowed = readAllowed(file ?? path.join(projectDirectory, ALLOWED));
  const holes = findHoles();
  if (!holes) return;
  const today = new Date().toISOString().slice(0, 10);
  const bad = holes.filter(({ id }) => !allowed.some((each) => each.id === id && each.until >= today));
  for (const { id, until } of allowed) {
    if (!holes.some((hole) => hole.id === id)) console.log(`${id} is no longer there: take it off the list.`);
    else if (until < today) console.log(`${id} was allowed until ${until}: look at it again.`);
  }
  if (bad.length > 0) {
    const lines = bad.map(({ id, name, severity, title, url }) => `  ${name}: ${title} (${severity}, ${id}) ${url}`);
    throw new UserError(`Packages have known holes:\n${lines.join('\n')}`);
  }
  console.log(`No package has a known hole but ${holes.length} that are allowed for.`);
});
