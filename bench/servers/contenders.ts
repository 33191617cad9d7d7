import path from 'node:path';
import { mkdir } from 'node:fs/promises';
import type { Question } from '../queries/questions';
import type { Target } from '../load';
import type { BenchIssuer } from '../submission/issuer';
import { startLimit } from './limit';
import { type Fetched, startPostGraphile } from './postgraphile';
import type { ServerProcess } from './server-process';
import { startRegister } from './this-one';

export const CONTENDERS = ['limit', 'register', 'cached', 'council', 'government', 'office', 'postgraphile'] as const;
export type Contender = (typeof CONTENDERS)[number];

/** What each is called in tables. */
export const LABELS: Record<Contender, string> = {
  limit: 'the limit',
  register: 'this server',
  cached: 'this server, cache on',
  council: 'this server, council view',
  government: 'this server, government view',
  office: 'this server, Office view',
  postgraphile: 'PostGraphile',
};

/** The role that each reads in. */
export const ROLES: Record<Contender, string> = {
  limit: 'oscdr_public',
  register: 'oscdr_public',
  cached: 'oscdr_public',
  council: 'oscdr_council',
  government: 'oscdr_government',
  office: 'oscdr_office',
  postgraphile: 'oscdr_public',
};

const VIEWS: Partial<Record<Contender, string>> = { council: 'E08000004', government: 'DFE', office: 'OSCDR' };

/** The servers that are up. Each is a process; the views are tokens for the process whose cache is off. */
export interface Servers {
  processes: Map<string, ServerProcess>;
  /** What a contender is asked of a question; undefined where it does not take part. */
  target(contender: Contender, question: Question): Promise<Target | undefined>;
  stop(): Promise<void>;
}

interface Options {
  contenders: readonly Contender[];
  issuer: BenchIssuer;
  directory: string;
  postgraphile: Fetched | undefined;
  /** The Node.js that the register and the limit run on. */
  node: string;
}

/**
 * Starts them all at once and leaves them up: one that nobody asks costs nothing but memory, and one that was just
 * started would be measured while it warms up. Each has the machine to itself while it is asked.
 */
export async function startServers(url: string, options: Options): Promise<Servers> {
  const { contenders, issuer, postgraphile, node } = options;
  const processes = new Map<string, ServerProcess>();
  const stop = async (): Promise<void> => {
    await Promise.all([...processes.values()].map((each) => each.stop()));
  };
  const dataDirectory = path.join(options.directory, 'server');
  await mkdir(dataDirectory, { recursive: true });
  try {
    processes.set('register', await startRegister(url, node, { cacheBytes: 0, issuer, dataDirectory }));
    if (contenders.includes('limit')) processes.set('limit', await startLimit(url, node));
    if (contenders.includes('cached'))
      processes.set('cached', await startRegister(url, node, { issuer, dataDirectory }));
    if (postgraphile) processes.set('postgraphile', await startPostGraphile(url, postgraphile));
  } catch (error) {
    await stop();
    throw error;
  }
  const tokens = new Map<Contender, string>();
  for (const [contender, organisation] of Object.entries(VIEWS) as [Contender, string][]) {
    tokens.set(contender, await issuer.sign(contender, organisation));
  }
  return {
    processes,
    stop,
    target: async (contender, question) => {
      const server = processes.get(VIEWS[contender] ? 'register' : contender);
      if (!server || !contenders.includes(contender)) return undefined;
      const target = { url: server.address, bodies: question.register };
      if (contender === 'limit') return { ...target, bodies: question.limit };
      if (contender === 'postgraphile') return { ...target, bodies: await question.postgraphile(target) };
      const token = tokens.get(contender);
      return token === undefined ? target : { ...target, headers: { authorization: `Bearer ${token}` } };
    },
  };
}
