import { mkdir, mkdtemp, readdir, rename, rm, utimes } from 'node:fs/promises';
import path from 'node:path';
import { FORMATS } from './formats';
import { csvwOfTable, csvwOfTables, dataPackage, type Edition, type MadeTable } from './metadata';
import { type FileSummary, OutputFile } from './output-file';
import type { Snapshot } from './parts';
import { citationFile, readmeFile } from './release-texts';
import type { DownloadTable } from './tables';

/** How names of folders begin whose files are still being made. */
export const UNFINISHED = '.unfinished-';

/** What is said of all tables together. */
export const WHOLE_FILES = ['datapackage.json', 'csv-metadata.json', 'CITATION.cff', 'README.md', 'SHA256SUMS'];

/** A revision to be made, and of what. */
export interface ReleaseOrder {
  edition: Edition;
  tables: readonly DownloadTable[];
  snapshot: Snapshot;
  /** The folder of its files, which is not there yet. */
  folder: string;
  /** Cuts it short. */
  signal?: AbortSignal | undefined;
}

/**
 * Makes the files of a revision. They appear at once and whole, or not at all, and are the same bytes wherever and
 * whenever they are made by the same code.
 */
export async function makeRelease({
  edition,
  tables,
  snapshot,
  folder: finished,
  signal,
}: ReleaseOrder): Promise<void> {
  const directory = path.dirname(finished);
  await mkdir(directory, { recursive: true });
  const folder = await mkdtemp(path.join(directory, UNFINISHED));
  try {
    const made: MadeTable[] = [];
    for (const table of tables) made.push(await makeTable(folder, snapshot, table, edition, signal));
    await describeTables(folder, made, edition);
    await setTimes(folder, edition);
    await rename(folder, finished);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    // Another server that keeps its files here was first.
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

async function makeTable(
  folder: string,
  snapshot: Snapshot,
  table: DownloadTable,
  { publishedAt }: Edition,
  signal: AbortSignal | undefined,
): Promise<MadeTable> {
  const writers = FORMATS.map(({ extension, open }) => open(folder, `${table.name}.${extension}`, table.columns));
  const { listPath } = table.table;
  let rows = 0;
  for await (const part of snapshot.parts(table.document, {
    variables: { asOf: publishedAt },
    listPath,
    listsBelow: table.table.hasListsBelow,
  })) {
    signal?.throwIfAborted();
    const cells = table.table.rows(part);
    rows += cells.length;
    for (const writer of writers) await writer.write(cells);
  }
  const files: FileSummary[] = [];
  for (const writer of writers) files.push(await writer.end());
  return { table, rows, files };
}

async function describeTables(folder: string, made: readonly MadeTable[], edition: Edition): Promise<void> {
  const tables = made.map(({ table }) => table);
  const asJson = (content: object): string => `${JSON.stringify(content, null, 2)}\n`;
  const texts: Record<string, string> = {
    'datapackage.json': asJson(dataPackage(made, edition)),
    'csv-metadata.json': asJson(csvwOfTables(tables, edition)),
    ...Object.fromEntries(tables.map((table) => [`${table.name}.csv-metadata.json`, asJson(csvwOfTable(table))])),
    'CITATION.cff': citationFile(edition),
    'README.md': readmeFile(made, edition),
  };
  const files = made.flatMap((each) => each.files);
  for (const [name, text] of Object.entries(texts)) files.push(await writeText(folder, name, text));
  const sums = files.sort((one, other) => (one.name < other.name ? -1 : 1));
  await writeText(folder, 'SHA256SUMS', sums.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join(''));
}

async function writeText(folder: string, name: string, text: string): Promise<FileSummary> {
  const file = new OutputFile(folder, name);
  await file.write(text);
  return file.end();
}

/** A download says by it when it last changed, and so on every server the same. */
async function setTimes(folder: string, { publishedAt }: Edition): Promise<void> {
  const time = new Date(publishedAt);
  for (const name of await readdir(folder)) await utimes(path.join(folder, name), time, time);
}
