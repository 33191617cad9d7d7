import { GraphQLLocalDate } from 'graphql-scalars';
import { Field, Float, ObjectType, registerEnumType } from 'type-graphql';
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
  description: 'The types of principal council in England.',
  valuesConfig: {
    NON_METROPOLITAN_DISTRICT: { description: 'The lower tier where there are two: a district within a county.' },
    UNITARY_AUTHORITY: {
      description: 'Single tier outside London and the metropolitan areas; the Isles of Scilly too.',
    },
    METROPOLITAN_DISTRICT: { description: 'Single tier in a metropolitan area, such as Oldham.' },
    LONDON_BOROUGH: { description: 'Single tier in London.' },
    CITY_CORPORATION: { description: 'The City of London Corporation.' },
    COUNTY: { description: 'The upper tier where there are two: a county over its districts.' },
  },
});

@ChildEntity(AreaKind.COUNCIL)
@ObjectType({
  implements: [Node, Area],
  description:
    'A principal council of England and its area. Abolished councils stay in the register, with their successors.',
  simpleResolvers: true,
})
export class Council extends Area {
  @Column('text')
  @Field(() => String, { description: 'Full name of the council, such as Oldham Metropolitan Borough Council.' })
  officialName!: string;

  @Column('text')
  @Field(() => CouncilType, { description: 'Its type, which says whether it is single tier or one of two tiers.' })
  type!: CouncilType;

  @Field(() => Boolean, { description: 'Whether the council still exists.' })
  override isCurrent!: boolean;

  @Column('date', { nullable: true })
  @Field(() => GraphQLLocalDate, {
    nullable: true,
    description: 'First day of the council; null where the source does not say. Some of its dates look wrong.',
  })
  startedOn!: string | null;

  @Column('date', { nullable: true })
  @Field(() => GraphQLLocalDate, { nullable: true, description: 'Day it was abolished, as the source gives it.' })
  endedOn!: string | null;

  @Column('float8', { nullable: true })
  @Field(() => Float, { nullable: true, description: 'Size in square kilometres; null where the source does not say.' })
  squareKilometres!: number | null;

  @Column('float8', { nullable: true })
  @Field(() => Float, { nullable: true, description: 'Latitude of a point within it, in degrees (WGS 84).' })
  latitude!: number | null;

  @Column('float8', { nullable: true })
  @Field(() => Float, { nullable: true, description: 'Longitude of a point within it, in degrees (WGS 84).' })
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
