import { ArgsType } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { Field, InputType } from '../graph/declare';
import { connectionType } from '../graph/connection';
import { List } from '../graph/list';
import { OrderDirection, orderType } from '../graph/order';
import { PageArguments } from '../graph/page';
import { Indicator, IndicatorDirection } from './indicator';

export enum IndicatorOrderField {
  CODE = 'CODE',
  NAME = 'NAME',
  DOMAIN = 'DOMAIN',
}

const IndicatorOrderBy = orderType('Indicator', 'indicators', IndicatorOrderField, {
  CODE: 'By code.',
  NAME: 'By name.',
  DOMAIN: 'By domain, and by code within a domain.',
});

@InputType({ audience: EVERYONE, description: 'Which indicators a list has; all conditions given must hold.' })
export class IndicatorFilter {
  @Field(() => [String], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only indicators with one of these codes.',
  })
  codes?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only indicators of these domains, such as WELLBEING.',
  })
  domains?: string[] | null;

  @Field(() => [IndicatorDirection], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only indicators with one of these directions.',
  })
  directions?: IndicatorDirection[] | null;
}

@ArgsType()
export class IndicatorListArguments extends PageArguments {
  @Field(() => IndicatorFilter, {
    nullable: true,
    audience: EVERYONE,
    description: 'Which indicators; all where not given.',
  })
  filter?: IndicatorFilter | null;

  @Field(() => IndicatorOrderBy, {
    nullable: true,
    audience: EVERYONE,
    description: 'The order; by domain where not given.',
  })
  orderBy?: InstanceType<typeof IndicatorOrderBy> | null;
}

export const indicators = new List<Indicator, IndicatorFilter, IndicatorOrderField>({
  entity: Indicator,
  filter: ({ codes, domains, directions }, parameters) => [
    ...(codes ? [`indicator.code = any(${parameters.add(codes, 'text[]')})`] : []),
    ...(domains ? [`indicator.domain = any(${parameters.add(domains, 'text[]')})`] : []),
    ...(directions ? [`indicator.direction = any(${parameters.add(directions, 'text[]')})`] : []),
  ],
  orders: {
    CODE: [{ sql: 'indicator.code', type: 'text' }],
    NAME: [
      { sql: 'indicator.name', type: 'text' },
      { sql: 'indicator.code', type: 'text' },
    ],
    DOMAIN: [
      { sql: 'indicator.domain', type: 'text' },
      { sql: 'indicator.code', type: 'text' },
    ],
  },
  defaultOrder: { field: IndicatorOrderField.DOMAIN, direction: OrderDirection.ASC },
});

export const IndicatorConnection = connectionType(() => Indicator, 'Indicator', 'indicators');
