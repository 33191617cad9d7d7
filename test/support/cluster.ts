import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';

const USER = 'register_owner';

/** Debian keeps PostgreSQL's programs in a folder for each version, which is on nobody's path. */
const FOLDERS = [
  ...(existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql').sort().reverse() : []).map(
    (version) => `/usr/lib/postgresql/${version}/bin`,
  ),
  ...(process.env['PATH'] ?? '').split(path.delimiter),
  '/usr/sbin',
];

/** Programs of Debian's, by the package that brings each. */
const PACKAGES = {
  pg_basebackup: 'postgresql',
  pg_dump: 'postgresql',
  pgbouncer: 'pgbouncer',
  prometheus: 'prometheus',
};
type Program = keyof typeof PACKAGES;

/** Where a program is whose like the tests' own PostgreSQL does not bring; undefined where it is not installed. */
export function findProgram(name: Program): string | undefined {
  return FOLDERS.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

/** A describe that says why, where it is left out: a machine need not have these programs. */
export function describeWith(programs: Program | Program[], title: string, suite: () => void): void {
  const missing = [programs].flat().filter((program) => !findProgram(program));
  if (missing.length === 0) return describe(title, suite);
  const packages = missing.map((program) => PACKAGES[program]).join(', ');
  console.info(`Left out: "${title}" needs ${packages} of Debian, which .ci/run installs.`);
  describe.skip(title, suite);
}

/** PostgreSQL and PgBouncer do not run as root. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid!() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  const user = users.find((line) => line.startsWith('postgres:')) ?? users.find((line) => line.startsWith('nobody:'))!;
  const [, , uid, gid] = user.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

export const daemonOptions = { ...unprivileged(), cwd: '/', env: { ...process.env, LC_ALL: 'C' } };

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** A folder that the user who runs daemons can use. */
export function daemonFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'register-daemon-'));
  chmodSync(folder, 0o755);
  const owner = unprivileged();
  if (owner) spawnSync('chown', [`${owner.uid}:${owner.gid}`, folder]);
  return folder;
}

/** A PostgreSQL of the machine's own programs, on loopback: a primary, or a streaming replica of one. */
export class Cluster {
  private process: ChildProcess | undefined;
  private log = '';

  private constructor(
    private readonly folder: string,
    readonly port: number,
    /** What postgresql.conf would say. */
    private readonly settings: readonly string[] = [],
  ) {}

  /** `folder` is one that the user who runs daemons can use. */
  static async primary({ folder = daemonFolder(), settings = [] as string[] } = {}): Promise<Cluster> {
    const cluster = new Cluster(folder, await freePort(), settings);
    await cluster.run('initdb', '-U', USER, '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync');
    await cluster.start();
    return cluster;
  }

  /** A replica of this one, which follows it as it is. */
  async replica(): Promise<Cluster> {
    const replica = new Cluster(daemonFolder(), await freePort());
    const from = `host=127.0.0.1 port=${this.port} user=${USER}`;
    await replica.run('pg_basebackup', '-R', '--checkpoint=fast', '--no-sync', '-d', from);
    await replica.start();
    return replica;
  }

  url(database: string, login = USER): string {
    return `postgres://${login}@127.0.0.1:${this.port}/${database}`;
  }

  async start(): Promise<void> {
    const deadline = Date.now() + 20_000;
    while (Date.now() < deadline) {
      this.process = spawn(
        this.program('postgres'),
        // prettier-ignore
        ['-D', this.data, '-p', String(this.port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off',
          ...this.settings.flatMap((setting) => ['-c', setting])],
        daemonOptions,
      );
      this.process.stderr!.on('data', (chunk: Buffer) => (this.log += chunk.toString()));
      // For a moment after a kill, what is left of the old server keeps a new one from starting.
      while (this.process.exitCode === null && Date.now() < deadline) {
        if (await this.query('postgres', 'select').catch(() => undefined)) return;
        await setTimeout(50);
      }
    }
    throw new Error(`PostgreSQL did not start.\n${this.log}`);
  }

  /** As a machine that loses power does. */
  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.process!.once('exit', resolve));
    this.tellAll('SIGKILL');
    await ended;
  }

  /** As a machine that hangs: connections stay, and nobody answers. */
  pause(): void {
    this.tellAll('SIGSTOP');
  }

  resume(): void {
    this.tellAll('SIGCONT');
  }

  get isRunning(): boolean {
    return this.process?.exitCode === null && this.process.signalCode === null;
  }

  /** Ends it as an administrator does: connections are told, and cut. */
  async stop(): Promise<void> {
    if (!this.isRunning) return;
    const ended = new Promise((resolve) => this.process!.once('exit', resolve));
    this.process!.kill('SIGINT');
    await ended;
  }

  /** The processes that serve connections are of their own group, and are told as well. */
  private tellAll(signal: NodeJS.Signals): void {
    const children = spawnSync('pgrep', ['-P', String(this.process!.pid)])
      .stdout.toString()
      .split('\n')
      .filter(Boolean);
    for (const pid of [this.process!.pid!, ...children.map(Number)]) {
      try {
        process.kill(pid, signal);
      } catch {
        // It has ended already.
      }
    }
  }

  async query<Row = Record<string, never>>(database: string, sql: string): Promise<Row[]> {
    const client = new Client({ connectionString: this.url(database) });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(sql)).rows as Row[];
    } finally {
      await client.end();
    }
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get data(): string {
    return path.join(this.folder, 'data');
  }

  private program(name: string): string {
    return path.join(path.dirname(findProgram('pg_basebackup')!), name);
  }

  private async run(program: string, ...parameters: string[]): Promise<void> {
    await promisify(execFile)(this.program(program), ['-D', this.data, ...parameters], daemonOptions);
  }
}
