import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { runCommand } from '../../src/command-line';
import { projectDirectory } from '../../src/project';
import { UserError } from '../../src/user-error';

const USAGE = `Makes the software bill of materials: every package that a server runs, with version, hash and licence.

  npm run sbom
  npm run sbom -- --out bom.json

CycloneDX 1.5 as JSON, made by npm of what is installed, without development dependencies. Fails where it does not name
every package of the lock file that a server has.`;

/** What a bill must have to be of use: a name, a version and an address for each package, and the hash it was installed by. */
const bill = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.string(),
  serialNumber: z.string().regex(/^urn:uuid:[0-9a-f-]{36}$/),
  metadata: z.looseObject({ component: z.looseObject({ name: z.string(), version: z.string() }) }),
  components: z.array(
    z.looseObject({
      type: z.literal('library'),
      name: z.string().min(1),
      version: z.string().min(1),
      purl: z.string().startsWith('pkg:npm/'),
      hashes: z.array(z.looseObject({ alg: z.string(), content: z.string().regex(/^[0-9a-f]{64,}$/) })).min(1),
    }),
  ),
});

interface LockedPackage {
  version: string;
  dev?: boolean;
  devOptional?: boolean;
  optional?: boolean;
  peer?: boolean;
}

const read = (file: string): unknown => JSON.parse(readFileSync(path.join(projectDirectory, file), 'utf8'));

/** Name and version of each package that a server has on every machine, as the lock file says. */
function lockedPackages(): string[] {
  const { packages } = read('package-lock.json') as { packages: Record<string, LockedPackage & { name?: string }> };
  return Object.entries(packages)
    .filter(([place, { dev, devOptional, optional }]) => place !== '' && !dev && !devOptional && !optional)
    .map(([place, { name, version }]) => `${name ?? place.split('node_modules/').at(-1)}@${version}`);
}

function make(): z.infer<typeof bill> {
  const command = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--omit=dev'];
  const { stdout, stderr, status } = spawnSync('npm', command, {
    cwd: projectDirectory,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new UserError(`npm cannot make the bill.\n${stderr}`);
  const made = bill.parse(JSON.parse(stdout));
  // npm calls it after the folder that it lies in.
  const { name } = read('package.json') as { name: string };
  made.metadata.component.name = name;
  return made;
}

runCommand({ usage: USAGE, options: { out: { type: 'string' } } }, ({ values: { out } }) => {
  const made = make();
  const named = new Set(
    made.components.map(
      ({ group, name, version }) => `${typeof group === 'string' ? `${group}/` : ''}${name}@${version}`,
    ),
  );
  const missing = lockedPackages().filter((each) => !named.has(each));
  if (missing.length > 0) throw new UserError(`The bill lacks ${missing.join(', ')}.`);
  const text = `${JSON.stringify(made, undefined, 2)}\n`;
  if (out === undefined) process.stdout.write(text);
  else {
    writeFileSync(out, text);
    console.log(`${out} names ${made.components.length} packages.`);
  }
});
