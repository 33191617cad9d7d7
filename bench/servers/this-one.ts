import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { folderName } from '../../src/downloads/downloads';
import type { BenchIssuer } from '../submission/issuer';
import { ServerProcess } from './server-process';
import { START_PROGRAM } from './start-program';

interface Options {
  /** Bytes that the response cache may hold; 0 turns it off, undefined leaves it as the server has it. */
  cacheBytes?: number;
  /** Whose tokens it takes. */
  issuer: BenchIssuer;
  dataDirectory: string;
}

/** The last line that it prints when it is up. */
const UP = 'Ctrl-C';

/** The server of this project as it runs in production, from what `npm run build` makes. */
export async function startRegister(url: string, node: string, options: Options): Promise<ServerProcess> {
  await passForReleased(url, options.dataDirectory);
  return ServerProcess.start(
    node,
    START_PROGRAM,
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
}

/**
 * Leaves the folder of the newest revision's files where the server looks for it. It would make them, once after each
 * publication, and that takes the processor for seconds, or for minutes where there are millions of rows.
 */
async function passForReleased(url: string, dataDirectory: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ revision: number; publishedAt: Date }>(
      'select revision, published_at as "publishedAt" from publication order by revision desc limit 1',
    );
    for (const publication of rows) {
      await mkdir(path.join(dataDirectory, 'downloads', folderName(publication)), { recursive: true });
    }
  } finally {
    await client.end();
  }
}

/** The same on an embedded PostgreSQL of its own under a folder: what somebody has who has just installed it. */
export function startRegisterAlone(node: string, dataDirectory: string): Promise<ServerProcess> {
  return ServerProcess.start(node, START_PROGRAM, { PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDirectory }, UP);
}
