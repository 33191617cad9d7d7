import '../src/modules';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import pino from 'pino';
import { createApp } from '../src/app';
import { runCommand } from '../src/command-line';
import { readConfig } from '../src/config';
import { Replicas } from '../src/database/replicas';
import { openViewDatabases } from '../src/database/view-databases';
import { PUBLIC_VIEWER } from '../src/identity/viewer';
import { DEFAULT_LIMITS } from '../src/limits/limits';
import { projectDirectory } from '../src/project';
import { RevisionWatch } from '../src/publications/revision-watch';
import { openRegister } from '../src/register';

const USAGE = `Measures what a request costs Node.js and PostgreSQL.

  npm run bench:cost

The processor time that Node.js spends on a request and that PostgreSQL does (primary and replicas), how long it takes while
8 are under way, and what it costs where its answer is kept. On Linux, with PostgreSQL on this machine; the load comes from a
process of its own. It takes three minutes.

Which database: DATABASE_URL, or the embedded one in DATA_DIR.`;

const SECONDS = 6;
const CONNECTIONS = 8;
const QUERIES: Record<string, string> = {
  'nothing that is read': '{ __typename }',
  'one council': '{ council(gssCode: "E08000004") { name type region { name } } }',
  'latest figures of a council': `{ council(gssCode: "E08000004") { name observations(first: 100, filter: { latestOnly: true }) {
    nodes { indicator { name direction } period { label } value lower upper unit licence } } } }`,
  'duties of a council': `{ council(gssCode: "E06000063") { name assignments(first: 20) { totalCount
    nodes { recommendation { code title } response reported publishedActivities { title year stage } } } } }`,
  '100 councils': '{ councils(first: 100) { nodes { gssCode name type } } }',
  '100 figures': `{ observations(first: 100) { nodes { value period { label } area { name } indicator { code } } } }`,
  '50 councils, 5 figures each': `{ councils(first: 50) { nodes { name
    observations(first: 5, filter: { indicators: ["wellbeing_anxiety"] }) { nodes { value lower upper } } } } }`,
  'progress of everybody': '{ register { progress { dutyBearers reported notReported } } }',
  'one council, in the past':
    '{ council(gssCode: "E08000004", asOf: "2099-01-01T00:00:00Z") { name region { name } } }',
};

interface Load {
  requests: { total: number; average: number };
  /** Bytes received. */
  throughput: { total: number };
  latency: { p50: number; p99: number };
  non2xx: number;
}

async function load(address: string, query: string, seconds: number): Promise<Load> {
  const program = path.join(projectDirectory, 'node_modules/autocannon/autocannon.js');
  // prettier-ignore
  const { stdout } = await promisify(execFile)(process.execPath, [
    program, '--json', '-c', String(CONNECTIONS), '-d', String(seconds), '-m', 'POST',
    '-H', 'content-type: application/json', '-b', JSON.stringify({ query }), address,
  ]);
  return JSON.parse(stdout) as Load;
}

/** Milliseconds of processor time that the register's connections to these servers have taken, by process. */
async function serverTimes(clients: readonly Client[]): Promise<Map<number, number>> {
  const times = new Map<number, number>();
  for (const client of clients) {
    const { rows } = await client.query<{ pid: number }>(
      `select pid from pg_stat_activity where application_name like 'social-cohesion-register%'`,
    );
    for (const { pid } of rows) {
      // After the name in brackets, the 12th and 13th are user and system time, in hundredths of a second.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
      times.set(pid, (Number(fields[11]) + Number(fields[12])) * 10);
    }
  }
  return times;
}

/** A load, and the milliseconds of this process's time that a request of it took. */
async function measure(address: string, query: string): Promise<{ load: Load; node: number }> {
  const before = process.cpuUsage();
  const made = await load(address, query, SECONDS);
  const { user, system } = process.cpuUsage(before);
  if (made.non2xx > 0) throw new Error(`${made.non2xx} requests failed.`);
  return { load: made, node: (user + system) / 1000 / made.requests.total };
}

async function main(): Promise<void> {
  const config = readConfig();
  const register = await openRegister(config);
  const databases = await openViewDatabases(register.url, config.viewDatabaseUrls);
  const revisions = await RevisionWatch.open(register.url);
  const logger = pino({ level: 'warn' });
  const { replicaUrls: urls } = config;
  const replicas =
    urls.length > 0 ? await Replicas.open({ urls, primary: databases.PUBLIC, revisions, logger }) : undefined;
  // One address asks for all the world.
  const limits = { ...DEFAULT_LIMITS, publicPoints: Infinity };
  const options = { databases, verify: () => Promise.resolve(PUBLIC_VIEWER), logger, revisions, replicas, limits };
  const [app, keeping] = [await createApp(options), await createApp({ ...options, responseCacheBytes: 50_000_000 })];
  const addressOf = async (each: typeof app): Promise<string> =>
    `${await each.listen({ port: 0, host: '127.0.0.1' })}/graphql`;
  const [address, keepingAddress] = [await addressOf(app), await addressOf(keeping)];
  const clients = [register.url, ...urls].map((connectionString) => new Client({ connectionString }));
  for (const client of clients) await client.connect();

  console.log(`${urls.length} replicas; ${CONNECTIONS} connections for ${SECONDS} s each; milliseconds a request`);
  console.log(
    'query                          Node.js  PostgreSQL  median    99%   requests/s     kept   kept/s   bytes',
  );
  for (const [name, text] of Object.entries(QUERIES)) {
    // "Now" is the past at which everything there is can be seen.
    const query = text.replace('2099-01-01T00:00:00Z', new Date().toISOString());
    await load(address, query, 2);
    const before = await serverTimes(clients);
    const made = await measure(address, query);
    let server = 0;
    for (const [pid, time] of await serverTimes(clients)) server += time - (before.get(pid) ?? 0);
    await load(keepingAddress, query, 1);
    const kept = await measure(keepingAddress, query);
    const { latency, requests } = made.load;
    console.log(
      name.padEnd(29) +
        [made.node, server / requests.total].map((each) => each.toFixed(2).padStart(9)).join(' ') +
        `${latency.p50.toFixed(0).padStart(10)}${latency.p99.toFixed(0).padStart(7)}${requests.average.toFixed(0).padStart(13)}` +
        `${kept.node.toFixed(2).padStart(9)}${kept.load.requests.average.toFixed(0).padStart(9)}` +
        `${(kept.load.throughput.total / kept.load.requests.total).toFixed(0).padStart(8)}`,
    );
  }
  const connections = (await serverTimes(clients)).size;
  console.log(`${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB of memory, ${connections} connections to PostgreSQL`);
  for (const client of clients) await client.end();
  await Promise.all([app.close(), keeping.close()]);
  await replicas?.close();
  await revisions.close();
  await databases.close();
  await register.close();
}

runCommand({ usage: USAGE }, main);
