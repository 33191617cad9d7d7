import { BadUserInput } from '../graph/errors';
import { SeriesInterval } from './progress';

const MOST_POINTS = 120;

interface Span {
  from: string;
  to: string;
  interval?: SeriesInterval | null;
}

/** The last days of the months or quarters from the one that `from` is in to the one that `to` is in, at most up to `to`. */
export function endsOf({ from, to, interval }: Span): string[] {
  if (from > to) throw new BadUserInput(`"from" (${from}) must not be after "to" (${to}).`);
  const months = interval === SeriesInterval.QUARTER ? 3 : 1;
  const [year, month] = from.split('-').map(Number) as [number, number];
  const days: string[] = [];
  let index = year * 12 + Math.floor((month - 1) / months) * months + months;
  for (; days.at(-1) !== to; index += months) {
    // The day before the first of the month that follows.
    const end = new Date(Date.UTC(Math.floor(index / 12), index % 12, 0)).toISOString().slice(0, 10);
    days.push(end < to ? end : to);
    if (days.length > MOST_POINTS) {
      throw new BadUserInput(`"from" to "to" has more than ${MOST_POINTS} points: take a shorter time, or QUARTER.`);
    }
  }
  return days;
}

/** How many days those are; 1 of a span that is refused. */
export function pointsOf(span: Span): number {
  try {
    return endsOf(span).length;
  } catch {
    return 1;
  }
}
