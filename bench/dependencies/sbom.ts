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

CycloneDX 1.5 as JSON, made by npm of the lock file, without what is for development alone. Fails where it does not name
every package that a server has.`;

/** What a bill must have to be of use: a name, a version and an address for each package, and the hash it was installed by. */
const bill = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.string(),
  serialNumber: z.string().regex(/^urn:uuid:[0-9a-f-]{36}$/),
  metadata: z.looseObject({ component: z.looseObject({ name: z.string(), version: z.string() }) }),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).default([]) })),
  components: z.array(
    z.looseObject({
      type: z.literal('library'),
      'bom-ref': z.string(),
      group: z.string().optional(),
      name: z.string().min(1),
      version: z.string().min(1),
      purl: z.string().startsWith('pkg:npm/'),
      hashes: z.array(z.looseObject({ alg: z.string(), content: z.string().regex(/^[0-9a-f]{64,}$/) })).min(1),
    }),
  ),
});

interface LockedPackage {
  name?: string;
  version: string;
  dev?: boolean;
  /** Of something optional that is for development. */
  devOptional?: boolean;
}

const read = (file: string): unknown => JSON.parse(readFileSync(path.join(projectDirectory, file), 'utf8'));

/** Name and version of each package that a server has, on one machine or another, as the lock file says. */
function lockedPackages(): Set<string> {
  const { packages } = read('package-lock.json') as { packages: Record<string, LockedPackage> };
  const names = Object.entries(packages)
    .filter(([place, { dev, devOptional }]) => place !== '' && !dev && !devOptional)
    .map(([place, { name, version }]) => `${name ?? place.split('node_modules/').at(-1)}@${version}`);
  return new Set(names);
}

const named = ({ group, name, version }: z.infer<typeof bill>['components'][number]): string =>
  `${group === undefined ? '' : `${group}/`}${name}@${version}`;

function make(): z.infer<typeof bill> {
  // With --omit=dev it would leave out what the server and the tests have in common.
  const { stdout, stderr, status } = spawnSync(
    'npm',
    ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only'],
    { cwd: projectDirectory, encoding: 'utf8', maxBuffer: 2 ** 26 },
  );
  if (status !== 0) throw new UserError(`npm cannot make the bill.\n${stderr}`);
  const made = bill.parse(JSON.parse(stdout));
  const locked = lockedPackages();
  made.components = made.components.filter((each) => locked.has(named(each)));
  const kept = new Set(made.components.map((each) => each['bom-ref']));
  const [root, ...others] = made.dependencies;
  made.dependencies = [root!, ...others.filter(({ ref }) => kept.has(ref))].map((each) => ({
    ...each,
    dependsOn: each.dependsOn.filter((ref) => kept.has(ref)),
  }));
  const missing = [...locked].filter((each) => !made.components.some((component) => named(component) === each));
  if (missing.length > 0) throw new UserError(`The bill lacks ${missing.join(', ')}.`);
  // npm calls it after the folder that it lies in.
  const { name } = read('package.json') as { name: string };
  made.metadata.component.name = name;
  return made;
}

runCommand({ usage: USAGE, options: { out: { type: 'string' } } }, ({ values: { out } }) => {
  const made = make();
  const text = `${JSON.stringify(made, undefined, 2)}\n`;
  if (out === undefined) process.stdout.write(text);
  else {
    writeFileSync(out, text);
    console.log(`${out} names ${made.components.length} packages.`);
  }
});
