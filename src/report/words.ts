import type { Change, Distribution, Indicator, Observation, Point, Standing } from './answers';
import { html, type Html } from './html';

/** How the graph's values are said to people. */

const small = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });
const middling = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
const large = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** A figure as people read it. Pages carry the exact one beside it: see `exact`. */
export function number(value: number): string {
  const size = Math.abs(value);
  return (size < 10 ? small : size < 1000 ? middling : large).format(value);
}

/** A figure as people read it, with the exact one in the markup for machines and for sorting. */
export const exact = (value: number): Html => html`<data value="${value}">${number(value)}</data>`;

/** The same, or what stands where there is none. */
export const exactOr = (value: number | null | undefined, otherwise: string): Html =>
  value === null || value === undefined ? html`${otherwise}` : exact(value);

export const NOT_PUBLISHED = 'not published';

const SHORT_UNITS: Record<string, string> = { percent: '%', GBP: ' pounds', 'score 0-10': ' out of 10', ratio: '' };

/** A value with its unit, in running text. */
export function withUnit(value: number, { unit }: Pick<Indicator, 'unit'>): string {
  return `${number(value)}${SHORT_UNITS[unit] ?? ` ${unit}`}`;
}

const LONDON = { timeZone: 'Europe/London' } as const;
const dayFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', ...LONDON });
const momentFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', ...LONDON });

export const day = (text: string): string => dayFormat.format(new Date(text.length === 10 ? `${text}T12:00Z` : text));
export const moment = (text: string | Date): string => `${momentFormat.format(new Date(text))} London time`;

/** `AMBER_GREEN` as `Amber green`. */
export const phrase = (value: string): string => value.charAt(0) + value.slice(1).toLowerCase().replaceAll('_', ' ');

const TYPES: Record<string, string> = {
  NON_METROPOLITAN_DISTRICT: 'District',
  UNITARY_AUTHORITY: 'Unitary authority',
  METROPOLITAN_DISTRICT: 'Metropolitan district',
  LONDON_BOROUGH: 'London borough',
  CITY_CORPORATION: 'City of London',
  COUNTY: 'County',
};
export const councilType = (type: string): string => TYPES[type] ?? phrase(type);

const DIRECTIONS: Record<string, string> = {
  HIGHER_IS_BETTER: 'Higher is better',
  LOWER_IS_BETTER: 'Lower is better',
  CONTEXT_ONLY: 'Context only: neither higher nor lower is better',
};
export const direction = (value: string): string => DIRECTIONS[value] ?? phrase(value);

const VERDICTS: Record<string, string> = {
  BETTER: 'Better',
  WORSE: 'Worse',
  NO_CLEAR_CHANGE: 'No clear change',
  SIGNIFICANCE_UNKNOWN: 'Changed, significance unknown',
  CONTEXT_ONLY: 'Context only',
  SERIES_BREAK: 'Not comparable (series break)',
  NOTHING_TO_COMPARE: 'Nothing to compare',
};
export const verdict = ({ verdict: value }: Pick<Change, 'verdict'>): string => VERDICTS[value] ?? phrase(value);

/** `up 0.2 since April 2021 to March 2022`. */
export function movement(change: Change): string {
  const { difference, from } = change;
  if (difference === null || !from) return '';
  const by = difference === 0 ? 'unchanged' : `${difference > 0 ? 'up' : 'down'} ${number(Math.abs(difference))}`;
  return `${by} since ${from.period.label}`;
}

/** The delivery status of an assignment; what is not reported is said. */
export const delivery = (status: string | null): string => (status === null ? 'Not reported' : phrase(status));

export const limits = ({ lower, upper }: Pick<Point, 'lower' | 'upper'>): string =>
  lower === null || upper === null ? 'no limits published' : `${number(lower)} to ${number(upper)}`;

export function rank({ rank: place, of, tiedWith }: Pick<Standing, 'rank' | 'of' | 'tiedWith'>): string {
  if (place === null) return 'not ranked';
  return `${place} of ${of}${tiedWith ? `, tied with ${tiedWith}` : ''}`;
}

const MARKERS: Record<string, string> = { u: 'of low reliability', p: 'provisional', r: 'revised', e: 'estimated' };

/** What the publisher remarks on a figure, with a comma before; nothing for an ordinary one. */
export const remark = ({ marker }: Pick<Observation, 'marker'>): string =>
  marker !== null && MARKERS[marker] ? `, ${MARKERS[marker]}` : '';

export const many = (count: number, one: string, more = `${one}s`): string =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : more}`;

export const middleHalf = ({ lowerQuartile, upperQuartile }: Distribution): string =>
  `${number(lowerQuartile)} to ${number(upperQuartile)}`;
