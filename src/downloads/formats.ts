import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { Cell, Column, ColumnType } from './columns';
import { csvHeader, csvLine } from './csv';
import { type FileSummary, OutputFile } from './output-file';

/** Takes the rows of a table, a part after the other, and makes a file of them. */
export interface TableWriter {
  write(rows: readonly Cell[][]): Promise<void>;
  end(): Promise<FileSummary>;
}

interface Format {
  /** How names of files end. */
  extension: string;
  mediaType: string;
  title: string;
  open: (directory: string, file: string, columns: readonly Column[]) => TableWriter;
}

/** Every table is a file in each of these. */
export const FORMATS: readonly Format[] = [
  {
    extension: 'csv',
    mediaType: 'text/csv',
    title: 'CSV',
    open: (directory, file, columns) => lines(new OutputFile(directory, file), csvLine, csvHeader(columns)),
  },
  {
    extension: 'jsonl',
    mediaType: 'application/jsonl',
    title: 'JSON Lines',
    open: (directory, file, columns) => lines(new OutputFile(directory, file), jsonLine(columns)),
  },
  {
    extension: 'parquet',
    mediaType: 'application/vnd.apache.parquet',
    title: 'Parquet',
    open: (directory, file, columns) => new ParquetFile(new OutputFile(directory, file), columns),
  },
];

function lines(output: OutputFile, line: (row: readonly Cell[]) => string, header = ''): TableWriter {
  let before = header;
  return {
    write: async (rows) => {
      const text = before + rows.map(line).join('');
      before = '';
      await output.write(text);
    },
    end: async () => {
      // A table without rows has its header all the same.
      if (before) await output.write(before);
      return output.end({ compress: true });
    },
  };
}

const jsonLine =
  (columns: readonly Column[]) =>
  (row: readonly Cell[]): string =>
    `${JSON.stringify(Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])))}\n`;

/** How many rows a reader of Parquet may skip at once, and how many are in memory while one is written. */
const ROWS_IN_A_GROUP = 50_000;

const PARQUET_TYPES: Record<ColumnType, Pick<SchemaElement, 'type' | 'converted_type'>> = {
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  number: { type: 'DOUBLE' },
  integer: { type: 'INT32' },
  boolean: { type: 'BOOLEAN' },
  date: { type: 'INT32', converted_type: 'DATE' },
  datetime: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
};

const isTime = ({ type }: Column): boolean => type === 'date' || type === 'datetime';

class ParquetFile implements TableWriter {
  private readonly bytes = new ByteWriter();
  private readonly writer: ParquetWriter;
  private rows: Cell[][] = [];

  constructor(
    private readonly output: OutputFile,
    private readonly columns: readonly Column[],
  ) {
    this.writer = new ParquetWriter({
      writer: this.bytes,
      schema: [
        { name: 'table', num_children: columns.length },
        ...columns.map((column) => ({
          name: column.name,
          repetition_type: column.required ? ('REQUIRED' as const) : ('OPTIONAL' as const),
          ...PARQUET_TYPES[column.type],
        })),
      ],
      createdBy: 'social-cohesion-register',
      kvMetadata: columns.map(({ name, description }) => ({ key: `description of ${name}`, value: description })),
    });
  }

  async write(rows: readonly Cell[][]): Promise<void> {
    for (const row of rows) this.rows.push(row);
    if (this.rows.length >= ROWS_IN_A_GROUP) await this.writeGroup();
  }

  async end(): Promise<FileSummary> {
    if (this.rows.length > 0) await this.writeGroup();
    await this.writer.finish();
    await this.flush();
    return this.output.end();
  }

  private async writeGroup(): Promise<void> {
    const { rows } = this;
    this.rows = [];
    const columnData = this.columns.map((column, index) => ({
      name: column.name,
      data: rows.map((row) => (isTime(column) && row[index] !== null ? new Date(row[index] as string) : row[index])),
    }));
    await this.writer.write({ columnData, rowGroupSize: rows.length });
    await this.flush();
  }

  /** Hands on what is written so far, so that it need not be kept. */
  private async flush(): Promise<void> {
    const written = new Uint8Array(this.bytes.buffer.slice(0, this.bytes.index));
    this.bytes.index = 0;
    await this.output.write(written);
  }
}
