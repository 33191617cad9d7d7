import { GraphQLLocalDate } from 'graphql-scalars';
import { ArgsType } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { Field, InputType, registerEnumType } from '../graph/declare';
import { AreaKind } from '../areas/area';
import { connectionType } from '../graph/connection';
import { BadUserInput } from '../graph/errors';
import { List, type Parameters, type SortKey } from '../graph/list';
import { OrderDirection, orderType } from '../graph/order';
import { PageArguments } from '../graph/page';
import { Observation } from './observation';

export enum ObservationOrderField {
  INDICATOR = 'INDICATOR',
  AREA = 'AREA',
  PERIOD = 'PERIOD',
  VALUE = 'VALUE',
}

const ObservationOrderBy = orderType('Observation', 'observations', ObservationOrderField, {
  INDICATOR: 'By indicator, then by area, then by period.',
  AREA: 'By area, then by indicator, then by period.',
  PERIOD: 'By the last day of the period.',
  VALUE: 'By value; missing values always come last. Compare values of one indicator only.',
});

export enum MissingValues {
  INCLUDE = 'INCLUDE',
  EXCLUDE = 'EXCLUDE',
  ONLY = 'ONLY',
}
registerEnumType(MissingValues, {
  name: 'MissingValues',
  audience: EVERYONE,
  description: 'What to do with observations that have no value.',
  values: {
    INCLUDE: { audience: EVERYONE, description: 'List them: each says why it has no value.' },
    EXCLUDE: { audience: EVERYONE, description: 'Leave them out.' },
    ONLY: { audience: EVERYONE, description: 'List nothing else.' },
  },
});

@InputType({ audience: EVERYONE, description: 'Which observations a list has; all conditions given must hold.' })
export class ObservationFilter {
  @Field(() => [String], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only observations of the indicators with these codes.',
  })
  indicators?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only observations of the areas with these GSS codes, former codes too.',
  })
  areas?: string[] | null;

  @Field(() => [AreaKind], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only observations of areas of these kinds.',
  })
  areaKinds?: AreaKind[] | null;

  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: EVERYONE,
    description: 'Only periods that begin on this day or later.',
  })
  from?: string | null;

  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: EVERYONE,
    description: 'Only periods that end on this day or earlier.',
  })
  to?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    audience: EVERYONE,
    description:
      'Only the latest observation of each indicator in each area, among those that the other conditions allow.',
  })
  latestOnly?: boolean;

  @Field(() => MissingValues, {
    nullable: true,
    audience: EVERYONE,
    description:
      'What to do with observations that have no value. Where not given, a list of particular indicators or areas shows its gaps (INCLUDE), and a list of everything counts figures alone (EXCLUDE).',
  })
  missing?: MissingValues | null;
}

@ArgsType()
export class ObservationListArguments extends PageArguments {
  @Field(() => ObservationFilter, {
    nullable: true,
    audience: EVERYONE,
    description: 'Which observations; all where not given.',
  })
  filter?: ObservationFilter | null;

  @Field(() => ObservationOrderBy, {
    nullable: true,
    audience: EVERYONE,
    description: 'The order; by indicator where not given.',
  })
  orderBy?: InstanceType<typeof ObservationOrderBy> | null;
}

const INDICATOR_KEY: SortKey = { sql: 'observation.indicator_id', type: 'int4' };
const AREA_KEY: SortKey = { sql: 'observation.area_id', type: 'int4' };
const PERIOD_KEYS: SortKey[] = [
  { sql: 'observation.period_end', type: 'date' },
  { sql: 'observation.period_start', type: 'date' },
];
const VALUE_KEY: SortKey = {
  // PostgreSQL sorts NaN above every number.
  sql: (direction) =>
    `coalesce(observation.value, '${direction === OrderDirection.ASC ? 'NaN' : '-Infinity'}'::float8)`,
  type: 'float8',
};

