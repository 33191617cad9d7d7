import { Float } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { Field, ObjectType, registerEnumType } from '../graph/declare';
import { type Indicator, IndicatorDirection } from '../indicators/indicator';
import { DIFFERENCE_METHOD, differenceOf } from './difference';
import { signOf, tidy } from './measure';
import { breakBetween, comparablePoints, type Series, SeriesPoint } from './series';

export enum ChangeVerdict {
  BETTER = 'BETTER',
  WORSE = 'WORSE',
  NO_CLEAR_CHANGE = 'NO_CLEAR_CHANGE',
  SIGNIFICANCE_UNKNOWN = 'SIGNIFICANCE_UNKNOWN',
  CONTEXT_ONLY = 'CONTEXT_ONLY',
  SERIES_BREAK = 'SERIES_BREAK',
  NOTHING_TO_COMPARE = 'NOTHING_TO_COMPARE',
}
registerEnumType(ChangeVerdict, {
  name: 'ChangeVerdict',
  audience: EVERYONE,
  description:
    'What may honestly be said of a change. Better or worse only where the direction is known, the confidence limits allow it and no series break lies between.',
  values: {
    BETTER: { audience: EVERYONE, description: 'Better, by more than chance explains (5% level).' },
    WORSE: { audience: EVERYONE, description: 'Worse, by more than chance explains (5% level).' },
    NO_CLEAR_CHANGE: {
      audience: EVERYONE,
      description: 'The same, or different by no more than chance explains (5% level).',
    },
    SIGNIFICANCE_UNKNOWN: {
      audience: EVERYONE,
      description: 'Changed; whether by more than chance is unknown, as no confidence limits are published.',
    },
    CONTEXT_ONLY: {
      audience: EVERYONE,
      description: 'Neither better nor worse, whatever the change: the indicator describes a place.',
    },
    SERIES_BREAK: {
      audience: EVERYONE,
      description: 'A series break lies between: the two are not comparable, and no difference is given.',
    },
    NOTHING_TO_COMPARE: { audience: EVERYONE, description: 'There are no two comparable figures; `reason` says why.' },
  },
});

@ObjectType({
  audience: EVERYONE,
  description: 'What changed between two figures of a council, and what may be said of it.',
})
export class IndicatorChange {
  @Field(() => SeriesPoint, {
    nullable: true,
    audience: EVERYONE,
    description:
      'The earlier figure; null where there is none. Its period is as long as that of `to` and does not overlap it.',
  })
  from!: SeriesPoint | null;

  @Field(() => SeriesPoint, { nullable: true, audience: EVERYONE, description: 'The later figure; null without one.' })
  to!: SeriesPoint | null;

  @Field(() => Float, {
    nullable: true,
    audience: EVERYONE,
    description: 'The later value less the earlier one, in the unit of the indicator; null where not comparable.',
  })
  difference!: number | null;

  @Field(() => Float, {
    nullable: true,
    audience: EVERYONE,
    description: 'Lower 95% confidence limit of the difference; null where either figure has no limits.',
  })
  lower!: number | null;

  @Field(() => Float, {
    nullable: true,
    audience: EVERYONE,
    description: 'Upper 95% confidence limit of the difference; null where either figure has no limits.',
  })
  upper!: number | null;

  @Field(() => Float, {
    nullable: true,
    audience: EVERYONE,
    description:
      'The difference in percent of the earlier value (not in percentage points); null where that is 0 or less.',
  })
  relativeDifference!: number | null;

  @Field(() => Boolean, {
    nullable: true,
    audience: EVERYONE,
    description:
      'Whether it is more than chance explains, for indicators of every direction; null where there are no limits.',
  })
  significant!: boolean | null;

  @Field(() => ChangeVerdict, { audience: EVERYONE, description: 'What may be said of it.' })
  verdict!: ChangeVerdict;

  @Field(() => String, { audience: EVERYONE, description: 'Why the verdict is what it is, in words.' })
  reason!: string;

