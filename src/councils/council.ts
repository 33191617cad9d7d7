import { GraphQLLocalDate } from 'graphql-scalars';
import { Float } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { Field, ObjectType, registerEnumType } from '../graph/declare';
import { ChildEntity, Column } from 'typeorm';
import { Area, AreaKind } from '../areas/area';
import { Node } from '../graph/node';

export enum CouncilType {
  NON_METROPOLITAN_DISTRICT = 'NON_METROPOLITAN_DISTRICT',
  UNITARY_AUTHORITY = 'UNITARY_AUTHORITY',
  METROPOLITAN_DISTRICT = 'METROPOLITAN_DISTRICT',
  LONDON_BOROUGH = 'LONDON_BOROUGH',
  CITY_CORPORATION = 'CITY_CORPORATION',
  COUNTY = 'COUNTY',
}
registerEnumType(CouncilType, {
  name: 'CouncilType',
  audience: EVERYONE,
  description: 'The types of principal council in England.',
  values: {
    NON_METROPOLITAN_DISTRICT: {
      audience: EVERYONE,
      description: 'The lower tier where there are two: a district within a county.',
    },
    UNITARY_AUTHORITY: {
      audience: EVERYONE,
      description: 'Single tier outside London and the metropolitan areas; the Isles of Scilly too.',
    },
    METROPOLITAN_DISTRICT: { audience: EVERYONE, description: 'Single tier in a metropolitan area, such as Oldham.' },
    LONDON_BOROUGH: { audience: EVERYONE, description: 'Single tier in London.' },
    CITY_CORPORATION: { audience: EVERYONE, description: 'The City of London Corporation.' },
    COUNTY: { audience: EVERYONE, description: 'The upper tier where there are two: a county over its districts.' },
  },
});

@ChildEntity(AreaKind.COUNCIL)
@ObjectType({
  implements: [Node, Area],
  audience: EVERYONE,
  description:
    'A principal council of England and its area. Abolished councils stay in the register, with their successors.',
})
export class Council extends Area {
  @Column('text')
  @Field(() => String, {
    audience: EVERYONE,
    description: 'Full name of the council, such as Oldham Metropolitan Borough Council.',
  })
  officialName!: string;

  @Column('text')
  @Field(() => CouncilType, {
    audience: EVERYONE,
    description: 'Its type, which says whether it is single tier or one of two tiers.',
  })
  type!: CouncilType;

  @Field(() => Boolean, { audience: EVERYONE, description: 'Whether the council still exists.' })
  override isCurrent!: boolean;

  @Column('date', { nullable: true })
  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: EVERYONE,
    description: 'First day of the council; null where the source does not say. Some of its dates look wrong.',
  })
  startedOn!: string | null;

  @Column('date', { nullable: true })
  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: EVERYONE,
    description: 'Day it was abolished, as the source gives it.',
  })
  endedOn!: string | null;

  @Column('float8', { nullable: true })
  @Field(() => Float, {
    nullable: true,
    audience: EVERYONE,
    description: 'Size in square kilometres; null where the source does not say.',
  })
  squareKilometres!: number | null;

  @Column('float8', { nullable: true })
  @Field(() => Float, {
    nullable: true,
    audience: EVERYONE,
    description: 'Latitude of a point within it, in degrees (WGS 84).',
  })
  latitude!: number | null;

  @Column('float8', { nullable: true })
  @Field(() => Float, {
    nullable: true,
    audience: EVERYONE,
    description: 'Longitude of a point within it, in degrees (WGS 84).',
  })
  longitude!: number | null;

  @Column('int4', { nullable: true })
  regionId!: number | null;

  @Column('int4', { nullable: true })
  policeForceId!: number | null;

  @Column('int4', { nullable: true })
  countyId!: number | null;

  @Column('int4', { nullable: true })
  strategicAuthorityId!: number | null;

  /** What a search by name looks in: see search-text.ts. */
  @Column('text', { nullable: true, select: false })
  searchText!: string | null;
}
