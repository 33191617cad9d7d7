import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Resolver, Root } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { Arg, FieldResolver, Query } from '../graph/declare';
import { AreaKind, PoliceForce } from '../areas/area';
import { areaById } from '../areas/area.reader';
import { Council } from '../councils/council';
import type { Connection } from '../graph/connection';
import type { Context } from '../graph/context';
import { loadWhole } from '../graph/load-whole';
import { registerNode } from '../graph/node';
import { Organisation } from './organisation';
import { OrganisationConnection, OrganisationListArguments, organisations } from './organisation.lists';
import { registerRecord } from '../publications/records';
import { organisationByCode, organisationById, organisationOfArea } from './organisation.reader';

registerNode<Organisation>('Organisation', {
  key: 'code',
  find: (context, code) => context.load(organisationByCode, code),
});

registerRecord('organisation', () => 'Organisation', organisationById);

@Resolver(() => Organisation)
export class OrganisationResolver {
  @Query(() => OrganisationConnection, {
    reads: { list: organisations.field },
    audience: EVERYONE,
    description: 'Everyone that recommendations ask to act, or could: departments, councils, police forces and others.',
  })
  organisations(
    @Ctx() context: Context,
    @Args() args: OrganisationListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Organisation>> {
    return organisations.page(context, args, info);
  }

  @Query(() => Organisation, {
    reads: { row: organisationByCode, by: 'code' },
    nullable: true,
    audience: EVERYONE,
    description: 'An organisation by its code; null where there is none.',
  })
  organisation(
    @Ctx() context: Context,
    @Arg('code', () => String, {
      audience: EVERYONE,
      description: 'A word such as DFE, or the GSS code of a council or police force.',
    })
    code: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Organisation | null> {
    return loadWhole(context, organisationByCode, code, info);
  }

  @FieldResolver(() => Council, {
    nullable: true,
    audience: EVERYONE,
    description: 'The council with its area and figures, where it is one.',
  })
  async council(@Ctx() context: Context, @Root() organisation: Organisation): Promise<Council | null> {
    const area = await context.loadOptional(areaById, organisation.areaId);
    return area?.kind === AreaKind.COUNCIL ? (area as Council) : null;
  }

  @FieldResolver(() => PoliceForce, {
    nullable: true,
    audience: EVERYONE,
    description: 'The police force with its area and figures, where it is one.',
  })
  async policeForce(@Ctx() context: Context, @Root() organisation: Organisation): Promise<PoliceForce | null> {
    const area = await context.loadOptional(areaById, organisation.areaId);
    return area?.kind === AreaKind.POLICE_FORCE_AREA ? area : null;
  }
}

@Resolver(() => Council)
export class CouncilOrganisationResolver {
  @FieldResolver(() => Organisation, {
    audience: EVERYONE,
    description: 'The council as a body that recommendations ask to act.',
  })
  organisation(@Ctx() context: Context, @Root() council: Council): Promise<Organisation | null> {
    return context.load(organisationOfArea, council.id);
  }
}

@Resolver(() => PoliceForce)
export class PoliceForceOrganisationResolver {
  @FieldResolver(() => Organisation, {
    audience: EVERYONE,
    description: 'The force as a body that recommendations ask to act.',
  })
  organisation(@Ctx() context: Context, @Root() force: PoliceForce): Promise<Organisation | null> {
    return context.load(organisationOfArea, force.id);
  }
}
