import '../src/modules';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { Client } from 'pg';
import pino from 'pino';
import type { DataSource } from 'typeorm';
import { createApp } from '../src/app';
import { runCommand } from '../src/command-line';
import { readConfig } from '../src/config';
import { openViewDatabases, VIEW_ROLES, type ViewDatabases } from '../src/database/view-databases';
import { PUBLIC_VIEWER } from '../src/identity/viewer';
import { importObservations } from '../src/import/observation-import';
import { inTransaction } from '../src/import/transaction';
import { RevisionWatch } from '../src/publications/revision-watch';
import { openRegister, type Register } from '../src/register';
import { UserError } from '../src/user-error';
import { median } from './load';

const USAGE = `Measures the statements on figures with a hundred times as many.

  DATABASE_URL=… npm run bench:observations

Whether the table of observations needs to be partitioned: what its statements cost with the figures of the reference package,
and with a hundred times as many (ten times the indicators, each over ten times the years). It makes a database of its own on
the server of DATABASE_URL, whose login may do that, and drops it again. It takes some ten minutes.`;

const DATABASE = 'register_at_scale';
const TIMES = 7;
const FIGURE = 'value period { label } area { name } indicator { code }';
const list = (args: string, selection = `nodes { ${FIGURE} }`): string => `{ observations(${args}) { ${selection} } }`;
const QUERIES: Record<string, string> = {
  'first page of everything': list('first: 100'),
  'late page of everything': list('first: 100, after: "LATE"'),
  'newest periods of everything': list('first: 100, orderBy: { field: PERIOD, direction: DESC }'),
  'page of one indicator': list('first: 100, filter: { indicators: ["wellbeing_anxiety"] }'),
  'one indicator by value': list(
    'first: 100, filter: { indicators: ["wellbeing_anxiety"] }, orderBy: { field: VALUE, direction: DESC }',
  ),
  'latest of a council': `{ council(gssCode: "E08000004") { observations(first: 100, filter: { latestOnly: true }) {
    nodes { value period { label } indicator { name } } } } }`,
  'comparison of a council': `{ council(gssCode: "E08000004") { comparison(indicator: "wellbeing_anxiety") { __typename } } }`,
  'how many of one indicator': list('first: 0, filter: { indicators: ["wellbeing_anxiety"] }', 'totalCount'),
  'how many of everything': list('first: 0', 'totalCount'),
  'everything by value': list('first: 100, orderBy: { field: VALUE, direction: DESC }'),
};

interface Statement {
  sql: string;
  values: readonly unknown[];
}

interface Answer {
  observations: { pageInfo: { startCursor: string } };
}

async function ask(app: FastifyInstance, query: string): Promise<Answer> {
  const response = await app.inject({ method: 'POST', url: '/graphql', payload: { query } });
  const { data, errors } = response.json<{ data: Answer; errors?: { message: string }[] }>();
  if (errors) throw new Error(errors[0]!.message);
  return data;
}

/** Has the statements of readers kept as they are made. */
function record({ PUBLIC }: ViewDatabases): Statement[] {
  const statements: Statement[] = [];
  const prepare = PUBLIC.prepare.bind(PUBLIC);
  PUBLIC.prepare = (sql, values, keep) => {
    statements.push({ sql, values });
    return prepare(sql, values, keep);
  };
  return statements;
}

interface Explained {
  Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number };
  'Planning Time': number;
  'Execution Time': number;
}

/** Each query's median time by the API, and its slowest statement: what PostgreSQL says of it, planned and run. */
async function measure(app: FastifyInstance, statements: Statement[], client: Client, title: string): Promise<void> {
  console.log(`\n${title}, milliseconds`.padEnd(35) + 'by the API   planning  execution    blocks');
  for (const [name, text] of Object.entries(QUERIES)) {
    const late = (await ask(app, list('last: 100', 'pageInfo { startCursor }'))).observations.pageInfo.startCursor;
    const query = text.replace('LATE', late);
    const times: number[] = [];
    let failure = '';
    for (let time = 0; time < TIMES && !failure; time++) {
      statements.length = 0;
      const began = performance.now();
      await ask(app, query).catch((error: Error) => (failure = error.message));
      times.push(performance.now() - began);
    }
    let slowest: Explained | undefined;
    for (const { sql, values } of [...statements]) {
      const { rows } = await client.query<{ 'QUERY PLAN': [Explained] }>({
        text: `explain (analyze, buffers, format json) ${sql}`,
        values: [...values],
      });
      const explained = rows[0]!['QUERY PLAN'][0];
      if (!slowest || explained['Execution Time'] > slowest['Execution Time']) slowest = explained;
    }
    const { Plan: plan } = slowest!;
    const columns = [median(times), slowest!['Planning Time'], slowest!['Execution Time']];
    const blocks = plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
    console.log(
      name.padEnd(34) +
        columns.map((each) => each.toFixed(2).padStart(10)).join(' ') +
        `${blocks}`.padStart(10) +
        (failure && `  ${failure}`),
    );
  }
}

