import '../src/modules';
import autocannon from 'autocannon';
import pino from 'pino';
import type { FastifyInstance } from 'fastify';
import { createApp } from '../src/app';
import { runCommand } from '../src/command-line';
import { readConfig } from '../src/config';
import { connect } from '../src/database/data-source';
import { Database } from '../src/database/database';
import { openViewDatabases, type ViewDatabases } from '../src/database/view-databases';
import { buildGraph } from '../src/graph/schema';
import { PUBLIC_VIEWER } from '../src/identity/viewer';
import { DEFAULT_LIMITS } from '../src/limits/limits';
import { RevisionWatch } from '../src/publications/revision-watch';
import { openRegister } from '../src/register';
import { median } from './load';

const USAGE = `Measures what the guards cost the public.

  npm run bench:guards

The same queries with all of them on (filtered schema, shield, role), and with all of them off (whole schema, no shield, the
owner's connection), in turns, so that the machine's drift cancels out. It takes two minutes.

Which database: DATABASE_URL, or the embedded one in DATA_DIR.`;

const ROUNDS = 5;
const SECONDS = 4;
const QUERIES = {
  recommendations:
    '{ recommendations(first: 100) { nodes { code title assignments(first: 5) { nodes { response dutyBearer { name } } } } } }',
  observations:
    '{ councils(first: 50) { nodes { name observations(first: 5, filter: { indicators: ["wellbeing_anxiety"] }) { nodes { value lower upper } } } } }',
};

async function measure(app: FastifyInstance, query: string): Promise<number> {
  const address = await app.listen({ port: 0, host: '127.0.0.1' }).catch(() => app.listeningOrigin);
  const { requests, non2xx } = await autocannon({
    url: `${address}/graphql`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    connections: 16,
    duration: SECONDS,
  });
  if (non2xx > 0) throw new Error(`${non2xx} requests failed.`);
  return requests.average;
}

async function main(): Promise<void> {
  const register = await openRegister(readConfig());
  const guarded = await openViewDatabases(register.url);
  const owner = new Database(await connect(register.url));
  const unguarded: ViewDatabases = {
    PUBLIC: owner,
    COUNCIL: owner,
    GOVERNMENT: owner,
    OFFICE: owner,
    close: () => owner.dataSource.destroy(),
  };
  const verify = () => Promise.resolve(PUBLIC_VIEWER);
  const logger = pino({ level: 'silent' });
  const revisions = await RevisionWatch.open(register.url);
  // One address asks for all the world.
  const limits = { ...DEFAULT_LIMITS, publicPoints: Infinity };
  const on = await createApp({ databases: guarded, verify, logger, revisions, limits });
  const schemaOf = () => buildGraph().whole;
  const off = await createApp({ databases: unguarded, verify, logger, revisions, limits, schemaOf });

  console.log(
    `query            guards on    guards off   ratio (median of ${ROUNDS} rounds of ${SECONDS} s, 16 connections)`,
  );
  for (const [name, query] of Object.entries(QUERIES)) {
    const rates: { on: number[]; off: number[] } = { on: [], off: [] };
    await measure(on, query);
    await measure(off, query);
    for (let round = 0; round < ROUNDS; round++) {
      // Whoever goes second finds a warmer machine, so they take turns at that too.
      for (const which of round % 2 === 0 ? (['on', 'off'] as const) : (['off', 'on'] as const)) {
        rates[which].push(await measure(which === 'on' ? on : off, query));
      }
    }
    const ratio = median(rates.on.map((rate, round) => rate / rates.off[round]!));
    const column = (number: number): string => `${number.toFixed(0)}/s`.padEnd(13);
    console.log(`${name.padEnd(17)}${column(median(rates.on))}${column(median(rates.off))}${ratio.toFixed(3)}`);
  }
  await Promise.all([on.close(), off.close()]);
  await Promise.all([guarded.close(), unguarded.close()]);
  await revisions.close();
  await register.close();
}

runCommand({ usage: USAGE }, main);
