import { type BenchDatabase, type BenchPostgres, openDatabase, settle } from './database/bench-database';
import { assertEqual } from './equality';
import { ask, askForData, drive, type Target } from './load';
import { makeQuestions, type Question } from './queries/questions';
import { inTurns, type Measured } from './rounds';
import { type Contender, ROLES, type Servers, startServers } from './servers/contenders';
import type { Fetched } from './servers/postgraphile';
import type { Memory } from './servers/server-process';
import { countStatements, type MeasuredWithStatements, withStatements } from './statements';
import type { BenchIssuer } from './submission/issuer';
import { measureSubmission } from './submission/measure-submission';

export interface MeasureOptions {
  queries: readonly string[];
  contenders: readonly Contender[];
  rounds: number;
  seconds: number;
  /** Seconds that each is asked before the first round. */
  warmUp: number;
  directory: string;
  postgraphile: Fetched | undefined;
  node: string;
  say: (text: string) => void;
}

export interface QuestionResult {
  name: string;
  title: string;
  levels: number;
  /** Of the answer, as JSON. */
  bytes: number;
  measured: Partial<Record<Contender, MeasuredWithStatements>>;
  /** What the server that keeps answers makes of `{ __typename }`, in turns with all others. */
  typename?: Measured;
  /** Who could not answer, and what was said instead. */
  unanswered: Partial<Record<Contender, string>>;
}

export interface CacheResult {
  /** Of an answer asked for again with its ETag; null where answers have none. */
  unchanged: { status: number; statements: number | null } | null;
}

export interface ScaleResult {
  database: Omit<BenchDatabase, 'url'>;
  questions: QuestionResult[];
  cache: CacheResult | null;
  /** Of each process, after all that it was asked. */
  memory: Record<string, Memory | undefined>;
}

const TYPENAME = { query: '{ __typename }' };

/** As browsers and HTTP libraries ask: an answer that is kept is compressed once, and sent so to all who ask. */
const compressed = (target: Target): Target => ({
  ...target,
  headers: { ...target.headers, 'accept-encoding': 'gzip' },
});

/** Builds a database of a scale, starts the servers on it, and measures all of them. */
export async function measureScale(
  postgres: BenchPostgres,
  issuer: BenchIssuer,
  scale: number,
  options: MeasureOptions,
): Promise<ScaleResult> {
  const { say } = options;
  say(`Scale ${scale}: the database.`);
  const { url, ...database } = await openDatabase(postgres, scale, say);
  const servers = await startServers(url, { ...options, issuer });
  const counts = postgres.counts ? url : undefined;
  try {
    const questions: QuestionResult[] = [];
    for (const question of await makeQuestions(url)) {
      // E names both pages.
      if (!options.queries.some((name) => question.name.startsWith(name))) continue;
      say(`${question.name}: ${question.title}.`);
      questions.push(await measureQuestion(servers, question, url, counts, options));
    }
    const cache = options.contenders.includes('cached') ? await measureCache(servers, counts) : null;
    if (options.queries.includes('F')) {
      say('F: a progress submission.');
      questions.push(await measureSubmission(servers.processes, url, counts, issuer, options));
    }
    const memory = Object.fromEntries([...servers.processes].map(([name, each]) => [name, each.memory()]));
    return { database, questions, cache, memory };
  } finally {
    await servers.stop();
  }
}

async function measureQuestion(
  servers: Servers,
  question: Question,
  url: string,
  counts: string | undefined,
  { contenders, rounds, seconds, warmUp }: MeasureOptions,
): Promise<QuestionResult> {
  const targets = new Map<Contender, Target>();
  const unanswered: QuestionResult['unanswered'] = {};
  for (const contender of contenders) {
    const target = await servers.target(contender, question);
    if (!target) continue;
    // A server that cannot answer has lost this question, and not all the others.
    const failure = await askForData(target, target.bodies[0]!).then(() => undefined, String);
    if (failure === undefined) targets.set(contender, contender === 'cached' ? compressed(target) : target);
    else unanswered[contender] = failure;
  }
  const bytes = targets.size > 0 ? await assertEqual(question.name, targets) : 0;
  const statements = new Map<Contender, number | null>();
  for (const [contender, target] of targets) {
    const send = (): Promise<unknown> => ask(target, target.bodies[0]!);
    statements.set(contender, counts === undefined ? null : await countStatements(counts, ROLES[contender], send));
  }
  const cached = targets.get('cached');
  const asked = new Map<Contender | 'typename', Target>(targets);
  if (cached) asked.set('typename', { ...cached, bodies: [TYPENAME] });
  const drives = new Map([...asked].map(([name, target]) => [name, () => drive(target, seconds)]));
  for (const target of warmUp > 0 ? asked.values() : []) {
    await settle(url);
    await drive(target, warmUp);
  }
  const measured = await inTurns(rounds, drives, () => settle(url));
  const typename = measured.get('typename');
  measured.delete('typename');
  const { name, title, levels } = question;
  const found = { name, title, levels, bytes, measured: withStatements(measured, statements), unanswered };
  return typename ? { ...found, typename } : found;
}

/** What the cached server does with what has not changed. */
async function measureCache(servers: Servers, counts: string | undefined): Promise<CacheResult> {
  const url = servers.processes.get('cached')!.address;
  const query = '{ recommendations(first: 100) { nodes { code title } } }';
  const get = (headers: Record<string, string>): Promise<Response> =>
    fetch(`${url}?${new URLSearchParams({ query }).toString()}`, {
      headers: { 'apollo-require-preflight': 'true', ...headers },
    });
  const etag = (await get({})).headers.get('etag');
  if (etag === null) return { unchanged: null };
  const again = (): Promise<Response> => get({ 'if-none-match': etag });
  const { status } = await again();
  return {
    unchanged: {
      status,
      statements: counts === undefined ? null : await countStatements(counts, 'oscdr_public', again),
    },
  };
}
