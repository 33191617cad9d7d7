import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { type CopyStreamQuery, from as copyFrom } from 'pg-copy-streams';
import { MARKERS_OF_VALUES, type ObservationRow } from './observation-rows';
import type { ReportProblem } from './problems';

export interface Changes {
  added: number;
  revised: number;
  unchanged: number;
}

/** Characters sent at once: a write for each row costs more than the row. */
const CHUNK = 65_536;
/** The columns that a row of a file fills. */
const STAGED = `line, indicator_id, area_id, period_start, period_end, value, lower, upper, marker, note, marker_only`;
const KEY = 'indicator_id, area_id, period_start, period_end';
const CONTENT = 'value, lower, upper, marker, note';

const SAME_KEY = KEY.split(', ')
  .map((name) => `observation.${name} = staged.${name}`)
  .join(' and ');
const CHANGED = `(${columnsOf('observation', CONTENT)}) is distinct from (${columnsOf('staged', CONTENT)})`;

/** The same columns of a table or alias: `a, b` of t is `t.a, t.b`. */
export function columnsOf(table: string, names: string): string {
  return names.replace(/\w+/g, (name) => `${table}.${name}`);
}

/** Where observations wait, within one transaction, until all of them have proved good and go into the register. */
export class ObservationStage {
  private copy: CopyStreamQuery | undefined;
  private pending = '';
  private failure: Error | undefined;

  private constructor(private readonly client: ClientBase) {}

  static async open(client: ClientBase): Promise<ObservationStage> {
    await client.query(`
      create temporary table staged_observation (
        line int4 not null, indicator_id int4 not null, area_id int4 not null, period_start date not null,
        period_end date not null, value float8, lower float8, upper float8, marker text, note text,
        marker_only boolean not null, returned_by_id int4
      ) on commit drop`);
    return new ObservationStage(client);
  }

  /** Answers a promise only when there is something to wait for: most rows only join the next chunk. */
  add(row: ObservationRow): Promise<void> | undefined {
    this.copy ??= this.openCopy();
    const { line, indicatorId, areaId, period, value, lower, upper, marker, note, markerOnly } = row;
    const cells = [line, indicatorId, areaId, period.start, period.end, value, lower, upper, marker, note, markerOnly];
    this.pending += `${cells.map(copyCell).join('\t')}\n`;
    return this.pending.length > CHUNK ? this.send() : undefined;
  }

  private openCopy(): CopyStreamQuery {
    const copy = this.client.query(copyFrom(`copy staged_observation (${STAGED}) from stdin`));
    // It may fail between two writes; the next one, or the end, throws what happened.
    copy.on('error', (error) => (this.failure = error));
    return copy;
  }

  private async send(): Promise<void> {
    if (this.failure) throw this.failure;
    const chunk = this.pending;
    this.pending = '';
    if (!this.copy!.write(chunk)) await once(this.copy!, 'drain');
  }

  /** Ends the rows of one file. Reports each row that names the same observation as an earlier one. */
  async endFile(report: ReportProblem): Promise<void> {
    if (this.copy) {
      await this.send();
      this.copy.end();
      await finished(this.copy);
      this.copy = undefined;
    }
    const { rows } = await this.client.query<{ line: number; first_line: number }>(
      `select line, first_line
       from (select line, min(line) over (partition by ${KEY}) as first_line from staged_observation) numbered
       where line > first_line order by line`,
    );
    const unexplained = await this.client.query<{ line: number; marker: string }>(
      `select line, marker from staged_observation staged
       where marker_only and marker = any($1) and not exists (select from observation where ${SAME_KEY}) order by line`,
      [[...MARKERS_OF_VALUES]],
    );
    for (const { line, marker } of unexplained.rows) {
      report({
        line,
        column: 'marker',
        value: marker,
        expected: 'a value in the register for it to mark: there is none',
      });
    }
    for (const { line, first_line } of rows) {
      report({ line, expected: `the same indicator, area and period as line ${first_line}: expected each once` });
    }
  }

  /** Lets go of staged rows whose observation has been imported since: those who run the register know better. */
  async yieldToImports(): Promise<void> {
    await this.client.query(
      `delete from staged_observation staged using observation, publication
       where ${SAME_KEY} and publication.revision = observation.revision and publication.kind <> 'REFERENCE_FIGURES'`,
    );
  }

  /** Compares the staged rows with the register. Call it when all files are in, before `apply`. */
  async compare(): Promise<Changes> {
    await this.client.query('analyze staged_observation');
    // A list of markers says nothing of values: those that are there stay.
    await this.client.query(
      `update staged_observation staged set value = observation.value, lower = observation.lower,
         upper = observation.upper, note = coalesce(staged.note, observation.note)
       from observation where staged.marker_only and ${SAME_KEY}`,
    );
    const { rows } = await this.client.query<{ added: number; revised: number; unchanged: number }>(
      `select count(*) filter (where observation.indicator_id is null)::int4 as added,
         count(*) filter (where observation.indicator_id is not null and ${CHANGED})::int4 as revised,
         count(*) filter (where observation.indicator_id is not null and not ${CHANGED})::int4 as unchanged
       from staged_observation staged left join observation on ${SAME_KEY}`,
    );
    return rows[0]!;
  }

  /** Moves what is new or changed into the register, as part of the publication `revision`, and keeps what it replaces. */
  async apply(revision: number): Promise<void> {
    await this.client.query(
      `insert into observation_revision (${KEY}, ${CONTENT}, returned_by_id, revision, replaced_in_revision)
       select ${columnsOf('observation', KEY)}, ${columnsOf('observation', CONTENT)}, observation.returned_by_id,
         observation.revision, $1
       from observation join staged_observation staged on ${SAME_KEY} and ${CHANGED}`,
      [revision],
    );
    await this.client.query(
      `update observation set (${CONTENT}, returned_by_id, revision)
         = row(${columnsOf('staged', CONTENT)}, staged.returned_by_id, $1::int4)
       from staged_observation staged where ${SAME_KEY} and ${CHANGED}`,
      [revision],
    );
    await this.client.query(
      `insert into observation (${KEY}, ${CONTENT}, returned_by_id, revision)
       select ${KEY}, ${CONTENT}, returned_by_id, $1 from staged_observation order by indicator_id, area_id, period_end
       on conflict (indicator_id, area_id, period_end, period_start) do nothing`,
      [revision],
    );
  }
}

/** A cell in PostgreSQL's text format for COPY. */
function copyCell(cell: string | number | boolean | null): string {
  if (cell === null) return '\\N';
  if (typeof cell !== 'string') return String(cell);
  return cell.replace(/[\\\t\n\r]/g, (character) => `\\${{ '\\': '\\', '\t': 't', '\n': 'n', '\r': 'r' }[character]}`);
}
