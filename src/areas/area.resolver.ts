import { Args, Ctx, Info, Resolver } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { Arg, Query } from '../graph/declare';
import type { GraphQLResolveInfo } from 'graphql';
import type { Connection } from '../graph/connection';
import type { Context } from '../graph/context';
import { loadWhole } from '../graph/load-whole';
import { registerNode } from '../graph/node';
import { Area, AreaKind, Country, PoliceForce, Region, StrategicAuthority, typeNameOfArea } from './area';
import {
  AreaConnection,
  AreaListArguments,
  areas,
  PoliceForceConnection,
  policeForces,
  RegionConnection,
  regions,
} from './area.lists';
import { registerRecord } from '../publications/records';
import { areaByCode, areaById } from './area.reader';

for (const [type, kind] of [
  [Country, AreaKind.COUNTRY],
  [Region, AreaKind.REGION],
  [PoliceForce, AreaKind.POLICE_FORCE_AREA],
  [StrategicAuthority, AreaKind.STRATEGIC_AUTHORITY],
] as const) {
  registerNode<Area>(type.name, {
    key: 'code',
    find: async (context, code) => {
      const area = await context.load(areaByCode, code);
      return area?.kind === kind ? area : null;
    },
  });
}

registerRecord('area', typeNameOfArea, areaById);

@Resolver(() => Area)
export class AreaResolver {
  @Query(() => Area, {
    reads: { row: areaByCode, by: 'code' },
    nullable: true,
    audience: EVERYONE,
    description:
      'An area of any kind by its GSS code, a former code too; null where there is none. England is E92000001.',
  })
  area(
    @Ctx() context: Context,
    @Arg('code', () => String, { audience: EVERYONE, description: 'GSS code, such as E12000002.' }) code: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Area | null> {
    return loadWhole(context, areaByCode, code, info);
  }

  @Query(() => AreaConnection, {
    reads: { list: areas.field },
    audience: EVERYONE,
    description: 'Areas of every kind, abolished councils too.',
  })
  areas(
    @Ctx() context: Context,
    @Args() args: AreaListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Area>> {
    return areas.page(context, args, info);
  }

  @Query(() => RegionConnection, {
    reads: { list: regions.field },
    audience: EVERYONE,
    description: 'The nine regions of England.',
  })
  regions(
    @Ctx() context: Context,
    @Args() args: AreaListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Region>> {
    return regions.page(context, args, info);
  }

  @Query(() => PoliceForceConnection, {
    reads: { list: policeForces.field },
    audience: EVERYONE,
    description: 'The 39 territorial police forces in England.',
  })
  policeForces(
    @Ctx() context: Context,
    @Args() args: AreaListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<PoliceForce>> {
    return policeForces.page(context, args, info);
  }
}
