import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { projectDirectory } from '../src/project';
import { record } from './hardening/record';
import { administer, databaseUrl, testDatabases } from './support/databases';
import { isGone, isThere } from './support/processes';
import { ServerProcess } from './support/server-process';

jest.setTimeout(120_000);

let counts = 0;
/** Asks what was not asked before, so that nothing that is kept answers it. */
const countCouncils = async (address: string): Promise<unknown> => {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ councils { totalCount } }', variables: { unlike: counts++ } }),
  });
  return response.json();
};
const ANSWER = { data: { councils: { totalCount: 317 } } };

function makeDirectory(): string {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'register-start-'));
  // mkdtemp closes the folder to others; what that means for root is a test of its own.
  chmodSync(directory, 0o755);
  return directory;
}

describe('the server process', () => {
  let directory: string;
  beforeEach(() => (directory = makeDirectory()));
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  /** What a first start has made, and stopped servers leave. */
  let loaded: string;
  afterAll(() => rmSync(loaded, { recursive: true, force: true }));
  /** To load the figures again would take longer than all else of a test that begins with them. */
  const copyLoaded = (): void => void execFileSync('cp', ['-a', `${loaded}/.`, directory]);

  /** Where the line it says puts the database: elsewhere than asked, for root behind a closed folder. */
  const clusterOf = (output: string): string => /The data lies in (.*) \(embedded/.exec(output)![1]!;
  const postgresPid = (cluster: string): number =>
    Number(readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);

  let firstStart: ServerProcess;
  let answer: unknown;
  let stopped: { code: unknown; withDatabase: boolean };
  beforeAll(async () => {
    loaded = makeDirectory();
    firstStart = new ServerProcess({ DATA_DIR: loaded });
    answer = await countCouncils(await firstStart.address());
    const pid = postgresPid(clusterOf(firstStart.output));
    firstStart.kill('SIGTERM');
    stopped = { code: await firstStart.exit, withDatabase: await isGone(pid) };
  });

  it('loads once, says so, and stops with its database on SIGTERM and SIGINT', async () => {
    expect(answer).toEqual(ANSWER);
    expect(firstStart.output.trim().split('\n')).toEqual([
      `The register is at ${await firstStart.address()} (public view, revision 1).`,
      expect.stringMatching(
        /^Loaded the reference figures in \d+\.\d s: 317 current councils, 38 recommendations, 29 indicators, 42598 observations\.$/,
      ),
      expect.stringMatching(/^The data lies in .*postgres \(embedded PostgreSQL\)\.$/),
      'Stop with Ctrl-C.',
    ]);
    expect(stopped).toEqual({ code: 0, withDatabase: true });

    const second = new ServerProcess({ DATA_DIR: loaded });
    expect(await countCouncils(await second.address())).toEqual(ANSWER);
    expect(second.output).toContain('The reference figures are already loaded; nothing to do: 317 current councils');
    second.kill('SIGINT');
    expect(await second.exit).toBe(0);
    expect(second.errors).toBe('');
  });

  it('recovers after SIGKILL, of itself alone and of its database too', async () => {
    copyLoaded();
    const first = new ServerProcess({ DATA_DIR: directory });
    await first.address();
    first.kill('SIGKILL');
    expect(await first.exit).toBe('SIGKILL');

    const second = new ServerProcess({ DATA_DIR: directory });
    expect(await countCouncils(await second.address())).toEqual(ANSWER);
    const orphan = postgresPid(clusterOf(second.output));
    process.kill(orphan, 'SIGKILL');
    second.kill('SIGKILL');
    await second.exit;

    const third = new ServerProcess({ DATA_DIR: directory });
    expect(await countCouncils(await third.address())).toEqual(ANSWER);
    const pid = postgresPid(clusterOf(third.output));
    expect(pid).not.toBe(orphan);
    third.kill('SIGTERM');
    expect(await third.exit).toBe(0);
    expect(await isGone(pid)).toBe(true);
  });

  it('starts from behind a folder that is closed to others, and finds its data again', async () => {
    chmodSync(directory, 0o700);
    const data = path.join(directory, 'project', '.data');
    const clusters: string[] = [];
    for (const line of ['Loaded the reference figures', 'already loaded']) {
      const server = new ServerProcess({ DATA_DIR: data });
      expect(await countCouncils(await server.address())).toEqual(ANSWER);
      expect(server.output).toContain(line);
      clusters.push(clusterOf(server.output));
      server.kill('SIGTERM');
      expect(await server.exit).toBe(0);
    }
    const [cluster, again] = clusters as [string, string];
    expect(again).toBe(cluster);
    // Only root must run PostgreSQL as another user, who cannot go behind the closed folder.
    expect(cluster.startsWith(data)).toBe(process.getuid!() !== 0);
    expect(existsSync(cluster)).toBe(true);
    rmSync(path.dirname(cluster), { recursive: true });
  });

  it('stops when told to during its start', async () => {
    const server = new ServerProcess({ DATA_DIR: directory });
    while (!existsSync(path.join(directory, 'postgres'))) {
      await setTimeout(20);
    }
    server.kill('SIGTERM');
    expect(await server.exit).toBe(0);
  });

  it('shares an embedded database with another server; the last to go stops it', async () => {
    copyLoaded();
    const first = new ServerProcess({ DATA_DIR: directory });
    await first.address();
    const second = new ServerProcess({ DATA_DIR: directory });
    const address = await second.address();
    first.kill('SIGTERM');
    expect(await first.exit).toBe(0);
    expect(await countCouncils(address)).toEqual(ANSWER);
    const pid = postgresPid(clusterOf(second.output));
    second.kill('SIGTERM');
    expect(await second.exit).toBe(0);
    expect(await isGone(pid)).toBe(true);
  });

  it('starts its database again when that has ended under it, for all who share it', async () => {
    copyLoaded();
    const servers = [0, 1].map(() => new ServerProcess({ DATA_DIR: directory }));
    const addresses = await Promise.all(servers.map((server) => server.address()));
    const cluster = clusterOf(servers[0]!.output);
    let pid = postgresPid(cluster);
    const times: number[] = [];
    for (const signal of ['SIGKILL', 'SIGQUIT'] as const) {
      process.kill(pid, signal);
      const began = performance.now();
      const isBack = async (address: string): Promise<boolean> =>
        (await fetch(new URL('/readyz', address))).status === 200 && !isThere(pid);
      for (const address of addresses) while (!(await isBack(address))) await setTimeout(100);
      times.push(performance.now() - began);
      expect(times.at(-1)).toBeLessThan(10_000);
      for (const address of addresses) expect(await countCouncils(address)).toEqual(ANSWER);
      expect(postgresPid(cluster)).not.toBe(pid);
      pid = postgresPid(cluster);
    }
    for (const server of servers) {
      expect(server.output).toContain('the embedded PostgreSQL has ended: it is started again');
    }

    // Told to stop while it is away, they leave none behind.
    process.kill(pid, 'SIGKILL');
    for (const server of servers) server.kill('SIGTERM');
    expect(await Promise.all(servers.map(({ exit }) => exit))).toEqual([0, 0]);
    expect(await isGone(pid)).toBe(true);
    expect(existsSync(path.join(cluster, 'postmaster.pid')) && isThere(postgresPid(cluster))).toBe(false);
    record({
      part: 'fault',
      tried:
        'the embedded PostgreSQL ended under two servers that share it (SIGKILL, SIGQUIT, and SIGKILL while they stop)',
      count: '3 ends',
      happened: `started again by one of them, at the same port; both ready ${(Math.max(...times) / 1_000).toFixed(1)} s after its end at most; none is left behind`,
    });
  });

  it('says in one sentence that its port is taken', async () => {
    copyLoaded();
    const other = net.createServer().listen(0, 'localhost');
    await new Promise((resolve) => other.on('listening', resolve));
    const { port } = other.address() as net.AddressInfo;
    const server = new ServerProcess({ DATA_DIR: directory, PORT: String(port) });
    expect(await server.exit).toBe(1);
    expect(server.errors).toBe(`Port ${port} is taken by another program: stop that one, or set PORT to another.\n`);
    other.close();
  });

  it('says in one sentence that its login may not set the register up', async () => {
    const { server } = testDatabases();
    const name = `register_test_login_${process.pid}_start`;
    await administer(server, `create role ${name} login password 'x'`, `create database ${name}`);
    try {
      const url = new URL(databaseUrl(server, name));
      [url.username, url.password] = [name, 'x'];
      const process = new ServerProcess({ DATA_DIR: directory, DATABASE_URL: url.href });
      expect(await process.exit).toBe(1);
      expect(process.errors).toMatch(/^The login of DATABASE_URL may not set up the register: permission denied.*\n$/);
      expect(process.output).toBe('');
    } finally {
      await administer(server, `drop database ${name} with (force)`, `drop role ${name}`);
    }
  });

  it.each([
    [
      'an unreachable database',
      { DATABASE_URL: 'postgres://u:p@127.0.0.1:9/d' },
      'Nothing answers at 127.0.0.1:9 (DATABASE_URL): is PostgreSQL running there?\n',
    ],
    [
      'an unknown host',
      { DATABASE_URL: 'postgres://u:p@no-such-host.invalid/d' },
      'There is no host "no-such-host.invalid" (DATABASE_URL): check the name.\n',
    ],
    [
      'a bad variable',
      { PORT: 'x' },
      'The configuration is wrong.\n  PORT: expected a whole number from 0 to 65535 (0 picks a free port), got "x".\n',
    ],
    [
      'a data folder that is a file',
      { DATA_DIR: path.join(projectDirectory, 'package.json') },
      expect.stringMatching(/^Cannot create the data folder .*package\.json \(DATA_DIR\): EEXIST\.\n$/),
    ],
  ])('says in one sentence that it was given %s', async (_name, variables, message) => {
    const server = new ServerProcess({ DATA_DIR: directory, ...variables });
    expect(await server.exit).toBe(1);
    expect(server.errors).toEqual(message);
    expect(server.output).toBe('');
  });
});
