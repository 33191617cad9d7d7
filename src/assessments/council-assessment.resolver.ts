import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Resolver, Root } from 'type-graphql';
import { COUNCIL_AND_OFFICE, OFFICE_ONLY } from '../graph/audience';
import type { Connection } from '../graph/connection';
import type { Context } from '../graph/context';
import { FieldResolver, Query } from '../graph/declare';
import { registerNode } from '../graph/node';
import { Submission } from '../workflow/review';
import { AssessmentFinding, AssessmentReply } from './assessment';
import {
  AssessmentInProgressListArguments,
  assessmentsInProgress,
  CouncilAssessmentConnection,
} from './assessment.lists';
import {
  assessmentByKey,
  authorsOfAssessment,
  findingsOfAssessment,
  formerRepliesTo,
  publishedAssessmentOfAssessment,
  replyTo,
} from './assessment.reader';
import {
  type AssessmentTransition,
  AssessmentTransitionType,
  assessmentWorkflow,
  possibleToday,
} from './assessment.workflow';
import { CouncilAssessment } from './council-assessment';
import { PublishedAssessment } from './published-assessment';

registerNode<CouncilAssessment>('CouncilAssessment', {
  key: 'key',
  find: (context, key) => context.load(assessmentByKey, key),
  keyForm: 'uuid',
});

@Resolver(() => CouncilAssessment)
export class CouncilAssessmentResolver {
  @Query(() => CouncilAssessmentConnection, {
    audience: COUNCIL_AND_OFFICE,
    description:
      'Assessments on their way to publication: for the Office all, for a council its own from when it may reply.',
  })
  assessmentsInProgress(
    @Ctx() context: Context,
    @Args() args: AssessmentInProgressListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<CouncilAssessment>> {
    return assessmentsInProgress.page(context, args, info);
  }

  @FieldResolver(() => [AssessmentFinding], {
    audience: COUNCIL_AND_OFFICE,
    description: 'What is found by each criterion, in the order of the criteria.',
  })
  findings(@Ctx() context: Context, @Root() assessment: CouncilAssessment): Promise<AssessmentFinding[]> {
    return context.load(findingsOfAssessment, assessment.id);
  }

  @FieldResolver(() => AssessmentReply, {
    nullable: true,
    audience: COUNCIL_AND_OFFICE,
    description: 'What the council says to it as it is now worded; null where it has said nothing.',
  })
  reply(@Ctx() context: Context, @Root() assessment: CouncilAssessment): Promise<AssessmentReply | null> {
    return replyTo(context, assessment);
  }

  @FieldResolver(() => String, {
    nullable: true,
    audience: COUNCIL_AND_OFFICE,
    description: "The person who replied, as the council's sign-in names them; never published.",
  })
  async repliedBy(@Ctx() context: Context, @Root() assessment: CouncilAssessment): Promise<string | null> {
    return (await replyTo(context, assessment))?.submittedBy ?? null;
  }

  @FieldResolver(() => [AssessmentReply], {
    audience: COUNCIL_AND_OFFICE,
    description: 'What the council said to earlier wordings, which were revised since. Never published.',
  })
  formerReplies(@Ctx() context: Context, @Root() assessment: CouncilAssessment): Promise<AssessmentReply[]> {
    return formerRepliesTo(context, assessment);
  }

  @FieldResolver(() => [Submission], {
    audience: OFFICE_ONLY,
    description: 'Those who drafted it or asked the council to reply: none of them publishes it.',
  })
  authors(@Ctx() context: Context, @Root() assessment: CouncilAssessment): Promise<Submission[]> {
    return context.load(authorsOfAssessment, assessment.id);
  }

  @FieldResolver(() => [AssessmentTransitionType], {
    audience: COUNCIL_AND_OFFICE,
    description: 'What you may do with it as it stands today.',
  })
  async availableTransitions(
    @Ctx() context: Context,
    @Root() assessment: CouncilAssessment,
  ): Promise<AssessmentTransition[]> {
    const authors = (await context.load(authorsOfAssessment, assessment.id)).map(({ submittedBy }) => submittedBy);
    return possibleToday(assessment, assessmentWorkflow.available(assessment, context.viewer, authors));
  }

  @FieldResolver(() => PublishedAssessment, {
    nullable: true,
    audience: COUNCIL_AND_OFFICE,
    description: 'What everyone sees of it; null where it is not published.',
  })
  published(@Ctx() context: Context, @Root() assessment: CouncilAssessment): Promise<PublishedAssessment | null> {
    return context.load(publishedAssessmentOfAssessment, assessment.id);
  }
}
