import { ArgsType } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { Field, InputType } from '../graph/declare';
import type { EntityTarget } from 'typeorm';
import { connectionType } from '../graph/connection';
import { List } from '../graph/list';
import { OrderDirection, orderType } from '../graph/order';
import { PageArguments } from '../graph/page';
import { Area, AreaKind, PoliceForce, Region } from './area';
import { searchConditions } from './search-text';

export enum AreaOrderField {
  NAME = 'NAME',
  CODE = 'CODE',
}

const AreaOrderBy = orderType('Area', 'areas', AreaOrderField, {
  NAME: 'By name.',
  CODE: 'By GSS code.',
});

@InputType({ audience: EVERYONE, description: 'Which areas a list has; all conditions given must hold.' })
export class AreaFilter {
  @Field(() => [AreaKind], { nullable: true, audience: EVERYONE, description: 'Only areas of these kinds.' })
  kinds?: AreaKind[] | null;

  @Field(() => [String], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only areas with one of these GSS codes, former codes too.',
  })
  codes?: string[] | null;

  @Field(() => String, {
    nullable: true,
    audience: EVERYONE,
    description:
      'Only areas whose name has all these words, or words that begin like them; case and accents do not matter.',
  })
  search?: string | null;
}

@ArgsType()
export class AreaListArguments extends PageArguments {
  @Field(() => AreaFilter, { nullable: true, audience: EVERYONE, description: 'Which areas; all where not given.' })
  filter?: AreaFilter | null;

  @Field(() => AreaOrderBy, { nullable: true, audience: EVERYONE, description: 'The order; by name where not given.' })
  orderBy?: InstanceType<typeof AreaOrderBy> | null;
}

function areaList(entity: EntityTarget<Area>, where?: string) {
  return new List<Area, AreaFilter, AreaOrderField>({
    entity,
    ...(where ? { where } : {}),
    filter: ({ kinds, codes, search }, parameters) => [
      ...(kinds ? [`area.kind = any(${parameters.add(kinds, 'text[]')})`] : []),
      ...(codes
        ? [`area.id in (select area_id from area_code where code = any(${parameters.add(codes, 'text[]')}))`]
        : []),
      ...(search ? searchConditions('area.search_text', search, parameters) : []),
    ],
    orders: {
      NAME: [
        { sql: 'area.name', type: 'text' },
        { sql: 'area.id', type: 'int4' },
      ],
      CODE: [{ sql: 'area.code', type: 'text' }],
    },
    defaultOrder: { field: AreaOrderField.NAME, direction: OrderDirection.ASC },
  });
}

export const areas = areaList(Area);
export const regions = areaList(Region, `area.kind = 'REGION'`);
export const policeForces = areaList(PoliceForce, `area.kind = 'POLICE_FORCE_AREA'`);

export const AreaConnection = connectionType(() => Area, 'Area', 'areas');
export const RegionConnection = connectionType(() => Region, 'Region', 'regions');
export const PoliceForceConnection = connectionType(() => PoliceForce, 'PoliceForce', 'police forces');
