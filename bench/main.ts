import '../src/modules';
import { writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { runCommand } from '../src/command-line';
import { readConfig } from '../src/config';
import { UserError } from '../src/user-error';
import { asOwner, BENCH_DIRECTORY, openPostgres } from './database/bench-database';
import { measureScale, type ScaleResult } from './measure';
import { markdown, table } from './report';
import { CONTENDERS, type Contender } from './servers/contenders';
import { type Fetched, fetchPostGraphile } from './servers/postgraphile';
import { measureStarts, type Starts } from './starts';
import { openIssuer } from './submission/issuer';

const USAGE = `Measures this server against PostGraphile 5 and against the limit: hand-written SQL over bare node:http.

  npm run bench -- [options]

  --scale 1|10|100     how much history there is: 1 is the real figures with 10,000 progress updates, 100 is 4 million
                       observations and 1 million updates; several, such as 1,100, tell how answers grow with it (1)
  --queries A,B,…,F    which queries (A,B,C,D,E,F)
  --servers …          which of ${CONTENDERS.join(', ')} (all)
  --rounds N           rounds, in which the servers take turns (5)
  --seconds N          seconds for each server in a round (4)
  --same-node          runs this server and the limit on the Node.js that PostGraphile runs on
  --directory FOLDER   where the bench keeps its PostgreSQL and what it fetches (.data/bench)
  --out FILE           writes all figures as JSON
  --markdown FILE      writes the tables as Markdown
  --no-starts          does not measure how long the server takes to start
  --smoke              only whether all answers are equal, and not how fast they are

Databases are made in an embedded PostgreSQL, or beside the one of DATABASE_URL, and used again. Everything in them that
is not a real figure says that it is synthetic.`;

/** All that a run of the bench found. */
export interface Report {
  machine: { processor: string; cores: number; memory: number; node: string; postgres: string };
  date: string;
  settings: { rounds: number; seconds: number; connections: number; servedOn: string };
  postgraphile: { version: string; node: string } | { skipped: string };
  scales: ScaleResult[];
  starts: Starts | null;
}

const list = <Name extends string>(given: string | undefined, known: readonly Name[], option: string): Name[] => {
  if (given === undefined) return [...known];
  const names = given.split(',');
  const unknown = names.find((name) => !known.includes(name as Name));
  if (unknown !== undefined) throw new UserError(`--${option}: there is no ${unknown}; there are ${known.join(', ')}.`);
  return names as Name[];
};

const positive = (given: string | undefined, fallback: number, option: string): number => {
  const number = given === undefined ? fallback : Number(given);
  if (!(number > 0)) throw new UserError(`--${option} takes a number above 0, not ${given}.`);
  return number;
};

const say = (text: string): void => console.log(text);

async function fetchOrSay(directory: string): Promise<Fetched | string> {
  try {
    return await fetchPostGraphile(directory);
  } catch (error) {
    const reason = (error as Error).message.split('\n')[0]!;
    say(`PostGraphile is left out: it could not be fetched (${reason}).`);
    return reason;
  }
}

runCommand(
  {
    usage: USAGE,
    options: {
      scale: { type: 'string' },
      queries: { type: 'string' },
      servers: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      'same-node': { type: 'boolean' },
      directory: { type: 'string' },
      out: { type: 'string' },
      markdown: { type: 'string' },
      'no-starts': { type: 'boolean' },
      smoke: { type: 'boolean' },
    },
  },
  async ({ values }) => {
    const smoke = values.smoke ?? false;
    const scales = (values.scale ?? '1').split(',').map((scale) => positive(scale, 1, 'scale'));
    const rounds = smoke ? 0 : positive(values.rounds, 5, 'rounds');
    const seconds = positive(values.seconds, smoke ? 1 : 4, 'seconds');
    const queries = list(values.queries, ['A', 'B', 'C', 'D', 'E', 'F'], 'queries');
    const contenders: Contender[] = list(values.servers, CONTENDERS, 'servers');
    const directory = path.resolve(values.directory ?? BENCH_DIRECTORY);
    // The whole configuration is read, because a mistake in DATABASE_URL is to be said in a sentence.
    const { databaseUrl } = readConfig();
    const postgres = await openPostgres(databaseUrl, directory);
    const issuer = await openIssuer();
    try {
      if (!postgres.counts)
        say('This PostgreSQL does not count statements (pg_stat_statements), so they are left out.');
      const fetched = contenders.includes('postgraphile') ? await fetchOrSay(directory) : 'it was not asked for';
      const postgraphile = typeof fetched === 'string' ? undefined : fetched;
      const node = values['same-node'] && postgraphile ? postgraphile.node : process.execPath;
      const options = {
        queries,
        contenders,
        rounds,
        seconds,
        warmUp: smoke ? 0 : 4,
        directory,
        postgraphile,
        node,
        say,
      };
      const results: ScaleResult[] = [];
      for (const scale of scales) {
        results.push(await measureScale(smoke ? { ...postgres, counts: false } : postgres, issuer, scale, options));
      }
      const starts = smoke || values['no-starts'] ? null : await measureStarts(node, directory, say);
      const version = await asOwner(postgres.urlOf('postgres'), async (owner) => {
        const { rows } = await owner.query<{ version: string }>(`select current_setting('server_version') as version`);
        return rows[0]!.version;
      });
      const [processor] = cpus();
      const report: Report = {
        machine: {
          processor: processor?.model ?? 'unknown',
          cores: cpus().length,
          memory: totalmem(),
          node: process.version,
          postgres: version,
        },
        date: new Date().toISOString().slice(0, 10),
        settings: {
          rounds,
          seconds,
          connections: 16,
          servedOn: node === process.execPath ? process.version : 'the Node.js of PostGraphile',
        },
        postgraphile: postgraphile
          ? { version: postgraphile.version, node: postgraphile.nodeVersion }
          : { skipped: fetched as string },
        scales: results,
        starts,
      };
      console.log(`\n${smoke ? 'All answers are equal.' : table(report)}`);
      if (values.out !== undefined) await writeFile(values.out, `${JSON.stringify(report, null, 2)}\n`);
      if (values.markdown !== undefined) await writeFile(values.markdown, markdown(report));
    } finally {
      await issuer.close();
      await postgres.close();
    }
  },
);
