import { chmod, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { startRegisterAlone } from './servers/this-one';

/** Seconds from the command to the line that says where the server is. */
export interface Starts {
  /** On an empty folder: makes its PostgreSQL, its schema, and loads the figures. */
  first: number;
  later: number;
}

export async function measureStarts(node: string, directory: string, say: (text: string) => void): Promise<Starts> {
  say('Starts: the first on an empty folder, and a later one.');
  const folder = await mkdtemp(path.join(directory, 'start-'));
  // PostgreSQL runs as another user where the bench runs as root.
  await chmod(folder, 0o755);
  const time = async (): Promise<number> => {
    const began = performance.now();
    const server = await startRegisterAlone(node, folder);
    const seconds = (performance.now() - began) / 1000;
    await server.stop();
    return seconds;
  };
  try {
    return { first: await time(), later: await time() };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
