import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { projectDirectory } from '../../src/project';
import type { BenchIssuer } from '../submission/issuer';
import { ServerProcess } from './server-process';

interface Options {
  /** Bytes that the response cache may hold; 0 turns it off, undefined leaves it as the server has it. */
  cacheBytes?: number;
  /** Whose tokens it takes. */
  issuer: BenchIssuer;
  dataDirectory: string;
}

const packageFile = readFileSync(path.join(projectDirectory, 'package.json'), 'utf8');
/** What "npm start" runs once it has built: options of Node.js, and the program. */
const [, ...PROGRAM] = /exec (.+)/
  .exec((JSON.parse(packageFile) as { scripts: { start: string } }).scripts.start)![1]!
  .split(' ')
  .map((word) => (word.endsWith('.js') ? path.join(projectDirectory, word) : word));
/** The last line that it prints when it is up. */
const UP = 'Ctrl-C';

/** Milliseconds for the files of the newest revision to be made, and between looks at whether they are. */
const DOWNLOADS_PATIENCE = 1_800_000;
const DOWNLOADS_INTERVAL = 250;

/**
 * The server of this project as it runs in production, from what `npm run build` makes. It makes files of a revision once,
 * after it was published: it is there when it has.
 */
export async function startRegister(url: string, node: string, options: Options): Promise<ServerProcess> {
  const server = await ServerProcess.start(
    node,
    PROGRAM,
    {
      PORT: '0',
      HOST: '127.0.0.1',
      DATABASE_URL: url,
      // The others write no line for each request either.
      LOG_LEVEL: 'warn',
      DATA_DIR: options.dataDirectory,
      OIDC_ISSUERS: JSON.stringify([options.issuer.config]),
      // One address asks for all the world.
      LIMIT_PUBLIC_POINTS: '0',
      LIMIT_ORGANISATION_POINTS: '0',
      DOWNLOAD_REVISIONS: '1',
      ...(options.cacheBytes !== undefined && { RESPONSE_CACHE_BYTES: String(options.cacheBytes) }),
    },
    UP,
  );
  const deadline = Date.now() + DOWNLOADS_PATIENCE;
  for (;;) {
    const { status } = await fetch(new URL('/data/latest/SHA256SUMS', server.address), { method: 'HEAD' });
    if (status === 200) return server;
    if (Date.now() > deadline) throw new Error(`The files of the newest revision are not made: ${status}.`);
    await setTimeout(DOWNLOADS_INTERVAL);
  }
}

/** The same on an embedded PostgreSQL of its own under a folder: what somebody has who has just installed it. */
export function startRegisterAlone(node: string, dataDirectory: string): Promise<ServerProcess> {
  return ServerProcess.start(node, PROGRAM, { PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDirectory }, UP);
}
