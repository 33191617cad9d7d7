import { MARKER_MEANINGS, type ObservationMarker } from '../indicators/observation';
import { type DateRange, parsePeriod, PERIOD_FORMS } from '../indicators/period';
import type { CsvRow } from './csv-file';
import type { ReportProblem } from './problems';

/** What the register knows, to check a file against. */
export interface Known {
  indicators: ReadonlyMap<string, number>;
  /** By every code an area has or had. */
  areas: ReadonlyMap<string, number>;
}

export interface ObservationRow {
  line: number;
  indicatorId: number;
  areaId: number;
  period: DateRange;
  value: string | null;
  lower: string | null;
  upper: string | null;
  marker: ObservationMarker | null;
  note: string | null;
  /** The row says nothing of the value: it marks one that is there, or a gap. */
  markerOnly: boolean;
}

export const OBSERVATION_COLUMNS = {
  required: ['area_code', 'period'],
  // The last two come in publishers' lists of markers.
  optional: ['indicator_code', 'value', 'lower_ci', 'upper_ci', 'marker', 'note', 'meaning', 'value_present'],
} as const;
type Column = (typeof OBSERVATION_COLUMNS)['required' | 'optional'][number];

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/;
/** These say that there is no value; the others may stand beside one. */
const MARKERS_WITHOUT_VALUE = 'cxz';
/** These say something of a value, and nothing of why there is none. */
export const MARKERS_OF_VALUES = 'bepr';
const MARKER_LIST = Object.entries(MARKER_MEANINGS)
  .map(([letter, meaning]) => `${letter} (${meaning.replace(/[.:].*/, '').toLowerCase()})`)
  .join(', ');

/** Which indicator the rows of a file are of, where they do not say it themselves. */
export interface IndicatorChoice {
  /** The one that rows must be of. */
  given?: string | undefined;
  /** The one that rows are of which name none. */
  otherwise?: string | undefined;
}

/** Checks rows of observations one by one; each cell that is wrong is reported, and the row is then null. */
export function observationReader(known: Known, { given, otherwise }: IndicatorChoice, report: ReportProblem) {
  const periods = new Map<string, DateRange | null>();

  return ({ line, cells }: CsvRow): ObservationRow | null => {
    let good = true;
    const cell = (column: Column): string => cells[column] ?? '';
    const wrong = (column: Column, expected: string): void => {
      good = false;
      report({ line, column, value: cell(column), expected });
    };

    const code = cell('indicator_code') || (given ?? otherwise);
    const indicatorId = code === undefined ? undefined : known.indicators.get(code);
    if (code === undefined) {
      wrong('indicator_code', 'expected the code of an indicator, here or with --indicator');
    } else if (indicatorId === undefined) {
      wrong('indicator_code', `there is no indicator ${JSON.stringify(code)}: import its description first`);
    } else if (given !== undefined && code !== given) {
      wrong('indicator_code', `expected ${given}, which --indicator names`);
    }

    const areaId = known.areas.get(cell('area_code').toUpperCase());
    if (areaId === undefined) {
      wrong('area_code', 'expected the GSS code of an English council, region, police force area or other known area');
    }

    const periodText = cell('period');
    let period = periods.get(periodText);
    if (period === undefined) {
      periods.set(periodText, (period = parsePeriod(periodText)));
    }
    if (!period) {
      wrong('period', `expected ${PERIOD_FORMS}`);
    }

    const { value, marker: cellMarker } = splitValue(cell('value'));
    if (value !== null && !isNumber(value)) {
      wrong('value', 'expected a plain number such as 12.5, or a marker such as [x] where there is none');
    }
    const marker = readMarker(cell, cellMarker, wrong);
    if (good && value === null && marker === null) {
      wrong('value', `expected a number, or a marker that says why there is none: ${MARKER_LIST}`);
    }
    if (
      value === null &&
      marker !== null &&
      MARKERS_OF_VALUES.includes(marker) &&
      cells['value'] !== undefined &&
      !cell('note')
    ) {
      wrong('value', `expected a value, or a note that says why there is none: the marker ${marker} does not`);
    }
    if (value !== null && marker !== null && MARKERS_WITHOUT_VALUE.includes(marker)) {
      wrong('value', `expected none beside the marker ${marker}, which says that there is none`);
    }

    const lower = readLimit('lower_ci', cell, wrong);
    const upper = readLimit('upper_ci', cell, wrong);
    // A limit is compared with a value only where both can be read.
    const comparable = good;
    if (comparable && value === null && (lower !== null || upper !== null)) {
      wrong(lower !== null ? 'lower_ci' : 'upper_ci', 'expected none, because there is no value');
    }
    if (comparable && value !== null && lower !== null && Number(lower) > Number(value)) {
      wrong('lower_ci', `expected at most the value, ${value}`);
    }
    if (comparable && value !== null && upper !== null && Number(upper) < Number(value)) {
      wrong('upper_ci', `expected at least the value, ${value}`);
    }

    if (!good) return null;
    return {
      line,
      indicatorId: indicatorId!,
      areaId: areaId!,
      period: period!,
      value,
      lower,
      upper,
      marker,
      note: cell('note') || (cell('marker') ? null : cell('meaning')) || null,
      markerOnly: cells['value'] === undefined && !MARKERS_WITHOUT_VALUE.includes(marker!),
    };
  };
}

type Cell = (column: Column) => string;
type Wrong = (column: Column, expected: string) => void;

/** Longer than any number with its marker. */
const LONGEST_VALUE = 100;

/** A publisher's cell may be a number, a marker ([x] or x), or a number with its marker behind it (12.5 [u]). */
function splitValue(cell: string): { value: string | null; marker: string | null } {
  if (cell === '') return { value: null, marker: null };
  if (cell.length > LONGEST_VALUE) return { value: cell, marker: null };
  // eslint-disable-next-line redos/no-vulnerable -- of a text that is short
  const [, value, bracketed, bare] = /^(.*?)\s*(?:\[([^\]]*)\]|(?<![\d\w])([a-z]))$/.exec(cell) ?? [];
  if (value === undefined) return { value: cell, marker: null };
  return { value: value === '' ? null : value, marker: bracketed ?? bare ?? null };
}

function readMarker(cell: Cell, besideValue: string | null, wrong: Wrong): ObservationMarker | null {
  const inColumn = cell('marker').replace(/^\[(.*)\]$/, '$1');
  if (inColumn && besideValue && inColumn !== besideValue) {
    wrong('marker', `expected ${besideValue}, as beside the value`);
    return null;
  }
  // A publisher's list of markers may explain a gap in words alone.
  const marker = inColumn || besideValue || (cell('meaning') && !cell('value') ? 'x' : null);
  if (marker === null) return null;
  if (!Object.hasOwn(MARKER_MEANINGS, marker)) {
    wrong(inColumn ? 'marker' : 'value', `expected a marker of official statistics: ${MARKER_LIST}`);
    return null;
  }
  return marker as ObservationMarker;
}

function readLimit(column: 'lower_ci' | 'upper_ci', cell: Cell, wrong: Wrong): string | null {
  const limit = cell(column);
  if (limit === '') return null;
  if (!isNumber(limit)) wrong(column, 'expected a plain number, or nothing where there is no limit');
  return limit;
}

/** Whether it is a number that PostgreSQL's float8 can hold: not too large, and not so small that it becomes zero. */
function isNumber(text: string): boolean {
  const number = Number(text);
  return NUMBER.test(text) && Number.isFinite(number) && (number !== 0 || !/^[^eE]*[1-9]/.test(text));
}
