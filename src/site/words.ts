import { councilType, day, delivery, direction, moment, number, phrase } from '../report/words';
import { templates } from '../web/templates';

/** How templates say the graph's values to people: filters, and words for tables. */

for (const [name, filter] of Object.entries({ councilType, day, delivery, direction, moment, number, phrase })) {
  templates.addFilter(name, filter);
}
templates.addFilter('count', (value: number) => value.toLocaleString('en-GB'));

export const dueText = (dueOn: string | null, isOverdue = false): string =>
  dueOn === null ? 'No date' : `${day(dueOn)}${isOverdue ? ' (overdue)' : ''}`;

const RECURRENCES: Record<string, string> = { ANNUAL: 'Every year', ONGOING: 'All the time' };
export const recurrenceText = (recurrence: string | null): string =>
  recurrence === null ? 'Not said' : (RECURRENCES[recurrence] ?? phrase(recurrence));

const RELEASES: Record<string, string> = {
  REFERENCE_FIGURES: 'Reference figures',
  INDICATOR_RELEASE: 'Figures',
  PROGRESS: 'Progress reports',
  DUE_DATE_CHANGE: 'A due date',
  ACTION_PLAN: 'The action plan',
};
export const publicationKind = (kind: string): string => RELEASES[kind] ?? phrase(kind);
