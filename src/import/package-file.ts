import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { ClientBase } from 'pg';
import { projectDirectory } from '../project';

/** The package that the project carries; data/README.md describes it, data/build.ts writes it. */
export const DIRECTORY = path.join(projectDirectory, 'data');

export type Row = Record<string, string | null>;

/** The rows of a file of the package; an empty cell is absent. */
export function readFile(file: string): Row[] {
  return parse(readFileSync(path.join(DIRECTORY, file)), {
    columns: true,
    cast: (value) => (value === '' ? null : value),
  });
}

/** Files stand in the order that what they list is to be shown in. */
export const withPositions = (rows: Row[]): Row[] =>
  rows.map((row, index) => ({ ...row, position: String(index + 1) }));

/** Runs a statement that reads the rows of a file as the record set `row`. Answers what the statement does. */
export async function load<Result>(client: ClientBase, rows: Row[], columns: string, sql: string): Promise<Result[]> {
  const shape = columns
    .split(' ')
    .map((column) => `${column.replace(':', ' ')}${column.includes(':') ? '' : ' text'}`)
    .join(', ');
  const result = await client.query(sql.replace('$rows', `json_to_recordset($1) as row(${shape})`), [
    JSON.stringify(rows),
  ]);
  return result.rows as Result[];
}
