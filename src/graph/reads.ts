import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { ReadByKey } from '../database/readers';
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

/** What a field reads, so that a query for it reads no more, and reads what it leads to along with its row. */
export interface FieldReads {
  /** The columns of its row that its method looks at; all where not given. */
  of?: readonly string[];
  /** Where its method leads, and what it would load there: it is not called for a row that holds that already. */
  to?: Relation;
}

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
