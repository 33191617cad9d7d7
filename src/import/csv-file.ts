import { createReadStream } from 'node:fs';
import { type Readable, Transform } from 'node:stream';
import { CsvError, type Info, parse } from 'csv-parse';
import { UserError } from '../user-error';
import type { ReportProblem } from './problems';

interface Columns {
  required: readonly string[];
  optional: readonly string[];
}

export interface CsvRow {
  line: number;
  /** Cells by column, for the columns that the file has. */
  cells: Partial<Record<string, string>>;
}

/** Turns bytes into text and refuses bytes that are no UTF-8, which would otherwise become question marks unnoticed. */
function decodeUtf8(): Transform {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (chunk?: Buffer): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new UserError('The file is not UTF-8 text. Save it as "CSV UTF-8".');
    }
  };
  const attempt = (chunk: Buffer | undefined, done: (error: Error | null, text?: string) => void): void => {
    try {
      done(null, decode(chunk));
    } catch (error) {
      done(error as Error);
    }
  };
  return new Transform({
    readableObjectMode: false,
    transform: (chunk: Buffer, _encoding, done) => attempt(chunk, done),
    flush: (done) => attempt(undefined, done),
  });
}

/** The rows of a CSV file: see readCsvStream. */
export function readCsv(
  path: string,
  columns: Columns,
  report: ReportProblem,
  onBytes: (count: number) => void = () => undefined,
): AsyncGenerator<CsvRow> {
  const file = createReadStream(path);
  file.on('data', (chunk) => onBytes(chunk.length));
  return readCsvStream(file, columns, report, (error) => {
    const reason = error.code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${error.code})`;
    return new UserError(`${path}: ${reason}.`);
  });
}

/**
 * Reads the rows of CSV (RFC 4180; a byte-order mark and any line ends are fine) whose header has the columns given. A
 * row that cannot be read is reported and passed over; a header that does not fit is a UserError.
 */
export async function* readCsvStream(
  file: Readable,
  columns: Columns,
  report: ReportProblem,
  describeFailure: (error: NodeJS.ErrnoException) => Error = (error) => error,
): AsyncGenerator<CsvRow> {
  const parser = parse({
    info: true,
    // decodeUtf8 has taken the byte-order mark away.
    bom: false,
    trim: true,
    skip_empty_lines: true,
    // Files are put together from others, and then have line ends of both kinds.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_records_with_error: true,
    max_record_size: 100_000,
  });
  parser.on('skip', (error: CsvError) => {
    const line = Number((error as CsvError & { lines?: number }).lines ?? 0);
    report({ line, expected: `cannot be read as CSV: ${error.message}` });
  });
  const decoder = decodeUtf8();
  file.on('error', (error: NodeJS.ErrnoException) => parser.destroy(describeFailure(error)));
  decoder.on('error', (error) => parser.destroy(error));
  file.pipe(decoder).pipe(parser);

  let header: string[] | undefined;
  for await (const { info, record } of parser as AsyncIterable<{ info: Info; record: string[] }>) {
    if (!header) {
      header = checkHeader(record, columns);
      continue;
    }
    const line = info.lines;
    if (record.length !== header.length) {
      report({ line, expected: `has ${record.length} cells, expected ${header.length}: ${header.join(', ')}` });
      continue;
    }
    if (record.some((cell) => cell.includes('\0'))) {
      report({ line, expected: 'no character U+0000, which no text in the register can have' });
      continue;
    }
    yield { line, cells: Object.fromEntries(header.map((column, index) => [column, record[index]!])) };
  }
  if (!header) {
    throw new UserError(`The file is empty. Expected a header line: ${columns.required.join(',')}.`);
  }
}

function checkHeader(header: string[], { required, optional }: Columns): string[] {
  const missing = required.filter((column) => !header.includes(column));
  const unknown = header.filter((column) => !required.includes(column) && !optional.includes(column));
  const repeated = header.filter((column, index) => header.indexOf(column) !== index);
  const problems = [
    ...(missing.length ? [`lacks ${missing.join(', ')}`] : []),
    ...(unknown.length ? [`has unknown ${unknown.map((column) => JSON.stringify(column)).join(', ')}`] : []),
    ...(repeated.length ? [`repeats ${repeated.join(', ')}`] : []),
  ];
  if (problems.length) {
    throw new UserError(
      `The header (line 1) ${problems.join(' and ')}. Expected ${required.join(', ')}; may also have ${optional.join(', ')}.`,
    );
  }
  return header;
}
