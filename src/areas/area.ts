import { EVERYONE } from '../graph/audience';
import { Field, InterfaceType, ObjectType, registerEnumType } from '../graph/declare';
import { ChildEntity, Column, Entity, PrimaryGeneratedColumn, TableInheritance } from 'typeorm';
import { Node } from '../graph/node';

export enum AreaKind {
  COUNTRY = 'COUNTRY',
  REGION = 'REGION',
  POLICE_FORCE_AREA = 'POLICE_FORCE_AREA',
  STRATEGIC_AUTHORITY = 'STRATEGIC_AUTHORITY',
  COUNCIL = 'COUNCIL',
}
registerEnumType(AreaKind, {
  name: 'AreaKind',
  audience: EVERYONE,
  description: 'The kinds of area that figures are published for.',
  values: {
    COUNTRY: { audience: EVERYONE, description: 'England.' },
    REGION: { audience: EVERYONE, description: 'One of the nine regions of England.' },
    POLICE_FORCE_AREA: {
      audience: EVERYONE,
      description: 'The area of one of the 39 territorial police forces in England.',
    },
    STRATEGIC_AUTHORITY: {
      audience: EVERYONE,
      description: 'A combined authority, or Greater London. It overlaps its councils.',
    },
    COUNCIL: {
      audience: EVERYONE,
      description: 'The area of a principal council. A county overlaps its districts: never add both.',
    },
  },
});

const TYPE_NAMES: Record<AreaKind, string> = {
  COUNTRY: 'Country',
  REGION: 'Region',
  POLICE_FORCE_AREA: 'PoliceForce',
  STRATEGIC_AUTHORITY: 'StrategicAuthority',
  COUNCIL: 'Council',
};

export const typeNameOfArea = ({ kind }: Pick<Area, 'kind'>): string => TYPE_NAMES[kind];

/** Areas of all kinds are one table: figures hang on an area whatever its kind. */
@Entity('area')
@TableInheritance({ column: { name: 'kind', type: 'text' } })
@InterfaceType({
  implements: Node,
  audience: EVERYONE,
  description: 'A place that figures are published for: England, a region, a police force area, a council and so on.',
  resolveType: (area: Area) => typeNameOfArea(area),
})
export abstract class Area extends Node {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('text')
  @Field(() => String, {
    audience: EVERYONE,
    description: 'Nine-character GSS code of the Office for National Statistics, such as E12000002.',
  })
  code!: string;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'Short name of the place, such as Oldham.' })
  name!: string;

  @Column('text')
  @Field(() => AreaKind, { audience: EVERYONE, description: 'What kind of area this is.' })
  kind!: AreaKind;

  /** Still exists; the register keeps abolished areas. */
  @Column('boolean')
  isCurrent!: boolean;
}

@ChildEntity(AreaKind.COUNTRY)
@ObjectType({ implements: [Node, Area], audience: EVERYONE, description: 'England.' })
export class Country extends Area {}

@ChildEntity(AreaKind.REGION)
@ObjectType({ implements: [Node, Area], audience: EVERYONE, description: 'One of the nine regions of England.' })
export class Region extends Area {}

@ChildEntity(AreaKind.POLICE_FORCE_AREA)
@ObjectType({
  implements: [Node, Area],
  audience: EVERYONE,
  description: 'One of the 39 territorial police forces in England, and the area it polices.',
})
export class PoliceForce extends Area {}

@ChildEntity(AreaKind.STRATEGIC_AUTHORITY)
@ObjectType({
  implements: [Node, Area],
  audience: EVERYONE,
  description: 'A combined authority or the Greater London Authority: councils that act together. Not a duty bearer.',
})
export class StrategicAuthority extends Area {}
