/** The indicator that weights come from: usual residents of all ages. */
export const POPULATION = 'population';

/** How answers call the weights. */
export const POPULATION_WEIGHTS =
  'usual residents of all ages (indicator population, the figure nearest in time), which stand in for its own denominator';

/**
 * SQL of the population of an area nearest to a day: one row with `population`, null where the register has none. The
 * arguments are SQL too. Counties have none, and their districts' are not summed for them.
 */
export const populationNear = (area: string, day: string): string => `lateral (
  select (select nearest.value from observation nearest
    where nearest.indicator_id = (select id from indicator where code = '${POPULATION}')
      and nearest.area_id = ${area} and nearest.value > 0
    order by abs(nearest.period_end - ${day}), nearest.period_end desc limit 1) as population
)`;
