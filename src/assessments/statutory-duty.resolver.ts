import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Resolver, Root } from 'type-graphql';
import { Council } from '../councils/council';
import { EVERYONE } from '../graph/audience';
import type { Connection } from '../graph/connection';
import type { Context } from '../graph/context';
import { FieldResolver, Query } from '../graph/declare';
import { Recommendation } from '../recommendations/recommendation';
import { recommendationById } from '../recommendations/recommendation.reader';
import { AssessmentListArguments, insufficientAssessments, PublishedAssessmentConnection } from './assessment.lists';
import { criteriaSetByVersion, criterionById, progressOfCouncils } from './assessment.reader';
import { AssessmentCriteriaSet, AssessmentCriterion } from './criteria';
import type { PublishedAssessment } from './published-assessment';
import {
  CouncilProgress,
  CriterionPosition,
  explain,
  stateOf,
  StatutoryDutyState,
  StatutoryDutyTest,
} from './statutory-duty-test';
import { positionsByCriterion, statutoryDutyTest } from './statutory-duty.reader';
import { one } from '../graph/reads';

/** The country is the parent of the list. */
const NO_PARENT = 0;

@Resolver(() => StatutoryDutyTest)
export class StatutoryDutyTestResolver {
  @Query(() => StatutoryDutyTest, {
    nullable: true,
    cost: { points: 20 },
    audience: EVERYONE,
    description:
      'The test of recommendation 1f: which councils show insufficient progress, on which criteria, and where the trigger of a statutory duty stands. null where the register has no criteria, as before they were published.',
  })
  statutoryDutyTest(@Ctx() context: Context): Promise<StatutoryDutyTest | null> {
    return statutoryDutyTest(context);
  }

  @FieldResolver(() => Recommendation, {
    reads: one(() => Recommendation, 'recommendationId'),
    audience: EVERYONE,
    description: 'Recommendation 1f.',
  })
  recommendation(@Ctx() context: Context, @Root() test: StatutoryDutyTest): Promise<Recommendation | null> {
    return context.load(recommendationById, test.recommendationId);
  }

  @FieldResolver(() => AssessmentCriteriaSet, {
    audience: EVERYONE,
    description: 'The criteria it is made by: the latest. They say where insufficient progress begins.',
  })
  criteriaSet(@Ctx() context: Context, @Root() test: StatutoryDutyTest): Promise<AssessmentCriteriaSet | null> {
    return context.load(criteriaSetByVersion, test.criteriaVersion);
  }

  @FieldResolver(() => StatutoryDutyState, { audience: EVERYONE, description: 'Where the trigger stands.' })
  async state(@Ctx() context: Context, @Root() test: StatutoryDutyTest): Promise<StatutoryDutyState> {
    return stateOf(test, (await context.load(criteriaSetByVersion, test.criteriaVersion))!);
  }

  @FieldResolver(() => [String], {
    audience: EVERYONE,
    description: 'Why, in sentences: the deadline, the councils, the threshold, and what follows.',
  })
  async explanation(@Ctx() context: Context, @Root() test: StatutoryDutyTest): Promise<string[]> {
    return explain(test, (await context.load(criteriaSetByVersion, test.criteriaVersion))!);
  }

  @FieldResolver(() => PublishedAssessmentConnection, {
    audience: EVERYONE,
    description:
      'The assessments by which councils show insufficient progress: each has its `council` and the criteria it falls short on (`shortfalls`).',
  })
  insufficient(
    @Ctx() context: Context,
    @Args() args: AssessmentListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<PublishedAssessment>> {
    return insufficientAssessments(NO_PARENT, context, args, info);
  }

  @FieldResolver(() => [CriterionPosition], {
    audience: EVERYONE,
    description: 'What is found by each criterion, in the order of the criteria.',
  })
  byCriterion(@Ctx() context: Context, @Root() test: StatutoryDutyTest): Promise<CriterionPosition[]> {
    return context.load(positionsByCriterion, test.criteriaVersion);
  }
}

@Resolver(() => CriterionPosition)
export class CriterionPositionResolver {
  @FieldResolver(() => AssessmentCriterion, { audience: EVERYONE, description: 'The criterion.' })
  criterion(@Ctx() context: Context, @Root() position: CriterionPosition): Promise<AssessmentCriterion | null> {
    return context.load(criterionById, position.criterionId);
  }
}

@Resolver(() => Council)
export class CouncilProgressResolver {
  @FieldResolver(() => CouncilProgress, {
    nullable: true,
    audience: EVERYONE,
    description:
      'What its progress comes to in the statutory duty test; null for an abolished council, which has no part in it.',
  })
  assessedProgress(@Ctx() context: Context, @Root() council: Council): Promise<string | null> {
    return context.load(progressOfCouncils, council.id);
  }
}
