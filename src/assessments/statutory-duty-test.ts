import { GraphQLLocalDate } from 'graphql-scalars';
import { Int } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { Field, ObjectType, registerEnumType } from '../graph/declare';

export enum CouncilProgress {
  SUFFICIENT = 'SUFFICIENT',
  INSUFFICIENT = 'INSUFFICIENT',
  NOT_ASSESSED = 'NOT_ASSESSED',
}
registerEnumType(CouncilProgress, {
  name: 'CouncilProgress',
  audience: EVERYONE,
  description: 'What the progress of a council comes to in the statutory duty test.',
  values: {
    SUFFICIENT: {
      audience: EVERYONE,
      description: 'By its latest assessment, it falls short on too few criteria to count.',
    },
    INSUFFICIENT: { audience: EVERYONE, description: 'By its latest assessment, it falls short.' },
    NOT_ASSESSED: {
      audience: EVERYONE,
      description: 'No assessment of it by the latest criteria is published. That says nothing of its progress.',
    },
  },
});

export enum StatutoryDutyState {
  NOT_DETERMINED = 'NOT_DETERMINED',
  SUFFICIENT = 'SUFFICIENT',
  INSUFFICIENT_SO_FAR = 'INSUFFICIENT_SO_FAR',
  TRIGGERED = 'TRIGGERED',
}
registerEnumType(StatutoryDutyState, {
  name: 'StatutoryDutyState',
  audience: EVERYONE,
  description: 'Where the trigger of recommendation 1f stands.',
  values: {
    NOT_DETERMINED: {
      audience: EVERYONE,
      description: 'Too few councils are assessed to say: those that are not could tip it either way.',
    },
    SUFFICIENT: {
      audience: EVERYONE,
      description: 'Not triggered: progress is sufficient, whatever is still found of councils that are not assessed.',
    },
    INSUFFICIENT_SO_FAR: {
      audience: EVERYONE,
      description: 'Not triggered yet: progress is insufficient, and the deadline is not past.',
    },
    TRIGGERED: {
      audience: EVERYONE,
      description:
        'The deadline is past and progress is insufficient: by recommendation 1f the Office may call for a statutory duty. Whether it does is not said here.',
    },
  },
});

@ObjectType({
  audience: EVERYONE,
  description:
    "The national position against recommendation 1f: whether councils' progress is insufficient after the deadline. Made of the published assessments by the latest criteria, the latest of each current council, and of nothing else.",
})
export class StatutoryDutyTest {
  recommendationId!: number;

  criteriaVersion!: number;

  @Field(() => GraphQLLocalDate, { audience: EVERYONE, description: 'The last day that recommendation 1f gives.' })
  deadline!: string;

  @Field(() => Boolean, {
    audience: EVERYONE,
    description: 'Whether that day is past: today in London, or on the day of `asOf`.',
  })
  deadlinePassed!: boolean;

  @Field(() => Int, { audience: EVERYONE, description: 'Current councils: those assessed and those not.' })
  councils!: number;

  @Field(() => Int, {
    audience: EVERYONE,
    description:
      'Councils with a published assessment by the latest criteria: those found sufficient and insufficient.',
  })
  assessed!: number;

  @Field(() => Int, { audience: EVERYONE, description: 'Councils without one. Nothing is assumed of them.' })
  notAssessed!: number;

  @Field(() => Int, { audience: EVERYONE, description: 'Councils whose progress is sufficient.' })
  foundSufficient!: number;

  @Field(() => Int, { audience: EVERYONE, description: 'Councils whose progress is insufficient.' })
  foundInsufficient!: number;
}

@ObjectType({
  audience: EVERYONE,
  description: 'What is found of the current councils by one criterion; its counts add up to them all.',
})
export class CriterionPosition {
  criterionId!: number;

  @Field(() => Int, { audience: EVERYONE, description: 'Councils found SUFFICIENT by it.' })
  sufficient!: number;

  @Field(() => Int, { audience: EVERYONE, description: 'Councils found PARTLY there by it.' })
  partly!: number;

  @Field(() => Int, { audience: EVERYONE, description: 'Councils found INSUFFICIENT by it.' })
  insufficient!: number;

  @Field(() => Int, { audience: EVERYONE, description: 'Councils that are not assessed.' })
  notAssessed!: number;
}

type Position = Pick<
  StatutoryDutyTest,
  'deadline' | 'deadlinePassed' | 'councils' | 'assessed' | 'notAssessed' | 'foundInsufficient'
>;
interface Threshold {
  label: string;
  leastShortfalls: number;
  mostInsufficientPercent: number;
}

/** With how many councils found insufficient, and no more, progress in the country is not. */
const mostInsufficient = ({ councils }: Position, { mostInsufficientPercent }: Threshold): number =>
  Math.floor((councils * mostInsufficientPercent) / 100);

/** It is determined when councils that are not assessed yet could no longer change it. */
export function stateOf(position: Position, threshold: Threshold): StatutoryDutyState {
  const most = mostInsufficient(position, threshold);
  const { foundInsufficient, notAssessed, deadlinePassed } = position;
  if (foundInsufficient > most) {
    return deadlinePassed ? StatutoryDutyState.TRIGGERED : StatutoryDutyState.INSUFFICIENT_SO_FAR;
  }
  return foundInsufficient + notAssessed <= most ? StatutoryDutyState.SUFFICIENT : StatutoryDutyState.NOT_DETERMINED;
}

const LONG_DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** The same for people, in sentences. */
export function explain(position: Position, threshold: Threshold): string[] {
  const { deadline, deadlinePassed, councils, assessed, notAssessed, foundInsufficient } = position;
  const most = mostInsufficient(position, threshold);
  const { label, leastShortfalls, mostInsufficientPercent } = threshold;
  const conclusions: Record<StatutoryDutyState, string> = {
    NOT_DETERMINED:
      assessed === 0
        ? 'No council has been assessed, so nothing is determined.'
        : `Nothing is determined: ${foundInsufficient} found insufficient is not more than ${most}, and with the ${notAssessed} that are not assessed it could become so.`,
    SUFFICIENT: `Progress is sufficient: ${foundInsufficient} found insufficient and ${notAssessed} not assessed are together not more than ${most}.`,
    INSUFFICIENT_SO_FAR: `Progress is insufficient so far: ${foundInsufficient} found insufficient is more than ${most}. Councils have until the deadline.`,
    TRIGGERED: `Progress is insufficient after the deadline: ${foundInsufficient} found insufficient is more than ${most}. The Office may call for a statutory duty.`,
  };
  return [
    `Recommendation 1f gives councils until ${LONG_DAY.format(new Date(deadline))}, which is ${deadlinePassed ? 'past' : 'still to come'}.`,
    `Of ${councils} current councils, ${assessed} ${assessed === 1 ? 'has' : 'have'} a published assessment by "${label}", and ${notAssessed} ${notAssessed === 1 ? 'has' : 'have'} none.`,
    `By these criteria a council's progress is insufficient where it falls short on ${leastShortfalls} or more of them, and the country's where that is so of more than ${mostInsufficientPercent}% of current councils: of more than ${most}.`,
    conclusions[stateOf(position, threshold)],
  ];
}
