import { spawn } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';

const PROGRAM = path.join(__dirname, 'main.js');
/** Of 19: it gets a quarter of the processor where others want all of it, and all where nobody does. */
const BEHIND = 5;

/**
 * Has the files of a revision made by a process of its own: they take seconds of the processor, or minutes where there are
 * millions of rows, and much memory, and meanwhile a server is to answer as ever.
 */
export async function makeApart(revision: number, signal?: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, [...process.execArgv, PROGRAM, String(revision)], {
    // It ends when its input does, which is when this process is gone, by whatever end.
    stdio: ['pipe', 'inherit', 'inherit'],
    // Apart from the terminal, so that Ctrl-C reaches only the server, which then ends it.
    detached: true,
  });
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const kill = (): void => void child.kill();
  signal?.addEventListener('abort', kill, { once: true });
  try {
    if (child.pid !== undefined) os.setPriority(child.pid, BEHIND);
    const [code, by] = await ended;
    if (code !== 0 && !signal?.aborted) {
      throw new Error(`The process that makes the files of revision ${revision} ended with ${code ?? by}.`);
    }
  } finally {
    signal?.removeEventListener('abort', kill);
  }
}
