import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Resolver, Root } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { Arg, FieldResolver, Query } from '../graph/declare';
import type { Connection } from '../graph/connection';
import type { Context } from '../graph/context';
import { loadWhole } from '../graph/load-whole';
import { registerNode } from '../graph/node';
import { Organisation } from '../organisations/organisation';
import { OrganisationConnection, OrganisationListArguments } from '../organisations/organisation.lists';
import { organisationById } from '../organisations/organisation.reader';
import { registerRecord } from '../publications/records';
import { StrategicPriority } from '../strategy/strategy';
import { prioritiesOfRecommendation } from '../strategy/strategy.reader';
import { Addressee } from './addressee';
import {
  AssignmentConnection,
  AssignmentListArguments,
  assignmentsOfRecommendation,
  dutyBearersOfRecommendation,
} from './assignment.lists';
import { Assignment } from './assignment';
import { Recommendation } from './recommendation';
import {
  RecommendationConnection,
  RecommendationListArguments,
  recommendations,
  recommendationsOfOrganisation,
  recommendationsOfPriority,
} from './recommendation.lists';
import {
  addresseesOfRecommendation,
  childrenOfRecommendation,
  recommendationByCode,
  recommendationById,
} from './recommendation.reader';
import { few, many, one } from '../graph/reads';

registerNode<Recommendation>('Recommendation', {
  key: 'code',
  find: (context, code) => context.load(recommendationByCode, code),
});

registerRecord('recommendation', () => 'Recommendation', recommendationById);

@Resolver(() => Recommendation)
export class RecommendationResolver {
  @Query(() => RecommendationConnection, {
    reads: { list: recommendations.field },
    audience: EVERYONE,
    description: 'The recommendations of the review and its headings over them.',
  })
  recommendations(
    @Ctx() context: Context,
    @Args() args: RecommendationListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Recommendation>> {
    return recommendations.page(context, args, info);
  }

  @Query(() => Recommendation, {
    reads: { row: recommendationByCode, by: 'code' },
    nullable: true,
    audience: EVERYONE,
    description: 'A recommendation by its code; null where there is none.',
  })
  recommendation(
    @Ctx() context: Context,
    @Arg('code', () => String, { audience: EVERYONE, description: 'Its number in the review, such as 12b.' })
    code: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Recommendation | null> {
    return loadWhole(context, recommendationByCode, code, info);
  }

  @FieldResolver(() => Recommendation, {
    reads: one(() => Recommendation, 'parentId'),
    nullable: true,
    audience: EVERYONE,
    description: 'The recommendation or heading it is a part of.',
  })
  parent(@Ctx() context: Context, @Root() recommendation: Recommendation): Promise<Recommendation | null> {
    return context.loadOptional(recommendationById, recommendation.parentId);
  }

  @FieldResolver(() => [Recommendation], {
    reads: few(childrenOfRecommendation),
    audience: EVERYONE,
    description: 'Its parts, in the order of the review.',
  })
  children(@Ctx() context: Context, @Root() recommendation: Recommendation): Promise<Recommendation[]> {
    return context.load(childrenOfRecommendation, recommendation.id);
  }

  @FieldResolver(() => [Addressee], {
    reads: few(addresseesOfRecommendation),
    audience: EVERYONE,
    description: 'Whom the review addresses it to.',
  })
  addressees(@Ctx() context: Context, @Root() recommendation: Recommendation): Promise<Addressee[]> {
    return context.load(addresseesOfRecommendation, recommendation.id);
  }

  @FieldResolver(() => OrganisationConnection, {
    reads: many(dutyBearersOfRecommendation),
    audience: EVERYONE,
    description: 'Every organisation that it asks to act, one by one: 39 police forces for 9a. None for a heading.',
  })
  dutyBearers(
    @Ctx() context: Context,
    @Root() recommendation: Recommendation,
    @Args() args: OrganisationListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Organisation>> {
    return dutyBearersOfRecommendation(recommendation.id, context, args, info);
  }

  @FieldResolver(() => [StrategicPriority], {
    reads: few(prioritiesOfRecommendation),
    audience: EVERYONE,
    description: "The priorities it serves: this project's own editorial mapping, not the review's.",
  })
  priorities(@Ctx() context: Context, @Root() recommendation: Recommendation): Promise<StrategicPriority[]> {
    return context.load(prioritiesOfRecommendation, recommendation.id);
  }

  @FieldResolver(() => AssignmentConnection, {
    reads: many(assignmentsOfRecommendation),
    audience: EVERYONE,
    description: 'It for each duty bearer, with what that one says and has done.',
  })
  assignments(
    @Ctx() context: Context,
    @Root() recommendation: Recommendation,
    @Args() args: AssignmentListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Assignment>> {
    return assignmentsOfRecommendation(recommendation.id, context, args, info);
  }
}

@Resolver(() => Addressee)
export class AddresseeResolver {
  @FieldResolver(() => Organisation, {
    reads: one(() => Organisation, 'organisationId'),
    nullable: true,
    audience: EVERYONE,
    description: 'The organisation, where it is a single one.',
  })
  organisation(@Ctx() context: Context, @Root() addressee: Addressee): Promise<Organisation | null> {
    return context.loadOptional(organisationById, addressee.organisationId);
  }
}

@Resolver(() => StrategicPriority)
export class PriorityRecommendationsResolver {
  @FieldResolver(() => RecommendationConnection, {
    reads: many(recommendationsOfPriority),
    audience: EVERYONE,
    description: "The recommendations that serve it: this project's own editorial mapping, not the review's.",
  })
  recommendations(
    @Ctx() context: Context,
    @Root() priority: StrategicPriority,
    @Args() args: RecommendationListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Recommendation>> {
    return recommendationsOfPriority(priority.id, context, args, info);
  }
}

@Resolver(() => Organisation)
export class OrganisationRecommendationsResolver {
  @FieldResolver(() => RecommendationConnection, {
    reads: many(recommendationsOfOrganisation),
    audience: EVERYONE,
    description: 'The recommendations that it must act on.',
  })
  recommendations(
    @Ctx() context: Context,
    @Root() organisation: Organisation,
    @Args() args: RecommendationListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Recommendation>> {
    return recommendationsOfOrganisation(organisation.id, context, args, info);
  }
}
