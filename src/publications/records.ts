import type { BatchRead, Context } from '../graph/context';
import { encodeId } from '../graph/node';

interface RecordKind {
  typeNameOf: (row: never) => string;
  byId: BatchRead<number, object | null>;
}

const kinds = new Map<string, RecordKind>();

/** Makes the rows of a table that keeps its versions known to the changes that are listed of it. */
export function registerRecord<Row extends object>(
  table: string,
  typeNameOf: (row: Row) => string,
  byId: BatchRead<number, Row | null>,
): void {
  kinds.set(table, { typeNameOf, byId });
}

interface RecordVersionRow {
  tableName: string;
  recordId: number;
  content: object;
}

export const typeNameOfRecord = ({ tableName, content }: RecordVersionRow): string =>
  kinds.get(tableName)!.typeNameOf(content as never);

/** The record as it is now; null where it is no more. */
export async function recordNow(
  context: Context,
  { tableName, recordId, content }: RecordVersionRow,
): Promise<(object & { __typename: string }) | null> {
  const { byId, typeNameOf } = kinds.get(tableName)!;
  const row = await context.load(byId, recordId);
  return row && { ...row, __typename: typeNameOf(content as never) };
}

/** The id that the record has, or had. */
export function idOfRecord(context: Context, version: RecordVersionRow): Promise<string> {
  // Rows of the database have names with underscores; what ids are made of is named as in the graph.
  const row = Object.fromEntries(Object.entries(version.content).map(([name, value]) => [camelCase(name), value]));
  return encodeId(context, typeNameOfRecord(version), row);
}

export const camelCase = (name: string): string =>
  name.replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());
