import type { GraphQLResolveInfo } from 'graphql';
import { withValues } from '../database/cursor-text';
import type { Reads } from '../database/database';

/** How many rows are in memory at a time; and where lists below them are whole, so that each may be thousands. */
const ROWS_AT_A_TIME = 1_000;
const WHOLES_AT_A_TIME = 25;

interface Statement {
  sql: string;
  values: readonly unknown[];
}

/**
 * The rows of one list of a query, by a cursor of PostgreSQL: the query is run again and again, and each time the list has
 * the next of them, until there are none. So a query of any length takes the memory of a part of it.
 */
export class RowStream {
  private opened = false;
  private done = false;

  private readonly rowsAtATime: number;

  /** `path` is where the list stands in the answer, such as `council.observations`. */
  constructor(
    private readonly path: string,
    listsBelow: boolean,
  ) {
    this.rowsAtATime = listsBelow ? WHOLES_AT_A_TIME : ROWS_AT_A_TIME;
  }

  /** Whether the query has to be run again. */
  get goesOn(): boolean {
    return this.opened && !this.done;
  }

  /** Whether a field of the query is the list. */
  isAt({ path }: GraphQLResolveInfo): boolean {
    let name = String(path.key);
    for (let step = path.prev; step; step = step.prev) name = `${String(step.key)}.${name}`;
    return name === this.path;
  }

  /** The next rows of what the statement reads, which is asked for once. */
  async next<Row>(reads: Reads, statement: () => Statement): Promise<Row[]> {
    if (!this.opened) {
      const { sql, values } = statement();
      await reads.rows(`declare download no scroll cursor for ${withValues(sql, values)}`);
      this.opened = true;
    }
    const rows = await reads.rows<Row>(`fetch forward ${this.rowsAtATime} from download`);
    this.done = rows.length < this.rowsAtATime;
    return rows;
  }
}
