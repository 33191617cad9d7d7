import type { Asked } from './asked';
import type { Cell } from '../downloads/columns';
import { csvLine } from '../downloads/csv';

export interface Column<Row> {
  /** Its name in the CSV, and in the address of the page that is sorted by it. */
  name: string;
  heading: string;
  /** The exact value. */
  value: (row: Row) => Cell;
  /** How people read it; the value itself unless said. */
  text?: (row: Row) => string;
  /** Where it leads. */
  href?: (row: Row) => string | null;
  /** Whether it is written to the right. */
  isNumber?: boolean;
  /** Whether it stands in the CSV alone. */
  onlyCsv?: boolean;
}

export interface Table<Row> {
  id: string;
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
}

/** Who sorts a table: this code, nobody, or the graph, by the columns named. */
type Sorts = 'here' | 'nowhere' | readonly string[];

/** A table as the template has it. Sorted by the parameter `sort`: a column's name, after a minus to begin with the highest. */
export function tableView<Row>({ id, caption, columns, rows }: Table<Row>, asked: Asked, sorts: Sorts = 'here') {
  const shown = columns.filter(({ onlyCsv }) => !onlyCsv);
  const canSort = ({ name }: Column<Row>): boolean =>
    typeof sorts === 'string' ? sorts === 'here' : sorts.includes(name);
  const { column: sorted, descending } = sortOf(shown.filter(canSort), asked);
  const ordered = sorts === 'here' && sorted ? sortRows(rows, sorted, descending) : rows;
  return {
    id,
    caption,
    columns: shown.map((column) => {
      const isSorted = column === sorted;
      return {
        heading: column.heading,
        isNumber: column.isNumber ?? false,
        sort: !isSorted ? 'none' : descending ? 'descending' : 'ascending',
        href: canSort(column)
          ? `${asked.with({ sort: isSorted && !descending ? `-${column.name}` : column.name, after: null, before: null })}#${id}`
          : '',
      };
    }),
    rows: ordered.map((row) =>
      shown.map((column) => {
        const value = column.value(row);
        return {
          text: column.text ? column.text(row) : value === null ? '' : String(value),
          href: column.href?.(row) ?? '',
          isNumber: column.isNumber ?? false,
        };
      }),
    ),
  };
}

export type TableView = ReturnType<typeof tableView>;

/** A whole table as CSV, with every column. */
export function tableCsv<Row>({ columns, rows }: Pick<Table<Row>, 'columns' | 'rows'>): string {
  const lines = rows.map((row) => csvLine(columns.map(({ value }) => value(row))));
  return csvLine(columns.map(({ name }) => name)) + lines.join('');
}

function sortOf<Row>(columns: readonly Column<Row>[], asked: Asked) {
  const sort = asked.one('sort') ?? '';
  const descending = sort.startsWith('-');
  const name = descending ? sort.slice(1) : sort;
  return { column: columns.find((column) => column.name === name), descending };
}

const order = new Intl.Collator('en-GB', { numeric: true });

/** What has no value comes last, whichever way. */
function sortRows<Row>(rows: readonly Row[], { value }: Column<Row>, descending: boolean): Row[] {
  const sign = descending ? -1 : 1;
  const compare = (one: Cell, other: Cell): number => {
    if (one === null || other === null) return (one === null ? 1 : 0) - (other === null ? 1 : 0);
    if (typeof one === 'number' && typeof other === 'number') return sign * (one - other);
    return sign * order.compare(String(one), String(other));
  };
  return [...rows].sort((one, other) => compare(value(one), value(other)));
}
