/** Something wrong with a form; `field` is empty where it is about the whole of it. */
export interface Problem {
  field: string;
  text: string;
  /** Where it is in a file; an empty column for a row as a whole. */
  row?: { line: number; column: string; value: string };
}

/** What was filled into a form, and what is wrong with it before the graph is asked. */
export class Fields {
  readonly problems: Problem[] = [];

  constructor(
    readonly values: Readonly<Record<string, string>>,
    /** The file that was sent with it, by the name of its field; null where it is no text. */
    readonly files: Readonly<Record<string, string | null>> = {},
  ) {}

  problem(field: string, text: string): void {
    this.problems.push({ field, text });
  }

  /** A text without what surrounds it; browsers send lines with the ends of another age. */
  text(name: string): string {
    return (this.values[name] ?? '').replaceAll('\r\n', '\n').trim();
  }

  optional(name: string): string | null {
    return this.text(name) || null;
  }

  /** One of the values that may be chosen; null where nothing was, or something else. */
  choice<Value extends string>(name: string, values: readonly Value[]): Value | null {
    return values.find((value) => value === this.values[name]) ?? null;
  }

  /** A whole number; null where there is none. */
  wholeNumber(name: string, label: string): number | null {
    const text = this.text(name);
    if (/^\d{0,9}$/.test(text)) return text === '' ? null : Number(text);
    this.problem(name, `${label} must be a whole number, such as 40`);
    return null;
  }

  /** A day of three fields, as ISO; empty where it is none, which is a problem unless it may be left out. */
  day(name: string, label: string, mayBeEmpty = false): string {
    const [day, month, year] = DAY_PARTS.map((part) => this.text(`${name}-${part}`)) as [string, string, string];
    if (day + month + year === '') {
      if (!mayBeEmpty) this.problem(name, `Enter ${label}`);
      return '';
    }
    const iso = `${year.padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    // 31 June is read as 1 July.
    const isReal = /^\d{4}-\d\d-\d\d$/.test(iso) && isDay(iso) && Number(year) > 1900;
    if (!isReal) this.problem(name, `${capital(label)} must be a real date, such as 31 3 2026`);
    return isReal ? iso : '';
  }
}

export const DAY_PARTS = ['day', 'month', 'year'] as const;

function isDay(iso: string): boolean {
  const time = Date.parse(`${iso}T00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The fields that a day of the graph fills. */
export function dayFields(name: string, iso: string | null): Record<string, string> {
  const [year = '', month = '', day = ''] = iso?.split('-') ?? [];
  const values = { day: day.replace(/^0/, ''), month: month.replace(/^0/, ''), year };
  return Object.fromEntries(DAY_PARTS.map((part) => [`${name}-${part}`, values[part]]));
}