/** Ten times the indicators, and of each ten times the periods, further and further back. */
async function multiply(dataSource: DataSource): Promise<void> {
  await dataSource.transaction(async (manager) => {
    await manager.query(`select set_config('oscdr.revision_made', '1', true)`);
    await manager.query(
      `insert into indicator overriding system value
       select (jsonb_populate_record(indicator, jsonb_build_object('id', (select max(id) from indicator) * copy + id,
         'code', code || '_' || copy))).*
       from indicator, generate_series(1, 9) copy`,
    );
    await manager.query(
      `insert into observation
       select (jsonb_populate_record(observation, jsonb_build_object(
         'indicator_id', (select max(id) from indicator where code !~ '_[1-9]$') * copy + indicator_id,
         'period_start', (period_start - back * interval '30 years')::date,
         'period_end', (period_end - back * interval '30 years')::date))).*
       from observation, generate_series(0, 9) copy, generate_series(0, 9) back where (copy, back) <> (0, 0)
       on conflict do nothing`,
    );
  });
  await dataSource.query('vacuum analyze observation');
  await dataSource.query('vacuum analyze indicator');
}

/** Publishes figures of one new period for every area of an indicator, and says how long that took. */
async function release(dataSource: DataSource, indicator: string, period: string): Promise<void> {
  const areas = await dataSource.query<{ code: string }[]>(
    `select code from area where id in (select area_id from observation
     join indicator on indicator.id = indicator_id where indicator.code = $1)`,
    [indicator],
  );
  const file = path.join(os.tmpdir(), `${DATABASE}-${process.pid}.csv`);
  await writeFile(file, ['area_code,period,value', ...areas.map(({ code }) => `${code},${period},1.5`)].join('\n'));
  const began = performance.now();
  const { changes } = await inTransaction(dataSource, (client) =>
    importObservations(client, file, indicator, (problem) => {
      throw new Error(JSON.stringify(problem));
    }),
  );
  console.log(`a release of ${changes!.added} new figures: ${(performance.now() - began).toFixed(0)} ms`);
}

async function sizes(dataSource: DataSource): Promise<void> {
  const [{ rows }] = await dataSource.query<[{ rows: string }]>('select count(*) as rows from observation');
  const relations = await dataSource.query<{ name: string; size: string }[]>(
    `select oid::regclass::text as name, pg_size_pretty(pg_relation_size(oid)) as size from pg_class
     where oid = 'observation'::regclass
       or oid in (select indexrelid from pg_index where indrelid = 'observation'::regclass) order by 1`,
  );
  console.log(`\n${Number(rows).toLocaleString('en-GB')} observations`);
  for (const { name, size } of relations) console.log(`  ${name.padEnd(28)}${size.padStart(10)}`);
}

async function main(): Promise<void> {
  const config = readConfig();
  if (config.databaseUrl === undefined) throw new UserError('DATABASE_URL is missing: on which server shall it be?');
  const address = new URL(config.databaseUrl);
  const admin = new Client({ connectionString: address.href });
  await admin.connect();
  await admin.query(`create database ${DATABASE}`);
  address.pathname = DATABASE;
  try {
    await compare(await openRegister({ ...config, databaseUrl: address.href }));
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  } finally {
    await admin.query(`drop database ${DATABASE} with (force)`);
    await admin.end();
  }
  process.exit();
}

async function compare({ dataSource, url }: Register): Promise<void> {
  const databases = await openViewDatabases(url);
  const revisions = await RevisionWatch.open(url);
  const statements = record(databases);
  const verify = () => Promise.resolve(PUBLIC_VIEWER);
  const app = await createApp({ databases, verify, logger: pino({ level: 'silent' }), revisions });
  const client = new Client({ connectionString: url, options: `-c role=${VIEW_ROLES.PUBLIC}` });
  client.on('error', () => undefined);
  await client.connect();

  await dataSource.query('vacuum analyze');
  await sizes(dataSource);
  await measure(app, statements, client, 'Scale 1');
  await release(dataSource, 'wellbeing_anxiety', '2031');
  console.log('\nMultiplying the figures, which takes some minutes.');
  const began = performance.now();
  await multiply(dataSource);
  console.log(`Multiplied in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  await sizes(dataSource);
  await measure(app, statements, client, 'Scale 100');
  await release(dataSource, 'wellbeing_anxiety', '2032');
}

runCommand({ usage: USAGE }, main);
