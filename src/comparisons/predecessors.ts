import { sum } from 'simple-statistics';
import type { Indicator } from '../indicators/indicator';
import { type Observation, ObservationMarker } from '../indicators/observation';
import { labelPeriod } from '../indicators/period';
import { isRate, tidy } from './measure';
import { POPULATION_WEIGHTS } from './population';
import type { SeriesPoint } from './series';
import type { SeriesRow } from './series.reader';

/** The figure of a predecessor of a council for a period. */
export type PredecessorRow = SeriesRow & { predecessor: string; observation: Observation };

/** The point that predecessors make together in a period, or why they make none. */
export function joinPredecessors(
  indicator: Indicator,
  rows: readonly PredecessorRow[],
  predecessors: ReadonlySet<string>,
): SeriesPoint | string {
  const { periodStart, periodEnd } = rows[0]!.observation;
  const period = { start: periodStart, end: periodEnd };
  const obstacle = whyNotJoined(indicator, rows, predecessors);
  if (obstacle !== null) return `Figures of its predecessors are not joined in ${labelPeriod(period)}: ${obstacle}.`;

  const total = sum(rows.map(({ population }) => population!));
  const terms = rows.map(({ population, observation: { value, lower, upper } }) => {
    const weight = population! / total;
    const known = lower !== null && upper !== null;
    return {
      value: weight * value!,
      below: known ? weight * (value! - lower) : NaN,
      above: known ? weight * (upper - value!) : NaN,
    };
  });
  const value = sum(terms.map((term) => term.value));
  const below = Math.hypot(...terms.map((term) => term.below));
  const above = Math.hypot(...terms.map((term) => term.above));
  const limited = !Number.isNaN(below);
  const joinedLimits =
    ' Limits are joined as those of independent estimates (Zou and Donner 2008, Statistics in Medicine 27:1693).';
  return {
    period,
    value: tidy(value),
    lower: limited ? tidy(value - below) : null,
    upper: limited ? tidy(value + above) : null,
    derived: true,
    method: `Mean of ${namesOf(rows)}, weighted by ${POPULATION_WEIGHTS}.${limited ? joinedLimits : ''}`,
    lowReliability: rows.some(({ observation }) => observation.marker === ObservationMarker.u),
    observations: rows.map(({ observation }) => observation),
  };
}

/** What keeps predecessors from making a point: a part of the successor would be missing, or of another place. */
function whyNotJoined(
  indicator: Indicator,
  rows: readonly PredecessorRow[],
  predecessors: ReadonlySet<string>,
): string | null {
  if (!isRate(indicator)) return `values in ${indicator.unit} are not averaged`;
  const divided = rows.filter((row) => row.divided);
  if (divided.length > 0) return `${namesOf(divided)} went to several councils`;
  const valued = new Set(
    rows.filter(({ observation }) => observation.value !== null).map(({ predecessor }) => predecessor),
  );
  const missing = [...predecessors].filter((name) => !valued.has(name));
  if (missing.length > 0) return `${listNames(missing)} had no value`;
  const uncounted = rows.filter(({ population }) => population === null);
  return uncounted.length > 0 ? `the population of ${namesOf(uncounted)} is not known` : null;
}

const listNames = (names: readonly string[]): string => new Intl.ListFormat('en-GB').format(names);
const namesOf = (rows: readonly PredecessorRow[]): string => listNames(rows.map(({ predecessor }) => predecessor));
