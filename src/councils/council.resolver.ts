import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Resolver, Root } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { Arg, FieldResolver, Query } from '../graph/declare';
import { PoliceForce, Region, StrategicAuthority } from '../areas/area';
import { areaById } from '../areas/area.reader';
import type { Connection } from '../graph/connection';
import type { Context } from '../graph/context';
import { loadWhole } from '../graph/load-whole';
import { registerNode } from '../graph/node';
import { Council } from './council';
import {
  CouncilConnection,
  CouncilListArguments,
  councils,
  councilsOfPoliceForce,
  councilsOfRegion,
  councilsOfStrategicAuthority,
} from './council.lists';
import {
  councilByCode,
  districtsOfCounty,
  formerCodesOfCouncil,
  neighboursOfCouncil,
  predecessorsOfCouncil,
  successorsOfCouncil,
} from './council.reader';
import { few, many, one } from '../graph/reads';
import { Area } from '../areas/area';

registerNode<Council>('Council', { key: 'code', find: (context, code) => context.load(councilByCode, code) });

@Resolver(() => Council)
export class CouncilResolver {
  @Query(() => CouncilConnection, {
    reads: { list: councils.field },
    audience: EVERYONE,
    description: 'Principal councils of England: current ones unless the filter says otherwise.',
  })
  councils(
    @Ctx() context: Context,
    @Args() args: CouncilListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Council>> {
    return councils.page(context, args, info);
  }

  @Query(() => Council, {
    reads: { row: councilByCode, by: 'gssCode' },
    nullable: true,
    audience: EVERYONE,
    description:
      'A council by its GSS code, current or abolished; a former code finds it too. null where there is none.',
  })
  council(
    @Ctx() context: Context,
    @Arg('gssCode', () => String, { audience: EVERYONE, description: 'GSS code, such as E08000004.' }) gssCode: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Council | null> {
    return loadWhole(context, councilByCode, gssCode, info);
  }

  @FieldResolver(() => String, {
    reads: { of: ['code'], sql: ({ code }) => code! },
    audience: EVERYONE,
    description: 'Its GSS code, the same as `code`.',
  })
  gssCode(@Root() council: Council): string {
    return council.code;
  }

  @FieldResolver(() => [String], {
    reads: { of: ['id'] },
    audience: EVERYONE,
    description: 'GSS codes it had before; they still find it.',
  })
  formerGssCodes(@Ctx() context: Context, @Root() council: Council): Promise<string[]> {
    return context.load(formerCodesOfCouncil, council.id);
  }

  @FieldResolver(() => Region, {
    reads: one(() => Area, 'regionId', ['kind']),
    nullable: true,
    audience: EVERYONE,
    description: 'The region it lies in; null where the source does not say (abolished councils).',
  })
  region(@Ctx() context: Context, @Root() council: Council): Promise<Region | null> {
    return context.loadOptional(areaById, council.regionId);
  }

  @FieldResolver(() => PoliceForce, {
    reads: one(() => Area, 'policeForceId', ['kind']),
    nullable: true,
    audience: EVERYONE,
    description: 'The police force that polices it.',
  })
  policeForce(@Ctx() context: Context, @Root() council: Council): Promise<PoliceForce | null> {
    return context.loadOptional(areaById, council.policeForceId);
  }

  @FieldResolver(() => Council, {
    reads: one(() => Area, 'countyId', ['kind']),
    nullable: true,
    audience: EVERYONE,
    description: 'The county council over it, for a district in two tiers.',
  })
  county(@Ctx() context: Context, @Root() council: Council): Promise<Council | null> {
    return context.loadOptional(areaById, council.countyId) as Promise<Council | null>;
  }

  @FieldResolver(() => StrategicAuthority, {
    reads: one(() => Area, 'strategicAuthorityId', ['kind']),
    nullable: true,
    audience: EVERYONE,
    description: 'The combined authority or Greater London, where it belongs to one.',
  })
  strategicAuthority(@Ctx() context: Context, @Root() council: Council): Promise<StrategicAuthority | null> {
    return context.loadOptional(areaById, council.strategicAuthorityId);
  }

  @FieldResolver(() => [Council], {
    cost: { size: 12 },
    reads: few(districtsOfCounty),
    audience: EVERYONE,
    description:
      'The districts under it, for a county: the current ones, or for an abolished county the abolished ones.',
  })
  districts(@Ctx() context: Context, @Root() council: Council): Promise<Council[]> {
    return context.load(districtsOfCounty, council.id);
  }

  @FieldResolver(() => [Council], {
    cost: { size: 4 },
    reads: few(predecessorsOfCouncil),
    audience: EVERYONE,
    description: 'The abolished councils it directly took over from.',
  })
  predecessors(@Ctx() context: Context, @Root() council: Council): Promise<Council[]> {
    return context.load(predecessorsOfCouncil, council.id);
  }

  @FieldResolver(() => [Council], {
    cost: { size: 2 },
    reads: few(successorsOfCouncil),
    audience: EVERYONE,
    description: 'The councils that directly took over from it, when it was abolished.',
  })
  successors(@Ctx() context: Context, @Root() council: Council): Promise<Council[]> {
    return context.load(successorsOfCouncil, council.id);
  }

  @FieldResolver(() => [Council], {
    cost: { size: 15 },
    reads: few(neighboursOfCouncil),
    audience: EVERYONE,
    description:
      "Statistical neighbours: up to 15 current councils most like it, nearest first. Like means sharing the ONS clusters of similar local authorities (the same global cluster; those that share the economic and demographic clusters too come first), then the nearest population. The ranking is this project's own. Empty for counties, abolished councils and the two councils that ONS does not cluster.",
  })
  neighbours(@Ctx() context: Context, @Root() council: Council): Promise<Council[]> {
    return context.load(neighboursOfCouncil, council.id);
  }
}

@Resolver(() => Region)
export class RegionCouncilsResolver {
  @FieldResolver(() => CouncilConnection, {
    reads: many(councilsOfRegion),
    audience: EVERYONE,
    description: 'The councils in the region: current ones unless the filter says otherwise.',
  })
  councils(
    @Ctx() context: Context,
    @Root() region: Region,
    @Args() args: CouncilListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Council>> {
    return councilsOfRegion(region.id, context, args, info);
  }
}

@Resolver(() => PoliceForce)
export class PoliceForceCouncilsResolver {
  @FieldResolver(() => CouncilConnection, {
    reads: many(councilsOfPoliceForce),
    audience: EVERYONE,
    description: 'The councils the force polices: current ones unless the filter says otherwise.',
  })
  councils(
    @Ctx() context: Context,
    @Root() force: PoliceForce,
    @Args() args: CouncilListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Council>> {
    return councilsOfPoliceForce(force.id, context, args, info);
  }
}

@Resolver(() => StrategicAuthority)
export class StrategicAuthorityCouncilsResolver {
  @FieldResolver(() => CouncilConnection, {
    reads: many(councilsOfStrategicAuthority),
    audience: EVERYONE,
    description: 'The councils that belong to it: current ones unless the filter says otherwise.',
  })
  councils(
    @Ctx() context: Context,
    @Root() authority: StrategicAuthority,
    @Args() args: CouncilListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Council>> {
    return councilsOfStrategicAuthority(authority.id, context, args, info);
  }
}
