import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

const USAGE = `Builds the reference package in data from the figures as they were gathered.

  npm run data:build -- --from DIR

Everything in data is its work, except build.ts, README.md and editorial.`;

type Row = Record<string, string>;

/** The folder of the gathered figures. */
function readFrom(): string {
  try {
    const { values } = parseArgs({ options: { from: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
    if (values.from !== undefined && !values.help) return values.from;
    console.log(values.help ? USAGE : `--from is missing: where are the figures?\n\n${USAGE}`);
    process.exit(values.help ? 0 : 1);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(1);
  }
}

const source = path.resolve(readFrom());
const target = path.resolve('data');
const manifest: Record<string, { rows: number; sha256: string }> = {};

const read = (file: string): Row[] => parse(readFileSync(file), { columns: true, bom: true });
const readSource = (file: string): Row[] => read(path.join(source, file));

function write(file: string, rows: Row[]): void {
  const content = stringify(rows, { header: true });
  mkdirSync(path.dirname(path.join(target, file)), { recursive: true });
  writeFileSync(path.join(target, file), content);
  manifest[file] = { rows: rows.length, sha256: createHash('sha256').update(content).digest('hex') };
}

// --- Places -------------------------------------------------------------------------------------------------------

const STRATEGIC_AUTHORITIES = new Set(['combined_authority', 'strategic_regional_authority']);
const AREA_KINDS: Record<string, string> = {
  country: 'COUNTRY',
  region: 'REGION',
  police_force_area: 'POLICE_FORCE_AREA',
};
const register = readSource('councils.csv');
const codeChanges = readSource('code_changes.csv');
const clusters = new Map(readSource('council_clusters.csv').map((row) => [row['area_code'], row]));

write('areas.csv', [
  ...readSource('areas.csv').map((row) => ({
    code: row['area_code']!,
    name: row['name']!,
    kind: AREA_KINDS[row['kind']!]!,
  })),
  ...register
    .filter((row) => STRATEGIC_AUTHORITIES.has(row['type']!))
    .map((row) => ({ code: row['gss_code']!, name: row['name']!, kind: 'STRATEGIC_AUTHORITY' })),
]);

const councils = register.filter((row) => !STRATEGIC_AUTHORITIES.has(row['type']!));
// ONS writes [x] for the two councils that it does not put in a cluster.
const cluster = (code: string, kind: string): string => (clusters.get(code)?.[kind] ?? '').replace('[x]', '');
write(
  'councils.csv',
  councils.map((row) => ({
    code: row['gss_code']!,
    name: row['name']!,
    official_name: row['official_name']!,
    type: row['type']!.toUpperCase(),
    is_current: String(row['is_current'] === 'True'),
    region_code: row['region_code']!,
    police_force_code: row['police_force_code']!,
    county_code: row['parent_county_code']!,
    strategic_authority_code: row['combined_authority_code']!,
    started_on: row['start_date']!,
    ended_on: row['end_date']!,
    square_kilometres: row['area_km2']!,
    latitude: row['latitude']!,
    longitude: row['longitude']!,
    global_cluster: cluster(row['gss_code']!, 'global'),
    economic_cluster: cluster(row['gss_code']!, 'economic'),
    demographic_cluster: cluster(row['gss_code']!, 'demographic'),
  })),
);

const codesIn = (text: string): string[] =>
  text
    .split(/[;,]/)
    .map((code) => code.trim())
    .filter(Boolean);
const formerCodes = new Map<string, string>();
for (const change of codeChanges.filter((row) => row['kind'] === 'recode_same_council')) {
  formerCodes.set(change['old_gss']!, change['new_gss']!);
}
for (const row of register) {
  codesIn(row['former_gss_codes']!).forEach((former) => formerCodes.set(former, row['gss_code']!));
}
write(
  'former_codes.csv',
  [...formerCodes].map(([former_code, code]) => ({ former_code, code })),
);

const successions = new Set<string>();
for (const change of codeChanges.filter((row) => row['kind'] === 'abolished_replaced_by')) {
  successions.add(`${change['old_gss']} ${change['new_gss']}`);
}
for (const row of councils) {
  codesIn(row['replaced_by_gss_codes']!).forEach((successor) => successions.add(`${row['gss_code']} ${successor}`));
}
write(
  'successions.csv',
  [...successions].sort().map((pair) => {
    const [predecessor_code, successor_code] = pair.split(' ') as [string, string];
    return { predecessor_code, successor_code };
  }),
);

// --- Statistical neighbours ---------------------------------------------------------------------------------------

const NEIGHBOURS = 15;
const CLUSTER_KINDS = ['global', 'economic', 'demographic'];
const populations = new Map(
  readSource('observations/population.csv')
    .filter((row) => row['period'] === '2021-03-21')
    .map((row) => [row['area_code']!, Number(row['value'])]),
);
const clustered = councils
  .map((row) => row['gss_code']!)
  .filter((code) => cluster(code, 'global') && populations.has(code));

/** The method is described in data/README.md, for those who use the result. */
function neighboursOf(code: string): Row[] {
  return clustered
    .filter((other) => other !== code && cluster(other, 'global') === cluster(code, 'global'))
    .map((other) => ({
      other,
      shared: CLUSTER_KINDS.filter((kind) => cluster(other, kind) === cluster(code, kind)).length,
      distance: Math.abs(Math.log(populations.get(other)! / populations.get(code)!)),
    }))
    .sort((a, b) => b.shared - a.shared || a.distance - b.distance || a.other.localeCompare(b.other))
    .slice(0, NEIGHBOURS)
    .map(({ other, shared }, index) => ({
      council_code: code,
      rank: String(index + 1),
      neighbour_code: other,
      shared_clusters: String(shared),
    }));
}
write('statistical_neighbours.csv', clustered.flatMap(neighboursOf));

// --- The review and the strategy ----------------------------------------------------------------------------------

const KINDS_ADDRESSED: Record<string, { name: string; kind: string }> = {
  COUNCILS: { name: 'Every current council', kind: 'COUNCIL' },
  POLICE_FORCES: { name: 'Every police force', kind: 'POLICE_FORCE' },
  DEPARTMENTS: { name: 'Every government department', kind: 'DEPARTMENT' },
};
const organisations = readSource('organisations.csv');
write('organisations.csv', organisations);
write('addressees.csv', [
  ...organisations.map((row) => ({
    code: row['code']!,
    name: row['name']!,
    organisation_code: row['code']!,
    organisation_kind: '',
  })),
  ...Object.entries(KINDS_ADDRESSED).map(([code, { name, kind }]) => ({
    code,
    name,
    organisation_code: '',
    organisation_kind: kind,
  })),
]);
write('strategic_objectives.csv', readSource('strategic_objectives.csv'));
write('strategic_priorities.csv', readSource('strategic_priorities.csv'));
write('recommendations.csv', readSource('recommendations.csv'));
write(
  'published_activity.csv',
  readSource('published_council_activity.csv').map((row) => ({
    ...row,
    source: councils.find((council) => council['gss_code'] === row['council_code'])!['official_name']!,
  })),
);

// --- What councils are assessed by ----------------------------------------------------------------------------------

/** Notes what is written by hand in the manifest, so that a server loads a change of it as it does any other. */
function keep(file: string): void {
  const content = readFileSync(path.join(target, file));
  const rows = parse<Row>(content, { columns: true }).length;
  manifest[file] = { rows, sha256: createHash('sha256').update(content).digest('hex') };
}
keep('editorial/assessment_criteria_sets.csv');
keep('editorial/assessment_criteria.csv');

// --- Figures ------------------------------------------------------------------------------------------------------

const limitations = new Map(
  read(path.join(target, 'editorial/limitations.csv')).map((row) => [row['indicator_code'], row['limitations']]),
);
const indicators = readSource('indicators.csv');
write(
  'indicators.csv',
  indicators.map((row) => {
    const known = limitations.get(row['code']);
    if (!known) throw new Error(`editorial/limitations.csv has nothing on ${row['code']}`);
    return { ...row, limitations: known };
  }),
);

/** The publisher's markers stand in a list of their own; here they join the figures, so that each gap says why. */
const markers = readSource('value_markers.csv');
const NOTES: Record<string, string> = {
  u: 'The publisher shows a value of low reliability; it is not in the figures gathered here.',
};
rmSync(path.join(target, 'observations'), { recursive: true, force: true });
for (const file of readdirSync(path.join(source, 'observations')).sort()) {
  const indicator = path.basename(file, '.csv');
  const values = readSource(`observations/${file}`).map((row) => ({ ...row, marker: '', note: '' }));
  const gaps = markers
    .filter((row) => row['indicator_code'] === indicator)
    .map((row) => ({
      area_code: row['area_code']!,
      period: row['period']!,
      value: '',
      lower_ci: '',
      upper_ci: '',
      // A gap without a marker is one that this project left in a figure of its own making.
      marker: row['marker'] || 'x',
      note: row['marker'] ? (NOTES[row['marker']] ?? '') : `Not derived here: ${row['meaning']}.`,
    }));
  write(`observations/${file}`, [...values, ...gaps]);
}

writeFileSync(path.join(target, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
console.log(`Wrote ${Object.keys(manifest).length} files to ${target}.`);