/** `missingByDefault` says what a list does with missing values where its filter does not say. */
function observationList(missingByDefault: (filter: ObservationFilter) => MissingValues) {
  return new List<Observation, ObservationFilter, ObservationOrderField>({
    entity: Observation,
    defaultFilter: {},
    filter: (filter, parameters) => {
      const { indicators, areas, areaKinds, from, to, latestOnly } = filter;
      if (from && to && from > to) {
        throw new BadUserInput(`"filter.from" (${from}) must not be after "filter.to" (${to}).`);
      }
      const missing = filter.missing ?? missingByDefault(filter);
      const time = timeConditions({ from: from ?? null, to: to ?? null, missing }, parameters);
      return [
        ...(indicators ? [ofIndicators(indicators, parameters)] : []),
        ...(areas
          ? [
              `observation.area_id = any(array(select area_id from area_code where code = any(${parameters.add(areas, 'text[]')})))`,
            ]
          : []),
        ...(areaKinds
          ? [`observation.area_id in (select id from area where kind = any(${parameters.add(areaKinds, 'text[]')}))`]
          : []),
        ...time('observation'),
        ...(latestOnly ? [isLatest(filter, time, parameters)] : []),
      ];
    },
    orders: {
      INDICATOR: [INDICATOR_KEY, AREA_KEY, ...PERIOD_KEYS],
      AREA: [AREA_KEY, INDICATOR_KEY, ...PERIOD_KEYS],
      PERIOD: [...PERIOD_KEYS, INDICATOR_KEY, AREA_KEY],
      VALUE: [VALUE_KEY, INDICATOR_KEY, AREA_KEY, ...PERIOD_KEYS],
    },
    defaultOrder: { field: ObservationOrderField.INDICATOR, direction: OrderDirection.ASC },
  });
}

/** One indicator is told by itself, because a list of one has no order that an index could give. */
function ofIndicators(codes: readonly string[], parameters: Parameters): string {
  if (codes.length === 1) {
    return `observation.indicator_id = (select id from indicator where code = ${parameters.add(codes[0], 'text')})`;
  }
  return `observation.indicator_id = any(array(select id from indicator where code = any(${parameters.add(codes, 'text[]')})))`;
}

/**
 * Whether an observation is the latest of its indicator and area, of those that conditions on time allow. The latest is
 * looked up for each indicator and area: to look for a later one of each observation takes as long as its history is.
 */
function isLatest(
  { indicators, areas, areaKinds }: ObservationFilter,
  time: (table: string) => string[],
  parameters: Parameters,
): string {
  const conditions = [
    ...(indicators ? [`series.code = any(${parameters.add(indicators, 'text[]')})`] : []),
    ...(areas
      ? [`place.id = any(array(select area_id from area_code where code = any(${parameters.add(areas, 'text[]')})))`]
      : []),
    ...(areaKinds ? [`place.kind = any(${parameters.add(areaKinds, 'text[]')})`] : []),
  ];
  return `(observation.indicator_id, observation.area_id, observation.period_end, observation.period_start) in (
    select series.id, place.id, latest.period_end, latest.period_start
    from indicator series cross join area place cross join lateral (
      select later.period_end, later.period_start from observation later
      where ${['later.indicator_id = series.id', 'later.area_id = place.id', ...time('later')].join(' and ')}
      order by later.period_end desc, later.period_start desc limit 1
    ) latest ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''})`;
}

/** Conditions on one observation's own columns, for the one listed and for a later one that would displace it. */
function timeConditions(
  { from, to, missing }: { from: string | null; to: string | null; missing: MissingValues },
  parameters: Parameters,
) {
  const first = from && parameters.add(from, 'date');
  const last = to && parameters.add(to, 'date');
  return (table: string): string[] => [
    ...(first ? [`${table}.period_start >= ${first}`] : []),
    ...(last ? [`${table}.period_end <= ${last}`] : []),
    ...(missing === MissingValues.INCLUDE
      ? []
      : [`${table}.value is ${missing === MissingValues.EXCLUDE ? 'not null' : 'null'}`]),
  ];
}

export const observations = observationList(({ indicators, areas }) =>
  indicators || areas ? MissingValues.INCLUDE : MissingValues.EXCLUDE,
);

const series = observationList(() => MissingValues.INCLUDE);
export const observationsOfArea = series.under({ where: 'observation.area_id = parent.key', keyType: 'int4' });
export const observationsOfIndicator = series.under({
  where: 'observation.indicator_id = parent.key',
  keyType: 'int4',
});

export const ObservationConnection = connectionType(() => Observation, 'Observation', 'observations');
