import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { projectDirectory } from '../../src/project';

/** The rows of a file of the reference package, read apart from the code that loads it. */
export function referenceRows(file: string): Record<string, string>[] {
  return parse(readFileSync(path.join(projectDirectory, 'data', file)), { columns: true });
}
