import { phrase } from '../report/words';
import '../site/words';
import { templates } from '../web/templates';

/** How what is not published yet is said to those who work on it. */

const TAG_COLOURS: Record<string, string> = {
  DRAFT: 'grey',
  SUBMITTED: 'blue',
  RETURNED: 'orange',
  APPROVED: 'teal',
  PUBLISHED: 'green',
  WITHDRAWN: 'grey',
  OVERDUE: 'red',
  DUE_SOON: 'yellow',
  AWAITING_REVIEW: 'blue',
  AWAITING_PUBLICATION: 'teal',
};
templates.addFilter('tagColour', (value: string) => `govuk-tag--${TAG_COLOURS[value] ?? 'grey'}`);

/** How steps are called once they are taken. */
const STEPS: Record<string, string> = {
  SAVE: 'Saved',
  SUBMIT: 'Submitted',
  AMEND: 'Handed in again',
  WITHDRAW: 'Withdrawn',
  RETURN: 'Returned',
  APPROVE: 'Approved',
  SCHEDULE: 'Set for publication',
  PUBLISH: 'Published',
  VERIFY: 'Verified',
};
export const stepTaken = (step: string): string => STEPS[step] ?? phrase(step);

const MARKERS: Record<string, string> = {
  x: 'not available',
  u: 'low reliability',
  p: 'provisional',
  r: 'revised',
  e: 'estimated',
  c: 'confidential',
  z: 'not applicable',
  k: 'low',
  b: 'break in series',
};
export const markerText = (marker: string | null): string =>
  marker === null ? '' : (MARKERS[marker.toLowerCase()] ?? phrase(marker));

/** How long something has waited: whole days, which is what a queue is judged by. */
export function waited(since: string | null): string {
  if (since === null) return '';
  const days = Math.floor((Date.now() - Date.parse(since)) / 86_400_000);
  return days < 1 ? 'Less than a day' : days === 1 ? '1 day' : `${days.toLocaleString('en-GB')} days`;
}

/** Items for radios and selects. */
export const items = (texts: Readonly<Record<string, string>>, hints: Readonly<Record<string, string>> = {}) =>
  Object.entries(texts).map(([value, text]) => ({
    value,
    text,
    ...(hints[value] !== undefined && { hint: { text: hints[value] } }),
  }));

export const RATINGS: Readonly<Record<string, string>> = {
  RED: 'Red',
  AMBER_RED: 'Amber red',
  AMBER: 'Amber',
  AMBER_GREEN: 'Amber green',
  GREEN: 'Green',
  NOT_RATED: 'Not rated',
};
