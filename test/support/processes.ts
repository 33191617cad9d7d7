import { setTimeout } from 'node:timers/promises';

export function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** Waits for a process to be gone: one that has ended may stay in the list for a moment. */
export async function isGone(pid: number): Promise<boolean> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline && isThere(pid);) await setTimeout(50);
  return !isThere(pid);
}
