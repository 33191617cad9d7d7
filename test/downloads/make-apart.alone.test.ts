import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { type Clone, cloneDatabase } from '../support/databases';
import { Folder } from '../support/files';
import { isGone, isThere } from '../support/processes';
import { ServerProcess } from '../support/server-process';

jest.setTimeout(180_000);

describe('the files of a revision', () => {
  const folder = new Folder();
  let clone: Clone;
  const servers: ServerProcess[] = [];
  beforeAll(async () => {
    clone = await cloneDatabase('reference');
  });
  afterAll(async () => {
    for (const server of servers) {
      server.kill('SIGTERM');
      await server.exit;
    }
    await clone.drop();
    folder.remove();
  });

  async function start(): Promise<{ server: ServerProcess; address: string }> {
    const server = new ServerProcess({ DATABASE_URL: clone.url, DATA_DIR: folder.path, LOG_LEVEL: 'info' });
    servers.push(server);
    return { server, address: await server.address() };
  }
  /** The process that makes files for a server. */
  async function makerOf({ pid }: ServerProcess): Promise<number> {
    for (const deadline = Date.now() + 20_000; Date.now() < deadline; await setTimeout(50)) {
      const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
      if (child) return Number(child);
    }
    throw new Error('Nobody makes files.');
  }
  const isMade = async (address: string): Promise<boolean> =>
    (await fetch(new URL('/data/revisions/1/SHA256SUMS', address))).status === 200;

  it('are made by a process that ends with its server, and then by that of the next', async () => {
    const first = await start();
    const killed = await makerOf(first.server);
    first.server.kill('SIGKILL');
    await first.server.exit;
    expect(await isGone(killed)).toBe(true);

    const second = await start();
    const stopped = await makerOf(second.server);
    expect(await isMade(second.address)).toBe(false);
    second.server.kill('SIGTERM');
    expect(await second.server.exit).toBe(0);
    expect(isThere(stopped)).toBe(false);
    expect(second.server.output).not.toContain('the worker failed');

    const third = await start();
    for (const deadline = Date.now() + 90_000; !(await isMade(third.address)) && Date.now() < deadline;) {
      await setTimeout(200);
    }
    expect(await isMade(third.address)).toBe(true);
    expect(third.server.output).toContain('the downloads of a revision are made');
    expect(third.server.errors).toBe('');
  });
});
