import { Field, InputType, registerEnumType } from 'type-graphql';

export enum OrderDirection {
  ASC = 'ASC',
  DESC = 'DESC',
}
registerEnumType(OrderDirection, {
  name: 'OrderDirection',
  description: 'Which end of a list comes first.',
  valuesConfig: {
    ASC: { description: 'Smallest, earliest, or first in the alphabet comes first.' },
    DESC: { description: 'Largest, latest, or last in the alphabet comes first.' },
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
) {
  registerEnumType(fields, {
    name: `${name}OrderField`,
    description: `What a list of ${plural} can be ordered by.`,
    valuesConfig: Object.fromEntries(
      Object.entries(descriptions).map(([value, description]) => [value, { description: description as string }]),
    ),
  });

  @InputType(`${name}OrderBy`, { description: `The order of a list of ${plural}.` })
  class TypedOrderBy implements OrderBy<Order> {
    @Field(() => fields, { description: 'What to order by.' })
    field!: Order;

    @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'Which end comes first.' })
    direction!: OrderDirection;
  }
  return TypedOrderBy;
}
