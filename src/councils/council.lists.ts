import { ArgsType } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { Field, InputType } from '../graph/declare';
import { searchConditions } from '../areas/search-text';
import { connectionType } from '../graph/connection';
import { List } from '../graph/list';
import { OrderDirection, orderType } from '../graph/order';
import { PageArguments } from '../graph/page';
import { Council, CouncilType } from './council';

export enum CouncilOrderField {
  NAME = 'NAME',
  GSS_CODE = 'GSS_CODE',
  TYPE = 'TYPE',
}

const CouncilOrderBy = orderType('Council', 'councils', CouncilOrderField, {
  NAME: 'By name.',
  GSS_CODE: 'By GSS code.',
  TYPE: 'By type, and by name within a type.',
});

@InputType({ audience: EVERYONE, description: 'Which councils a list has; all conditions given must hold.' })
export class CouncilFilter {
  @Field(() => [CouncilType], { nullable: true, audience: EVERYONE, description: 'Only councils of these types.' })
  types?: CouncilType[] | null;

  @Field(() => [String], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only councils in the regions with these GSS codes.',
  })
  regions?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only councils in the police force areas with these GSS codes.',
  })
  policeForces?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only districts of the counties with these GSS codes.',
  })
  counties?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only councils with these GSS codes, former codes too.',
  })
  gssCodes?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    audience: EVERYONE,
    description: 'true: councils that exist now; false: abolished ones; null: both.',
  })
  isCurrent?: boolean | null;

  @Field(() => String, {
    nullable: true,
    audience: EVERYONE,
    description:
      'Only councils whose name has all these words, or words that begin like them. Case, accents, punctuation and the word "council" do not matter: "st helens council" finds St. Helens.',
  })
  search?: string | null;
}

@ArgsType()
export class CouncilListArguments extends PageArguments {
  @Field(() => CouncilFilter, {
    nullable: true,
    audience: EVERYONE,
    description: 'Which councils; all current ones where not given.',
  })
  filter?: CouncilFilter | null;

  @Field(() => CouncilOrderBy, {
    nullable: true,
    audience: EVERYONE,
    description: 'The order; by name where not given.',
  })
  orderBy?: InstanceType<typeof CouncilOrderBy> | null;
}

const NAME_KEYS = [
  { sql: 'area.name', type: 'text' },
  { sql: 'area.id', type: 'int4' },
] as const;

export const councils = new List<Council, CouncilFilter, CouncilOrderField>({
  entity: Council,
  where: `area.kind = 'COUNCIL'`,
  defaultFilter: { isCurrent: true },
  filter: ({ types, regions, policeForces, counties, gssCodes, isCurrent, search }, parameters) => {
    const inAreas = (column: string, codes: string[] | null | undefined): string[] =>
      codes
        ? [`${column} in (select area_id from area_code where code = any(${parameters.add(codes, 'text[]')}))`]
        : [];
    return [
      ...(types ? [`area.type = any(${parameters.add(types, 'text[]')})`] : []),
      ...inAreas('area.region_id', regions),
      ...inAreas('area.police_force_id', policeForces),
      ...inAreas('area.county_id', counties),
      ...inAreas('area.id', gssCodes),
      ...(isCurrent == null ? [] : [`area.is_current = ${parameters.add(isCurrent, 'boolean')}`]),
      ...(search ? searchConditions('area.search_text', search, parameters) : []),
    ];
  },
  orders: {
    NAME: [...NAME_KEYS],
    GSS_CODE: [{ sql: 'area.code', type: 'text' }],
    TYPE: [{ sql: 'area.type', type: 'text' }, ...NAME_KEYS],
  },
  defaultOrder: { field: CouncilOrderField.NAME, direction: OrderDirection.ASC },
});

export const councilsOfRegion = councils.under({ where: 'area.region_id = parent.key', keyType: 'int4' });
export const councilsOfPoliceForce = councils.under({ where: 'area.police_force_id = parent.key', keyType: 'int4' });
export const councilsOfStrategicAuthority = councils.under({
  where: 'area.strategic_authority_id = parent.key',
  keyType: 'int4',
});

export const CouncilConnection = connectionType(() => Council, 'Council', 'councils');
