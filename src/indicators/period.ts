export interface DateRange {
  /** First day, as 2024-03-25. */
  start: string;
  /** Last day. */
  end: string;
}

export const PERIOD_FORMS =
  'a year (2021), a quarter (2024-Q1), a month (2024-03), a day (2024-03-25), a start and a length (2022-04-01/P1Y) or two days (2022-04-01/2023-03-31)';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** The days that an ISO 8601 period covers, or null for a text that is none. Quarters may be written 2024-Q1. */
export function parsePeriod(text: string): DateRange | null {
  const range = parseRange(text);
  // PostgreSQL knows no year 0, and five digits are no ISO 8601.
  return range && range.start >= '0001' && /^\d{4}-/.test(range.end) ? range : null;
}

function parseRange(text: string): DateRange | null {
  const [first, second, ...rest] = text.split('/');
  if (rest.length > 0) return null;
  if (second === undefined) return parseSingle(first!);
  const start = parseDay(first!);
  if (!start) return null;
  const end = second.startsWith('P') ? endOfDuration(start, second) : parseDay(second);
  return end && end >= start ? { start: format(start), end: format(end) } : null;
}

function parseSingle(text: string): DateRange | null {
  const [, year, quarter, month] = /^(\d{4})(?:-?Q([1-4])|-(\d{2}))?$/.exec(text) ?? [];
  if (year === undefined) {
    const day = parseDay(text);
    return day && { start: format(day), end: format(day) };
  }
  if (quarter) return monthsFrom(Number(year), (Number(quarter) - 1) * 3, 3);
  if (month) return Number(month) >= 1 && Number(month) <= 12 ? monthsFrom(Number(year), Number(month) - 1, 1) : null;
  return monthsFrom(Number(year), 0, 12);
}

function monthsFrom(year: number, month: number, count: number): DateRange {
  return { start: format(utc(year, month, 1)), end: format(utc(year, month + count, 0)) };
}

function parseDay(text: string): Date | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})(?:T00:00(?::00)?Z?)?$/.exec(text) ?? [];
  if (year === undefined) return null;
  const date = utc(Number(year), Number(month) - 1, Number(day));
  // Date turns 31 June into 1 July; a period must not.
  return format(date) === `${year}-${month}-${day}` ? date : null;
}

/** The last day of the time that begins on `start` and lasts as long as an ISO 8601 duration in whole days. */
function endOfDuration(start: Date, duration: string): Date | null {
  const match = /^P(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?$/.exec(duration);
  if (!match || duration === 'P') return null;
  const [years, months, weeks, days] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  const end = utc(
    start.getUTCFullYear() + years,
    start.getUTCMonth() + months,
    start.getUTCDate() + weeks * 7 + days - 1,
  );
  return end >= start ? end : null;
}

/** What a reader would call the period. Without Date, which on a long list took longest of all. */
export function labelPeriod({ start, end }: DateRange): string {
  if (start === end) return dayLabel(start);
  const year = yearOf(start);
  const month = monthOf(start);
  const endYear = yearOf(end);
  const endMonth = monthOf(end);
  const wholeMonths = dayOf(start) === 1 && dayOf(end) === lastDay(endYear, endMonth);
  if (!wholeMonths) return `${dayLabel(start)} to ${dayLabel(end)}`;
  if (month === 1 && endMonth === 12) return year === endYear ? `${year}` : `${year} to ${endYear}`;
  if (year === endYear) {
    return month === endMonth
      ? `${MONTHS[month - 1]} ${year}`
      : `${MONTHS[month - 1]} to ${MONTHS[endMonth - 1]} ${year}`;
  }
  return `${MONTHS[month - 1]} ${year} to ${MONTHS[endMonth - 1]} ${endYear}`;
}

const yearOf = (day: string): number => Number(day.slice(0, 4));
const monthOf = (day: string): number => Number(day.slice(5, 7));
const dayOf = (day: string): number => Number(day.slice(8, 10));
const dayLabel = (day: string): string => `${dayOf(day)} ${MONTHS[monthOf(day) - 1]} ${yearOf(day)}`;

const LAST_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function lastDay(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && leap ? 29 : LAST_DAYS[month - 1]!;
}

/** Unlike Date.UTC, takes the years 0 to 99 for what they are. */
function utc(year: number, month: number, day: number): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return date;
}

const format = (date: Date): string => date.toISOString().slice(0, 10);
