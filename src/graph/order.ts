import { type Audience, EVERYONE } from './audience';
import { Field, InputType, registerEnumType } from './declare';

export enum OrderDirection {
  ASC = 'ASC',
  DESC = 'DESC',
}
registerEnumType(OrderDirection, {
  name: 'OrderDirection',
  audience: EVERYONE,
  description: 'Which end of a list comes first.',
  values: {
    ASC: { audience: EVERYONE, description: 'Smallest, earliest, or first in the alphabet comes first.' },
    DESC: { audience: EVERYONE, description: 'Largest, latest, or last in the alphabet comes first.' },
  },
});

export interface OrderBy<Order extends string> {
  field: Order;
  direction: OrderDirection;
}

/** Makes the `orderBy` input of a list and registers the enum of what it can be ordered by. */
export function orderType<Order extends string>(
  name: string,
  plural: string,
  fields: Record<string, Order>,
  descriptions: Record<Order, string>,
  audience: Audience = EVERYONE,
) {
  registerEnumType(fields, {
    name: `${name}OrderField`,
    audience,
    description: `What a list of ${plural} can be ordered by.`,
    values: Object.fromEntries(
      Object.entries<string>(descriptions).map(([value, description]) => [value, { audience, description }]),
    ),
  });

  @InputType({ name: `${name}OrderBy`, audience, description: `The order of a list of ${plural}.` })
  class TypedOrderBy implements OrderBy<Order> {
    @Field(() => fields, { audience, description: 'What to order by.' })
    field!: Order;

    @Field(() => OrderDirection, {
      defaultValue: OrderDirection.ASC,
      audience,
      description: 'Which end comes first.',
    })
    direction!: OrderDirection;
  }
  return TypedOrderBy;
}
