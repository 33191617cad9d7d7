import { Ctx, Int, Resolver, Root } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import type { Context } from '../graph/context';
import { Arg, FieldResolver, Query } from '../graph/declare';
import { Publication, publicationByRevision } from '../publications/publication';
import { Recommendation } from '../recommendations/recommendation';
import { recommendationById } from '../recommendations/recommendation.reader';
import { criteriaOfSet, criteriaSet } from './assessment.reader';
import { AssessmentCriteriaSet, AssessmentCriterion } from './criteria';
import { one } from '../graph/reads';

@Resolver(() => AssessmentCriteriaSet)
export class AssessmentCriteriaSetResolver {
  @Query(() => AssessmentCriteriaSet, {
    nullable: true,
    audience: EVERYONE,
    description: 'What councils are assessed by: the latest version, or a given one; null where there is none.',
  })
  assessmentCriteria(
    @Ctx() context: Context,
    @Arg('version', () => Int, {
      nullable: true,
      audience: EVERYONE,
      description: 'Its version; the latest where not given.',
    })
    version?: number | null,
  ): Promise<AssessmentCriteriaSet | null> {
    return criteriaSet(context, version);
  }

  @FieldResolver(() => [AssessmentCriterion], { audience: EVERYONE, description: 'The criteria, in their order.' })
  criteria(@Ctx() context: Context, @Root() set: AssessmentCriteriaSet): Promise<AssessmentCriterion[]> {
    return context.load(criteriaOfSet, set.version);
  }

  @FieldResolver(() => Publication, { audience: EVERYONE, description: 'The publication that brought it: when.' })
  publication(@Ctx() context: Context, @Root() set: AssessmentCriteriaSet): Promise<Publication | null> {
    return context.load(publicationByRevision, set.revision);
  }
}

@Resolver(() => AssessmentCriterion)
export class AssessmentCriterionResolver {
  @FieldResolver(() => Recommendation, {
    reads: one(() => Recommendation, 'recommendationId'),
    audience: EVERYONE,
    description: 'The recommendation that it stands on.',
  })
  recommendation(@Ctx() context: Context, @Root() criterion: AssessmentCriterion): Promise<Recommendation | null> {
    return context.load(recommendationById, criterion.recommendationId);
  }
}