  @Field(() => Boolean, {
    audience: EVERYONE,
    description: 'Whether one of the figures was derived from those of predecessors.',
  })
  derived!: boolean;

  @Field(() => Boolean, {
    audience: EVERYONE,
    description: 'Whether the publisher marks one of the figures as of low reliability (marker u).',
  })
  lowReliability!: boolean;

  @Field(() => String, {
    nullable: true,
    audience: EVERYONE,
    description:
      'How it was tested, with the source of the formula; null where it was not. Figures that share respondents differ by less than they are taken to here, which errs towards no clear change.',
  })
  method!: string | null;
}

const NONE = { difference: null, lower: null, upper: null, relativeDifference: null, significant: null, method: null };

/** The change to the latest figure, from the last one that was complete on a day, or else from the one before it. */
export function changeOf(indicator: Indicator, series: Series, since: string | null): IndicatorChange {
  const points = comparablePoints(series);
  const to = points.pop() ?? null;
  const ended = ({ period }: SeriesPoint): boolean => since === null || period.end <= since;
  // Nothing has changed since a day that the latest figure ended by.
  const from = to && since !== null && ended(to) ? null : (points.findLast(ended) ?? null);
  const flags = {
    from,
    to,
    derived: [from, to].some((point) => point?.derived),
    lowReliability: [from, to].some((point) => point?.lowReliability),
  };
  if (!from || !to) {
    const reason = whyNothing(series, to, since);
    return { ...flags, ...NONE, verdict: ChangeVerdict.NOTHING_TO_COMPARE, reason };
  }
  const seriesBreak = breakBetween(series, from, to);
  if (seriesBreak) return { ...flags, ...NONE, verdict: ChangeVerdict.SERIES_BREAK, reason: seriesBreak.reason };

  const { value: difference, lower, upper, significant } = differenceOf(from, to);
  return {
    ...flags,
    difference,
    lower,
    upper,
    significant,
    relativeDifference: from.value > 0 ? tidy((100 * difference) / from.value) : null,
    method: significant === null ? null : DIFFERENCE_METHOD,
    ...judge(indicator, difference, significant),
  };
}

function whyNothing({ notJoined }: Series, to: SeriesPoint | null, since: string | null): string {
  if (!to) return notJoined ?? 'There is no figure.';
  if (since !== null && to.period.end <= since) return `The latest figure was complete by ${since} already.`;
  const earlier = since === null ? 'There is no earlier figure' : `There is no figure complete by ${since}`;
  return `${earlier} of a period as long that does not overlap the latest.${notJoined === null ? '' : ` ${notJoined}`}`;
}

function judge(
  indicator: Indicator,
  difference: number,
  significant: boolean | null,
): Pick<IndicatorChange, 'verdict' | 'reason'> {
  if (indicator.direction === IndicatorDirection.CONTEXT_ONLY) {
    return {
      verdict: ChangeVerdict.CONTEXT_ONLY,
      reason: 'The indicator describes a place: more or less of it is neither better nor worse.',
    };
  }
  if (difference === 0) return { verdict: ChangeVerdict.NO_CLEAR_CHANGE, reason: 'The two figures are equal.' };
  if (significant === null) {
    return {
      verdict: ChangeVerdict.SIGNIFICANCE_UNKNOWN,
      reason: 'It changed, but without confidence limits nobody can say whether by more than chance.',
    };
  }
  if (!significant) {
    return {
      verdict: ChangeVerdict.NO_CLEAR_CHANGE,
      reason: 'The difference is no more than chance explains: its 95% confidence limits lie on both sides of 0.',
    };
  }
  const better = difference * signOf(indicator) > 0;
  return {
    verdict: better ? ChangeVerdict.BETTER : ChangeVerdict.WORSE,
    reason: `${signOf(indicator) > 0 ? 'Higher' : 'Lower'} is better, it is ${difference > 0 ? 'higher' : 'lower'}, and the difference is more than chance explains: its 95% confidence limits lie on one side of 0.`,
  };
}
