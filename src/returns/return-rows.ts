import { Readable } from 'node:stream';
import { readCsvStream } from '../import/csv-file';
import { OBSERVATION_COLUMNS, observationReader, type ObservationRow } from '../import/observation-rows';
import type { Problem } from '../import/problems';
import { UserError } from '../user-error';
import { londonToday } from '../writes/london-today';
import { InputCheck, UserErrorCode } from '../writes/refusal';
import type { Write } from '../writes/write';
import type { SubmitObservationInput } from './return.input';

export type ReturnedRow = ObservationRow & { nothingToReport: boolean };

const COLUMNS = {
  required: ['indicator_code', 'period'],
  optional: [
    'area_code',
    'nothing_to_report',
    ...OBSERVATION_COLUMNS.optional.filter((each) => each !== 'indicator_code'),
  ],
};

const LONGEST_NOTE = 2_000;

/** How a column of a return is called in the input of a single figure. */
const INPUT_FIELDS: Record<string, string> = {
  indicator_code: 'indicatorCode',
  lower_ci: 'lower',
  upper_ci: 'upper',
  nothing_to_report: 'nothingToReport',
};

type Report = (problem: Problem) => void;

/** Reads one row; null where something in it is wrong, which has been reported then. */
type ReadRow = (line: number, cells: Partial<Record<string, string>>, report: Report) => ReturnedRow | null;

/** Rows of a return are those of an import, of indicators that are collected so, for the body's own area alone. */
async function rowReader(write: Write): Promise<ReadRow> {
  const indicators = await write.rows<{ code: string; id: number }>(
    'select code, id from indicator where collected_by_return',
  );
  const areas = await write.rows<{ code: string; id: number }>(
    'select code, area_id as id from area_code where area_id = $1',
    [write.organisation.areaId],
  );
  const known = {
    indicators: new Map(indicators.map(({ code, id }) => [code, id])),
    areas: new Map(areas.map(({ code, id }) => [code, id])),
  };
  return (line, cells, report) => {
    const reportOwn: Report = (problem) =>
      report({
        ...problem,
        ...(problem.column === 'indicator_code' && {
          expected: 'expected the code of an indicator collected by return',
        }),
        ...(problem.column === 'area_code' && { expected: `expected ${write.organisation.code}, your own area` }),
      });
    const nothing = cells['nothing_to_report'] ?? '';
    if (!['', 'yes', 'no'].includes(nothing)) {
      reportOwn({ line, column: 'nothing_to_report', value: nothing, expected: 'expected yes or no' });
      return null;
    }
    if (nothing === 'yes' && (cells['value'] || cells['marker'])) {
      const expected = 'expected no value and no marker in a zero return';
      reportOwn({ line, column: 'nothing_to_report', value: nothing, expected });
      return null;
    }
    const nothingToReport = nothing === 'yes';
    if ((cells['note'] ?? '').length > LONGEST_NOTE) {
      reportOwn({ line, column: 'note', value: '…', expected: `expected at most ${LONGEST_NOTE} characters` });
      return null;
    }
    const row = observationReader(
      known,
      {},
      reportOwn,
    )({
      line,
      // "Not applicable" stands in for the value while the rest of a zero return is read.
      cells: {
        ...cells,
        area_code: cells['area_code'] || write.organisation.code,
        value: nothingToReport ? '[z]' : (cells['value'] ?? ''),
      },
    });
    if (row && row.period.end > londonToday()) {
      reportOwn({ line, column: 'period', value: cells['period'] ?? '', expected: 'expected a period that is over' });
      return null;
    }
    return row && { ...row, nothingToReport, marker: nothingToReport ? null : row.marker };
  };
}

/** Reads a whole return, or refuses it with all that is wrong, each with its line and column. */
export async function readReturn(write: Write, csv: string): Promise<ReturnedRow[]> {
  const check = new InputCheck();
  const report: Report = ({ line, column, value, expected }) => {
    const where = column === undefined ? `line ${line}` : `line ${line}, ${column} ${JSON.stringify(value ?? '')}`;
    const field = ['csv', String(line), ...(column === undefined ? [] : [column])];
    check.problem(UserErrorCode.INVALID, `${where}: ${expected}`, ...field);
  };
  const rows: ReturnedRow[] = [];
  const read = await rowReader(write);
  let lines = 0;
  try {
    for await (const { line, cells } of readCsvStream(Readable.from([Buffer.from(csv)]), COLUMNS, report)) {
      lines += 1;
      const row = read(line, cells, report);
      if (row) rows.push(row);
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    check.problem(UserErrorCode.INVALID, error.message, 'csv');
    check.end();
  }
  refuseRepeats(rows, report);
  if (lines === 0) check.problem(UserErrorCode.REQUIRED, 'The return has a header and no rows.', 'csv');
  check.end();
  return rows;
}

function refuseRepeats(rows: readonly ReturnedRow[], report: Report): void {
  const lines = new Map<string, number>();
  for (const { line, indicatorId, period } of rows) {
    const key = [indicatorId, period.start, period.end].join();
    const former = lines.get(key);
    if (former === undefined) lines.set(key, line);
    else report({ line, expected: `the same indicator and period as line ${former}: expected each once` });
  }
}

/** Reads a single figure by the rules of a whole return. */
export async function readSingle(write: Write, input: SubmitObservationInput): Promise<ReturnedRow> {
  const check = new InputCheck();
  const text = (value: number | string | null | undefined): string => (value == null ? '' : String(value));
  const read = await rowReader(write);
  const row = read(
    1,
    {
      indicator_code: input.indicatorCode,
      period: input.period,
      value: text(input.value),
      lower_ci: text(input.lower),
      upper_ci: text(input.upper),
      marker: text(input.marker),
      note: text(input.note),
      nothing_to_report: input.nothingToReport ? 'yes' : '',
    },
    ({ column = '', value, expected }) => {
      const field = INPUT_FIELDS[column] ?? column;
      check.problem(UserErrorCode.INVALID, `"${field}" ${JSON.stringify(value ?? '')}: ${expected}`, field);
    },
  );
  check.end();
  return row!;
}
