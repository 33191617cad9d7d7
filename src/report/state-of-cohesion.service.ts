import { areaByCode } from '../areas/area.reader';
import { distributionOver } from '../comparisons/distribution';
import { joinSeries, type Series } from '../comparisons/series';
import { seriesKey, seriesOfCouncil } from '../comparisons/series.reader';
import { CouncilType } from '../councils/council';
import type { Context } from '../graph/context';
import { BadUserInput } from '../graph/errors';
import { publicationByRevision } from '../publications/publication';
import type { ProgressPoint } from '../rollups/progress';
import { progressOnDays, SCOPES } from '../rollups/progress.reader';
import { londonDay } from '../writes/london-today';
import {
  type CouncilReporting,
  DomainState,
  type IndicatorState,
  StateOfCohesion,
  type TypeDistribution,
} from './state-of-cohesion';
import { type Coverage, coverageUntil, daysOfYears, everyIndicator, reportingOnDays } from './state-of-cohesion.reader';

/** The review was published in March 2024: before, there was nothing to report on. */
const FIRST_YEAR = 2024;
const ENGLAND = 'E92000001';

/** For what is the register's and no parent's. */
const NO_PARENT = 0;

export async function stateOfCohesion(context: Context, year: number): Promise<StateOfCohesion> {
  // PostgreSQL makes no date of every number that fits an Int.
  const plausible = Math.min(Math.max(year, 1), 9998);
  const [{ today, yearEndsAt }, first] = await Promise.all([
    context.load(daysOfYears, plausible),
    context.load(publicationByRevision, 1),
  ]);
  const thisYear = Number(today.slice(0, 4));
  if (year < FIRST_YEAR || year > thisYear) {
    throw new BadUserInput(
      `"year" must be from ${FIRST_YEAR}, the year of the review, to ${thisYear}, the present one; got ${year}.`,
    );
  }
  const isComplete = year < thisYear;
  const figuresUntil = isComplete ? `${year}-12-31` : today;
  const registerSince = first && londonDay(first.publishedAt);
  const atYearEnd = isComplete && registerSince !== null && registerSince <= figuresUntil;
  return Object.assign(new StateOfCohesion(), {
    year,
    isComplete,
    figuresUntil,
    progressOn: atYearEnd ? figuresUntil : today,
    progressAsOf: atYearEnd ? yearEndsAt : null,
    registerSince,
  });
}

/** Published progress at the end of the report's day. */
export async function nationalProgress(context: Context, { progressOn }: StateOfCohesion): Promise<ProgressPoint> {
  const days = [progressOn];
  const read = context.variant(SCOPES.register, JSON.stringify(['on', days]), () =>
    progressOnDays(SCOPES.register, days),
  );
  return (await context.load(read, NO_PARENT))[0]!;
}

export async function councilReporting(context: Context, { progressOn }: StateOfCohesion): Promise<CouncilReporting> {
  const { councils, reported } = await context.load(reportingOnDays, progressOn);
  return { councils, reported, notReported: councils - reported };
}

export async function domainsOf(context: Context, { figuresUntil }: StateOfCohesion): Promise<DomainState[]> {
  const domains = new Map<string, DomainState>();
  for (const indicator of await context.load(everyIndicator, NO_PARENT)) {
    const { domain } = indicator;
    if (!domains.has(domain)) domains.set(domain, Object.assign(new DomainState(), { domain, indicators: [] }));
    domains.get(domain)!.indicators.push({ indicator, until: figuresUntil });
  }
  return [...domains.values()];
}

/** England's own figures, as comparisons read those of a council. */
export async function englandSeries(context: Context, { indicator, until }: IndicatorState): Promise<Series> {
  const england = await context.load(areaByCode, ENGLAND);
  const rows = england ? await context.load(seriesOfCouncil, seriesKey(england.id, indicator.id)) : [];
  return joinSeries(indicator, rows, until);
}

export async function distributionsByType(
  context: Context,
  { indicator, until }: IndicatorState,
): Promise<TypeDistribution[]> {
  const types = Object.values(CouncilType);
  const distributions = await Promise.all(
    types.map((type) => distributionOver(context, indicator, { types: [type], until })),
  );
  return types.flatMap((type, index) => {
    const distribution = distributions[index];
    return distribution ? [{ type, distribution }] : [];
  });
}

export const coverageOf = (context: Context, { indicator, until }: IndicatorState): Promise<Coverage> =>
  context.load(
    context.variant(coverageUntil, until, () => coverageUntil(until)),
    indicator.id,
  );
