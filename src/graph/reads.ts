import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { ReadByKey } from '../database/readers';
import type { Context } from './context';
import type { ListField } from './list';

/** The one row that a column refers to by its `id`. */
interface ToOne {
  entity: () => EntityTarget<ObjectLiteral>;
  /** The column of the row that holds the `id`. */
  by: string;
  /** Columns without which a row of it cannot be told from one of another type; all where not given. */
  toldBy?: readonly string[];
}

/** A list of rows that belong to the row. */
interface ToMany {
  list: ListField;
  /** The column of the row that the list's parent is known by. */
  by: string;
}

/** The few rows that belong to the row, all of them. */
interface ToFew {
  few: ReadByKey<ObjectLiteral, ObjectLiteral[]>;
  /** The column of the row that they are found by. */
  by: string;
}

export type Relation = ToOne | ToMany | ToFew;

/** What is counted for many rows at once. */
export interface CountedRows {
  /** The fields of it that are counts. */
  columns: readonly string[];
  /** SQL of a table of `key` and the named columns, for each key in `parent`, a table of `key` that `parents` gives. */
  sql(context: Context, args: object, names: readonly string[], parents: string): string;
}

/** What a field reads, so that a query for it reads no more, and reads what it leads to along with its row. */
export interface FieldReads {
  /** The columns of its row that its method looks at; all where not given. */
  of?: readonly string[];
  /** Where its method leads, and what it would load there: it is not called for a row that holds that already. */
  to?: Relation;
  /** What its method answers, in SQL, given that of each column in `of`. */
  sql?: (columns: Record<string, string>) => string;
  /** Of an object that is made of columns: the column of each of its fields. */
  parts?: Readonly<Record<string, string>>;
  /** Of an object that is made of counts for the row's `id`. */
  counted?: CountedRows;
}

/** What a root field reads: a list, or the one row that an argument names. */
export type RootReads = { list: ListField } | { row: ReadByKey<ObjectLiteral, ObjectLiteral | null>; by: string };

/** Under what name a row holds what a field leads to: that of the answer, because arguments may differ. */
export const heldName = (responseName: string): string => `+${responseName}`;

/** The same relation for many declarations: `to: one(() => Organisation, 'organisationId')`. */
export const one = (
  entity: () => EntityTarget<ObjectLiteral> | (abstract new () => object),
  by: string,
  toldBy?: readonly string[],
): FieldReads => ({ of: [by], to: { entity: entity, by, ...(toldBy && { toldBy }) } });

export const many = (list: ListField, by = 'id'): FieldReads => ({ of: [by], to: { list, by } });

export const few = (rows: ReadByKey<ObjectLiteral, ObjectLiteral[]>, by = 'id'): FieldReads => ({
  of: [by],
  to: { few: rows, by },
});
