import path from 'node:path';
import type { ClientBase } from 'pg';
import { UserError } from '../user-error';
import { readCsv } from './csv-file';
import { type ImportResult, importWhole } from './import-whole';
import { type IndicatorChoice, type Known, OBSERVATION_COLUMNS, observationReader } from './observation-rows';
import { ObservationStage } from './observation-stage';
import type { ReportProblem } from './problems';

export interface ImportProgress {
  onBytes?: (count: number) => void;
  onRow?: (count: number) => void;
}

export async function readKnown(client: ClientBase): Promise<Known> {
  const indicators = await client.query<{ code: string; id: number }>('select code, id from indicator');
  const areas = await client.query<{ code: string; area_id: number }>('select code, area_id from area_code');
  return {
    indicators: new Map(indicators.rows.map(({ code, id }) => [code, id])),
    areas: new Map(areas.rows.map(({ code, area_id }) => [code, area_id])),
  };
}

/** Reads a file of observations into the stage; answers how many rows it has. */
export async function stageObservations(
  stage: ObservationStage,
  file: string,
  known: Known,
  indicator: IndicatorChoice,
  report: ReportProblem,
  progress: ImportProgress = {},
): Promise<number> {
  const read = observationReader(known, indicator, report);
  let count = 0;
  for await (const csvRow of readCsv(file, OBSERVATION_COLUMNS, report, progress.onBytes)) {
    const row = read(csvRow);
    const sent = row && stage.add(row);
    if (sent) await sent;
    count += 1;
    progress.onRow?.(count);
  }
  return count;
}

/**
 * Loads a file of observations whole, as one release, or reports all that is wrong with it. The indicator is
 * `indicatorCode`, or named in a column, or the name of the file. Must run in a transaction, which the caller undoes
 * when there were problems.
 */
export async function importObservations(
  client: ClientBase,
  file: string,
  indicatorCode: string | undefined,
  report: ReportProblem,
  progress: ImportProgress = {},
): Promise<ImportResult> {
  const known = await readKnown(client);
  if (indicatorCode !== undefined && !known.indicators.has(indicatorCode)) {
    throw new UserError(
      `There is no indicator ${JSON.stringify(indicatorCode)}. Import its description first: npm run import -- indicators FILE.csv`,
    );
  }
  const fileName = path.basename(file).replace(/\.csv$/i, '');
  const stage = await ObservationStage.open(client);
  const otherwise = known.indicators.has(fileName) ? fileName : undefined;
  return importWhole(client, report, {
    read: async (problem) => {
      const rows = await stageObservations(stage, file, known, { given: indicatorCode, otherwise }, problem, progress);
      await stage.endFile(problem);
      return rows;
    },
    save: async (publish) => {
      const changes = await stage.compare();
      if (changes.added + changes.revised > 0) {
        await stage.apply(await publish());
        await client.query('analyze observation');
      }
      return changes;
    },
    title: `Figures from ${path.basename(file)}`,
  });
}
