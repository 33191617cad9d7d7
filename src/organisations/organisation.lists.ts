import { ArgsType } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { Field, InputType } from '../graph/declare';
import { connectionType } from '../graph/connection';
import { List } from '../graph/list';
import { OrderDirection, orderType } from '../graph/order';
import { PageArguments } from '../graph/page';
import { Organisation, OrganisationKind } from './organisation';

export enum OrganisationOrderField {
  NAME = 'NAME',
  CODE = 'CODE',
  KIND = 'KIND',
}

const OrganisationOrderBy = orderType('Organisation', 'organisations', OrganisationOrderField, {
  NAME: 'By name.',
  CODE: 'By code.',
  KIND: 'By kind, and by name within a kind.',
});

@InputType({ audience: EVERYONE, description: 'Which organisations a list has; all conditions given must hold.' })
export class OrganisationFilter {
  @Field(() => [OrganisationKind], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only organisations of these kinds.',
  })
  kinds?: OrganisationKind[] | null;

  @Field(() => [String], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only organisations with one of these codes.',
  })
  codes?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    audience: EVERYONE,
    description: 'true: organisations that exist now; false: abolished councils; null: both.',
  })
  isCurrent?: boolean | null;
}

@ArgsType()
export class OrganisationListArguments extends PageArguments {
  @Field(() => OrganisationFilter, {
    nullable: true,
    audience: EVERYONE,
    description: 'Which organisations; all current ones where not given.',
  })
  filter?: OrganisationFilter | null;

  @Field(() => OrganisationOrderBy, {
    nullable: true,
    audience: EVERYONE,
    description: 'The order; by name where not given.',
  })
  orderBy?: InstanceType<typeof OrganisationOrderBy> | null;
}

const NAME_KEYS = [
  { sql: 'organisation.name', type: 'text' },
  { sql: 'organisation.id', type: 'int4' },
] as const;

export const organisations = new List<Organisation, OrganisationFilter, OrganisationOrderField>({
  entity: Organisation,
  defaultFilter: { isCurrent: true },
  filter: ({ kinds, codes, isCurrent }, parameters) => [
    ...(kinds ? [`organisation.kind = any(${parameters.add(kinds, 'text[]')})`] : []),
    ...(codes ? [`organisation.code = any(${parameters.add(codes, 'text[]')})`] : []),
    ...(isCurrent == null ? [] : [`organisation.is_current = ${parameters.add(isCurrent, 'boolean')}`]),
  ],
  orders: {
    NAME: [...NAME_KEYS],
    CODE: [{ sql: 'organisation.code', type: 'text' }],
    KIND: [{ sql: 'organisation.kind', type: 'text' }, ...NAME_KEYS],
  },
  defaultOrder: { field: OrganisationOrderField.NAME, direction: OrderDirection.ASC },
});

export const OrganisationConnection = connectionType(() => Organisation, 'Organisation', 'organisations');
