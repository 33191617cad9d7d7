import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Int, Resolver, Root } from 'type-graphql';
import { Council } from '../councils/council';
import { EVERYONE } from '../graph/audience';
import type { Connection } from '../graph/connection';
import type { Context } from '../graph/context';
import { Arg, FieldResolver, Query } from '../graph/declare';
import { registerNode } from '../graph/node';
import { Publication, publicationByRevision } from '../publications/publication';
import { Assessment, AssessmentFinding, AssessmentReply } from './assessment';
import {
  AssessmentListArguments,
  assessmentsOfCouncil,
  assessmentsOfPublication,
  PublishedAssessmentConnection,
  publishedAssessments,
} from './assessment.lists';
import {
  assessmentOf,
  councilOfOrganisation,
  criteriaSetByVersion,
  criterionById,
  findingsOfPublishedAssessment,
  publishedAssessmentByKey,
  replacementOfPublishedAssessment,
  shortfallsOfPublishedAssessment,
} from './assessment.reader';
import { AssessmentCriteriaSet, AssessmentCriterion } from './criteria';
import { PublishedAssessment } from './published-assessment';
import { many } from '../graph/reads';

registerNode<PublishedAssessment>('PublishedAssessment', {
  key: 'key',
  find: (context, key) => context.load(publishedAssessmentByKey, key),
  keyForm: 'uuid',
});

@Resolver(() => Assessment)
export class AssessmentResolver {
  @Query(() => Assessment, {
    nullable: true,
    audience: EVERYONE,
    description:
      'The assessment of a council for a year: the one in progress where you may see it (the Office any, a council its own from when it may reply), else the latest that is published. null where there is none: the council is not assessed.',
  })
  councilAssessment(
    @Ctx() context: Context,
    @Arg('gssCode', () => String, {
      audience: EVERYONE,
      description: 'GSS code of the council, such as E08000004; a former code finds it too.',
    })
    gssCode: string,
    @Arg('year', () => Int, { audience: EVERYONE, description: 'The year that is assessed, such as 2026.' })
    year: number,
  ): Promise<Assessment | null> {
    return assessmentOf(context, gssCode, year);
  }

  @FieldResolver(() => Council, { audience: EVERYONE, description: 'The council that is assessed.' })
  council(@Ctx() context: Context, @Root() assessment: Assessment): Promise<Council | null> {
    return context.load(councilOfOrganisation, assessment.organisationId);
  }

  @FieldResolver(() => AssessmentCriteriaSet, {
    audience: EVERYONE,
    description: 'The version of the criteria that it is made by: the latest when it was begun.',
  })
  criteriaSet(@Ctx() context: Context, @Root() assessment: Assessment): Promise<AssessmentCriteriaSet | null> {
    return context.load(criteriaSetByVersion, assessment.criteriaVersion);
  }
}

@Resolver(() => AssessmentFinding)
export class AssessmentFindingResolver {
  @FieldResolver(() => AssessmentCriterion, { audience: EVERYONE, description: 'By what.' })
  criterion(@Ctx() context: Context, @Root() finding: AssessmentFinding): Promise<AssessmentCriterion | null> {
    return context.load(criterionById, finding.criterionId);
  }
}

@Resolver(() => PublishedAssessment)
export class PublishedAssessmentResolver {
  @Query(() => PublishedAssessmentConnection, {
    reads: { list: publishedAssessments.field },
    audience: EVERYONE,
    description: 'Assessments of councils as they were published. There are none yet unless they are here.',
  })
  councilAssessments(
    @Ctx() context: Context,
    @Args() args: AssessmentListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<PublishedAssessment>> {
    return publishedAssessments.page(context, args, info);
  }

  @FieldResolver(() => [AssessmentFinding], {
    audience: EVERYONE,
    description: 'What is found by each criterion, in the order of the criteria.',
  })
  findings(@Ctx() context: Context, @Root() assessment: PublishedAssessment): Promise<AssessmentFinding[]> {
    return context.load(findingsOfPublishedAssessment, assessment.id);
  }

  @FieldResolver(() => [AssessmentCriterion], {
    audience: EVERYONE,
    description: 'The criteria that the council falls short on: those found INSUFFICIENT.',
  })
  shortfalls(@Ctx() context: Context, @Root() assessment: PublishedAssessment): Promise<AssessmentCriterion[]> {
    return context.load(shortfallsOfPublishedAssessment, assessment.id);
  }

  @FieldResolver(() => AssessmentReply, {
    nullable: true,
    audience: EVERYONE,
    description: 'What the council says to it; null where it has said nothing.',
  })
  reply(@Root() { replyText, repliedAt }: PublishedAssessment): AssessmentReply | null {
    return replyText === null ? null : { text: replyText, submittedAt: repliedAt! };
  }

  @FieldResolver(() => PublishedAssessment, {
    nullable: true,
    audience: EVERYONE,
    description: 'The next one for the same council and year, which took its place; null where it stands.',
  })
  replacedBy(@Ctx() context: Context, @Root() assessment: PublishedAssessment): Promise<PublishedAssessment | null> {
    return context.load(replacementOfPublishedAssessment, assessment.id);
  }

  @FieldResolver(() => Publication, { audience: EVERYONE, description: 'The publication that brought it: when.' })
  publication(@Ctx() context: Context, @Root() assessment: PublishedAssessment): Promise<Publication | null> {
    return context.load(publicationByRevision, assessment.revision);
  }
}

@Resolver(() => Council)
export class CouncilAssessmentsResolver {
  @FieldResolver(() => PublishedAssessmentConnection, {
    reads: many(assessmentsOfCouncil),
    audience: EVERYONE,
    description: 'The published assessments of the progress of the council, the latest year first.',
  })
  assessments(
    @Ctx() context: Context,
    @Root() council: Council,
    @Args() args: AssessmentListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<PublishedAssessment>> {
    return assessmentsOfCouncil(council.id, context, args, info);
  }
}

@Resolver(() => Publication)
export class PublicationAssessmentsResolver {
  @FieldResolver(() => PublishedAssessmentConnection, {
    audience: EVERYONE,
    description: 'The assessments of councils that it brought.',
  })
  publishedAssessments(
    @Ctx() context: Context,
    @Root() publication: Publication,
    @Args() args: AssessmentListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<PublishedAssessment>> {
    return assessmentsOfPublication(publication.revision, context, args, info);
  }
}
