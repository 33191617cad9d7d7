import { setTimeout } from 'node:timers/promises';
import type { ServerProcess } from '../support/server-process';

/** What a server needs in its environment to tell how large its heap is. */
export const TELLS_HEAP = { NODE_OPTIONS: `--require ${require.resolve('./tell-heap.cjs')}` };

/** What a server prints for it, which is no error. */
export const HEAP_LINES = /^heap \d+\n/gm;

export interface Memory {
  /** Megabytes of the heap after a garbage collection. */
  heap: number;
  /** Megabytes of the process. */
  resident: number;
}

/** Collects a server's garbage and says what is left. */
export async function memoryOf(server: ServerProcess): Promise<Memory> {
  const before = server.errors.length;
  server.kill('SIGUSR2');
  while (!/heap \d+\n/.test(server.errors.slice(before))) await setTimeout(5);
  const heap = Number(/heap (\d+)\n/.exec(server.errors.slice(before))![1]) / 1e6;
  return { heap, resident: server.resident };
}
