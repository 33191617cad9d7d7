import { tidy } from './measure';

/** A value with its 95% confidence limits, where it has any. */
export interface Estimate {
  value: number;
  lower: number | null;
  upper: number | null;
}

export interface Difference extends Estimate {
  /** Whether it is more than chance explains, at the 5% level; null where an estimate has no limits. */
  significant: boolean | null;
}

export const DIFFERENCE_METHOD =
  '95% limits of the difference of two independent estimates, from the limits of each (Zou and Donner 2008, Statistics in Medicine 27:1693, after Newcombe 1998; where limits are symmetric the same as the z test of Altman and Bland 2003, BMJ 326:219, with standard error = (upper - lower) / 3.92). The difference is clear where 0 lies outside its limits.';

/**
 * How much the second is above the first. Limits that just overlap may still differ clearly, so this is asked of the
 * difference and not of the overlap; and it takes each side of the limits for itself, as those of small shares are
 * not symmetric.
 */
export function differenceOf(first: Estimate, second: Estimate): Difference {
  const value = second.value - first.value;
  if (first.lower === null || first.upper === null || second.lower === null || second.upper === null) {
    return { value: tidy(value), lower: null, upper: null, significant: null };
  }
  const lower = value - Math.hypot(second.value - second.lower, first.upper - first.value);
  const upper = value + Math.hypot(second.upper - second.value, first.value - first.lower);
  return { value: tidy(value), lower: tidy(lower), upper: tidy(upper), significant: lower > 0 || upper < 0 };
}
