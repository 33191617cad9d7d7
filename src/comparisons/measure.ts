import { type Indicator, IndicatorDirection } from '../indicators/indicator';

const RATE = /%|percent|proportion|\b(per|score|rate|ratio|index|mean|average|median|share)\b/i;
const COUNT =
  /^(number|count)\b|\b(people|persons|residents|offences|incidents|households|dwellings|premises|claimants|pupils|children|adults|votes|seats)\b/i;

type Measure = Pick<Indicator, 'name' | 'unit'>;

/**
 * Whether its values have the size of the place taken out: percent, per head, a mean, a score. Indicators do not say so
 * in a field of their own, but official units do. Where neither this nor `isCount` holds, nothing is weighted or joined.
 */
export const isRate = ({ name, unit }: Measure): boolean => RATE.test(`${unit} ${name}`);

/** Whether its values count something, and so grow with the place. */
export const isCount = (measure: Measure): boolean => !isRate(measure) && COUNT.test(measure.unit);

/** 1 where a higher value is better, -1 where a lower one is; values times this are the better the higher. */
export const signOf = ({ direction }: Pick<Indicator, 'direction'>): 1 | -1 =>
  direction === IndicatorDirection.LOWER_IS_BETTER ? -1 : 1;

/** Twelve digits: more than any publisher gives, and without the dust of binary fractions (3.35 - 3.14 = 0.21000000000000002). */
export const tidy = (value: number): number => Number(value.toPrecision(12));
