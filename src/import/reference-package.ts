import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ClientBase } from 'pg';
import type { DataSource } from 'typeorm';
import { searchText } from '../areas/search-text';
import { showProgress } from '../progress-bar';
import { PublicationKind } from '../publications/publication';
import { publish } from '../publications/publish';
import { loadAssessmentCriteria } from './assessment-criteria';
import { readIndicators, saveIndicators } from './indicator-import';
import { readKnown, stageObservations } from './observation-import';
import { columnsOf, ObservationStage } from './observation-stage';
import { DIRECTORY, load, readFile, type Row, withPositions } from './package-file';
import { describeProblem, type Problem } from './problems';
import { inTransaction } from './transaction';

/** Loads the package once: a database that has it is left alone. Answers whether there was anything to load. */
export async function loadReferencePackage(dataSource: DataSource): Promise<boolean> {
  const manifest = readFileSync(path.join(DIRECTORY, 'manifest.json'), 'utf8');
  const checksum = createHash('sha256').update(manifest).digest('hex');
  return inTransaction(dataSource, async (client) => {
    const { rowCount } = await client.query(
      'insert into reference_package (checksum) values ($1) on conflict do nothing',
      [checksum],
    );
    if (rowCount === 0) return false;
    const revision = await publish(client, PublicationKind.REFERENCE_FIGURES, 'Reference figures');
    await loadAreas(client);
    await loadOrganisations(client);
    await loadStrategy(client);
    await loadRecommendations(client);
    await loadAssignments(client);
    await loadAssessmentCriteria(client, revision);
    await loadFigures(client, Object.keys(JSON.parse(manifest) as object), revision);
    return true;
  });
}

async function loadAreas(client: ClientBase): Promise<void> {
  const withSearchText = (row: Row): Row => ({
    ...row,
    search_text: searchText(row['name']!, row['official_name'] ?? ''),
  });
  await load(
    client,
    readFile('areas.csv').map(withSearchText),
    'code name kind search_text',
    `insert into area (code, name, kind, search_text) select code, name, kind, search_text from $rows
     on conflict (code) do update set (name, kind, search_text) = (excluded.name, excluded.kind, excluded.search_text)`,
  );
  const councils = readFile('councils.csv').map(withSearchText);
  const content = `name, official_name, type, is_current, started_on, ended_on, square_kilometres, latitude, longitude, search_text`;
  await load(
    client,
    councils,
    'code name official_name type is_current:boolean started_on:date ended_on:date square_kilometres:float8 latitude:float8 longitude:float8 search_text',
    `insert into area (kind, code, ${content}) select 'COUNCIL', code, ${content} from $rows
     on conflict (code) do update set (${content}) = (${columnsOf('excluded', content)})`,
  );
  await load(
    client,
    councils,
    'code region_code police_force_code county_code strategic_authority_code',
    `update area set region_id = region.id, police_force_id = force.id, county_id = county.id,
       strategic_authority_id = authority.id
     from $rows
     left join area region on region.code = row.region_code
     left join area force on force.code = row.police_force_code
     left join area county on county.code = row.county_code
     left join area authority on authority.code = row.strategic_authority_code
     where area.code = row.code`,
  );
  await client.query('insert into area_code (code, area_id) select code, id from area on conflict do nothing');
  await load(
    client,
    readFile('former_codes.csv'),
    'former_code code',
    `insert into area_code (code, area_id) select row.former_code, area.id from $rows join area using (code)
     on conflict (code) do update set area_id = excluded.area_id`,
  );
  await client.query('delete from area_succession');
  await load(
    client,
    readFile('successions.csv'),
    'predecessor_code successor_code',
    `insert into area_succession (predecessor_id, successor_id)
     select predecessor.id, successor.id from $rows
     join area predecessor on predecessor.code = row.predecessor_code
     join area successor on successor.code = row.successor_code`,
  );
  await client.query('delete from statistical_neighbour');
  await load(
    client,
    readFile('statistical_neighbours.csv'),
    'council_code rank:int4 neighbour_code',
    `insert into statistical_neighbour (council_id, rank, neighbour_id)
     select council.id, row.rank, neighbour.id from $rows
     join area council on council.code = row.council_code
     join area neighbour on neighbour.code = row.neighbour_code`,
  );
}

async function loadOrganisations(client: ClientBase): Promise<void> {
  await load(
    client,
    readFile('organisations.csv'),
    'code name kind note',
    `insert into organisation (code, name, kind, note) select code, name, kind, note from $rows
     on conflict (code) do update set (name, kind, note) = (excluded.name, excluded.kind, excluded.note)`,
  );
  await client.query(
    `insert into organisation (code, name, kind, is_current, area_id)
     select code, coalesce(official_name, name),
       case kind when 'COUNCIL' then 'COUNCIL' else 'POLICE_FORCE' end, is_current, id
     from area where kind in ('COUNCIL', 'POLICE_FORCE_AREA') order by id
     on conflict (area_id) do update
       set (code, name, is_current) = (excluded.code, excluded.name, excluded.is_current)`,
  );
}

