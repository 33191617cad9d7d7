import path from 'node:path';
import type { ClientBase } from 'pg';
import { z } from 'zod';
import { IndicatorDirection } from '../indicators/indicator';
import { readCsv } from './csv-file';
import { type ImportResult, importWhole } from './import-whole';
import { type Changes, columnsOf } from './observation-stage';
import type { ReportProblem } from './problems';

const COLUMNS = {
  required: ['code', 'name', 'domain', 'description', 'unit', 'direction', 'source', 'licence'],
  optional: ['derived', 'limitations', 'collected_by_return', 'counts_people'],
} as const;

const text = z.string().min(1, 'expected a text');
const yesOrNo = z
  .enum(['yes', 'no', ''], 'expected yes or no')
  .default('no')
  .transform((value) => value === 'yes');
const indicatorRow = z.object({
  code: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'expected small letters, digits and _, beginning with a letter'),
  name: text,
  domain: z.string().regex(/^[A-Z][A-Z_]*$/, 'expected a word in capitals, such as WELLBEING'),
  description: text,
  unit: text,
  direction: z.enum(IndicatorDirection, `expected ${Object.keys(IndicatorDirection).join(', ')}`),
  source: text,
  licence: text,
  derived: yesOrNo,
  collected_by_return: yesOrNo,
  counts_people: yesOrNo,
  limitations: z
    .string()
    .default('')
    .transform((value) => value || null),
});

type IndicatorRow = z.infer<typeof indicatorRow>;

/** Reads descriptions of indicators and reports all that is wrong with them. */
export async function readIndicators(
  file: string,
  report: ReportProblem,
): Promise<{ rows: number; indicators: IndicatorRow[] }> {
  const indicators: IndicatorRow[] = [];
  const lines = new Map<string, number>();
  let rows = 0;
  for await (const { line, cells } of readCsv(file, COLUMNS, report)) {
    rows += 1;
    const result = indicatorRow.safeParse(cells);
    for (const issue of result.error?.issues ?? []) {
      const column = String(issue.path[0]);
      report({ line, column, value: cells[column] ?? '', expected: issue.message });
    }
    const { code = '' } = cells;
    if (lines.has(code)) {
      report({
        line,
        column: 'code',
        value: code,
        expected: `expected each code once, and line ${lines.get(code)} has it`,
      });
    }
    lines.set(code, line);
    if (result.success) indicators.push(result.data);
  }
  return { rows, indicators };
}

/**
 * Loads descriptions of indicators whole, or reports all that is wrong with them: new ones are added, changed ones
 * replaced. Must run in a transaction, which the caller undoes when there were problems.
 */
export async function importIndicators(client: ClientBase, file: string, report: ReportProblem): Promise<ImportResult> {
  let indicators: IndicatorRow[] = [];
  return importWhole(client, report, {
    read: async (problem) => {
      const read = await readIndicators(file, problem);
      indicators = read.indicators;
      return read.rows;
    },
    save: (publish) => saveIndicators(client, indicators, publish, 'replace imported'),
    title: `Indicators from ${path.basename(file)}`,
  });
}

const CONTENT =
  'name, domain, description, unit, direction, source, licence, limitations, derived, collected_by_return, counts_people';

/** A publisher's file says nothing of limitations; those that are recorded stay. */
const NEW_CONTENT = columnsOf('excluded', CONTENT).replace(
  'excluded.limitations',
  'coalesce(excluded.limitations, indicator.limitations)',
);

/** Adds and changes indicators. Calls `publish`, for the revision that did it, only where one is new or different. */
export async function saveIndicators(
  client: ClientBase,
  indicators: IndicatorRow[],
  publish: () => Promise<number>,
  over: 'replace imported' | 'keep imported',
): Promise<Changes> {
  const imported = `exists (select from publication
    where publication.revision = indicator.revision and publication.kind <> 'REFERENCE_FIGURES')`;
  const different = `(${columnsOf('indicator', CONTENT)}) is distinct from (${NEW_CONTENT})
    and not ($2 and ${imported})`;
  const parameters = [JSON.stringify(indicators), over === 'keep imported'];
  const { rows } = await client.query<{ code: string; added: boolean }>(
    `select excluded.code, indicator.id is null as added
     from json_populate_recordset(null::indicator, $1) excluded left join indicator using (code)
     where indicator.id is null or (${different})`,
    parameters,
  );
  if (rows.length > 0) {
    const revision = await publish();
    await client.query(
      `insert into indicator (code, ${CONTENT}, revision)
       select code, ${CONTENT}, $3 from json_populate_recordset(null::indicator, $1)
       on conflict (code) do update set (${CONTENT}, revision) = row(${NEW_CONTENT}, excluded.revision)
       where ${different}`,
      [...parameters, revision],
    );
  }
  const added = rows.filter((row) => row.added).length;
  return { added, revised: rows.length - added, unchanged: indicators.length - rows.length };
}
