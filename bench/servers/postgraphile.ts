import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { asOwner } from '../database/bench-database';
import { inRole, programOf } from './limit';
import type { PostGraphileSettings } from './postgraphile-program';
import { ServerProcess } from './server-process';

const POSTGRAPHILE = '5.1.5';
const NODE = '24.21.0';
const OLDEST_NODE = 22;

export interface Fetched {
  packages: string;
  /** The Node.js that runs it. */
  node: string;
  nodeVersion: string;
  version: string;
}

/** Fetches PostGraphile once, and a Node.js new enough for it where this one is not. Throws why it cannot. */
export async function fetchPostGraphile(directory: string): Promise<Fetched> {
  const packages = path.join(directory, `postgraphile-${POSTGRAPHILE}`);
  const own = Number(process.versions.node.split('.')[0]) >= OLDEST_NODE;
  const shipped = `node-${process.platform}-${process.arch}`;
  const node = own ? process.execPath : path.join(packages, 'node_modules', shipped, 'bin/node');
  const done = path.join(packages, 'fetched');
  if (!existsSync(done) || !existsSync(node)) {
    await mkdir(packages, { recursive: true });
    await writeFile(path.join(packages, 'package.json'), '{"private":true}');
    const wanted = [`postgraphile@${POSTGRAPHILE}`, ...(own ? [] : [`${shipped}@${NODE}`])];
    await promisify(execFile)(
      'npm',
      // npm's own Node.js may be older than the one that will run it.
      ['install', '--prefix', packages, '--no-engine-strict', '--save-exact', '--no-audit', '--no-fund', ...wanted],
      { timeout: 300_000 },
    );
    await writeFile(done, '');
  }
  const { stdout } = await promisify(execFile)(node, ['--version']);
  return { packages, node, nodeVersion: stdout.trim(), version: POSTGRAPHILE };
}

/**
 * What its tables cannot say, the way its manual tells: functions of a row beside the tables, in a schema of the bench.
 * "composite" is what it makes of a function that answers columns.
 */
const FUNCTIONS = [
  'drop function if exists bench.recommendation_progress, bench.area_latest_observations',
  'drop type if exists bench.progress',
  'create type bench.progress as (duty_bearers int4, reported int4, not_reported int4)',
  `create function bench.recommendation_progress(recommendation public.recommendation) returns bench.progress
   language sql stable as $$
     select row(count(*), count(delivery_status), count(*) - count(delivery_status))::bench.progress
     from public.assignment where recommendation_id = any(array(select part.id from public.recommendation part
       where part.id = recommendation.id or (part.parent_id = recommendation.id and recommendation.kind = 'GROUP')))
   $$`,
  `create function bench.area_latest_observations(area public.area) returns setof public.observation
   language sql stable rows 30 as $$
     select latest.* from public.indicator cross join lateral (
       select * from public.observation where indicator_id = indicator.id and area_id = area.id
       order by indicator_id desc, area_id desc, period_end desc, period_start desc limit 1) latest
     order by indicator.id
   $$`,
  'grant usage on schema bench to oscdr_public',
];

export async function startPostGraphile(url: string, { packages, node }: Fetched): Promise<ServerProcess> {
  await asOwner(url, async (owner) => {
    for (const statement of FUNCTIONS) await owner.query(statement);
  });
  const settings: PostGraphileSettings = { url: inRole(url, 'oscdr_public'), packages };
  return ServerProcess.start(node, [programOf('postgraphile-program'), JSON.stringify(settings)], {
    GRAPHILE_ENV: 'production',
  });
}