async function loadStrategy(client: ClientBase): Promise<void> {
  await load(
    client,
    withPositions(readFile('strategic_objectives.csv')),
    'code title summary position:int4',
    `insert into strategic_objective (code, title, summary, position) select code, title, summary, position from $rows
     on conflict (code) do update
       set (title, summary, position) = (excluded.title, excluded.summary, excluded.position)`,
  );
  await load(
    client,
    withPositions(readFile('strategic_priorities.csv')),
    'code title summary objective position:int4',
    `insert into strategic_priority (code, title, summary, objective_id, position)
     select row.code, row.title, row.summary, strategic_objective.id, row.position
     from $rows join strategic_objective on strategic_objective.code = row.objective
     on conflict (code) do update set (title, summary, objective_id, position)
       = (excluded.title, excluded.summary, excluded.objective_id, excluded.position)`,
  );
}

async function loadRecommendations(client: ClientBase): Promise<void> {
  const recommendations = withPositions(readFile('recommendations.csv'));
  const content = 'title, summary, kind, due_on, recurrence, position';
  await load(
    client,
    recommendations,
    'code title summary kind due_on:date recurrence position:int4',
    `insert into recommendation (code, ${content}) select code, ${content} from $rows
     on conflict (code) do update set (${content}) = (${columnsOf('excluded', content)})`,
  );
  await load(
    client,
    recommendations,
    'code parent_code',
    `update recommendation set parent_id = parent.id
     from $rows left join recommendation parent on parent.code = row.parent_code
     where recommendation.code = row.code`,
  );
  await load(
    client,
    readFile('addressees.csv'),
    'code name organisation_code organisation_kind',
    `insert into addressee (code, name, organisation_id, organisation_kind)
     select row.code, row.name, organisation.id, row.organisation_kind
     from $rows left join organisation on organisation.code = row.organisation_code
     on conflict (code) do update set (name, organisation_id, organisation_kind)
       = (excluded.name, excluded.organisation_id, excluded.organisation_kind)`,
  );
  await client.query('delete from recommendation_addressee');
  await load(
    client,
    recommendations,
    'code addressees',
    `insert into recommendation_addressee (recommendation_id, addressee_id)
     select recommendation.id, addressee.id
     from $rows join recommendation using (code)
     join addressee on addressee.code = any(string_to_array(row.addressees, '|'))`,
  );
  await client.query('delete from recommendation_priority');
  await load(
    client,
    recommendations,
    'code priorities',
    `insert into recommendation_priority (recommendation_id, priority_id)
     select recommendation.id, strategic_priority.id
     from $rows join recommendation using (code)
     join strategic_priority on strategic_priority.code = any(string_to_array(row.priorities, '|'))`,
  );
}

async function loadAssignments(client: ClientBase): Promise<void> {
  // An assignment stays when its duty bearer is abolished: what was reported on it remains.
  await load(
    client,
    readFile('recommendations.csv'),
    'code duty_bearers',
    `insert into assignment (recommendation_id, organisation_id, due_on, original_due_on)
     select recommendation.id, organisation.id, recommendation.due_on, recommendation.due_on
     from $rows join recommendation using (code)
     join addressee on addressee.code = any(string_to_array(row.duty_bearers, '|'))
     join organisation on organisation.id = addressee.organisation_id
       or (organisation.kind = addressee.organisation_kind and organisation.is_current)
     order by recommendation.position, organisation.id
     on conflict do nothing`,
  );
  const content = 'year, summary, stage, source';
  await load(
    client,
    readFile('published_activity.csv'),
    'council_code recommendation_code year:int4 title summary stage source',
    `insert into published_activity (assignment_id, title, ${content})
     select assignment.id, row.title, row.year, row.summary, row.stage, row.source
     from $rows
     join recommendation on recommendation.code = row.recommendation_code
     join organisation on organisation.code = row.council_code
     join assignment on assignment.recommendation_id = recommendation.id
      and assignment.organisation_id = organisation.id
     on conflict (assignment_id, title) do update set (${content}) = (${columnsOf('excluded', content)})`,
  );
}

async function loadFigures(client: ClientBase, files: string[], revision: number): Promise<void> {
  const { indicators } = await readIndicators(path.join(DIRECTORY, 'indicators.csv'), fail('indicators.csv'));
  await saveIndicators(client, indicators, () => Promise.resolve(revision), 'keep imported');
  const known = await readKnown(client);
  const stage = await ObservationStage.open(client);
  const figures = files.filter((name) => name.startsWith('observations/'));
  // Storing them takes about as long as reading them.
  const progress = showProgress('Loading the reference figures', 2 * figures.length);
  for (const file of figures) {
    await stageObservations(
      stage,
      path.join(DIRECTORY, file),
      known,
      { given: path.basename(file, '.csv') },
      fail(file),
    );
    progress.add(1);
  }
  await stage.endFile(fail('observations'));
  await stage.yieldToImports();
  await stage.compare();
  await stage.apply(revision);
  // The planner knows nothing of what was just loaded, and would go on for minutes with plans for empty tables.
  await client.query('analyze');
  progress.end();
}

/** The package is checked before it is shipped, so a problem in it is a fault of the project and no one's input. */
const fail =
  (file: string) =>
  (problem: Problem): never => {
    throw new Error(`data/${file} ${describeProblem(problem)}`);
  };
