import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Resolver, Root } from 'type-graphql';
import { Action } from '../actions/action';
import { actionById } from '../actions/action.reader';
import { REPORTING } from '../graph/audience';
import type { Connection } from '../graph/connection';
import type { Context } from '../graph/context';
import { FieldResolver, Query } from '../graph/declare';
import { registerNode } from '../graph/node';
import { Organisation } from '../organisations/organisation';
import { organisationById } from '../organisations/organisation.reader';
import { Assignment } from '../recommendations/assignment';
import { assignmentById } from '../recommendations/recommendation.reader';
import { ReviewNote, Submission } from '../workflow/review';
import {
  ProgressUpdateConnection,
  ProgressUpdateListArguments,
  progressUpdates,
  progressUpdatesOfAction,
  progressUpdatesOfAssignment,
} from './progress.lists';
import {
  eventsOfUpdate,
  evidenceOfUpdate,
  notesOfUpdate,
  progressUpdateByKey,
  publishedUpdateOfUpdate,
  submissionsOfUpdate,
  verificationsOfUpdate,
} from './progress.reader';
import { Evidence, ProgressUpdate, UpdateEvent, Verification } from './progress-update';
import { PublishedUpdate } from './published-update';
import { type UpdateTransition, UpdateTransitionType, updateWorkflow } from './update.workflow';
import { many, one } from '../graph/reads';

registerNode<ProgressUpdate>('ProgressUpdate', {
  key: 'key',
  find: (context, key) => context.load(progressUpdateByKey, key),
  keyForm: 'uuid',
});

@Resolver(() => ProgressUpdate)
export class ProgressUpdateResolver {
  @Query(() => ProgressUpdateConnection, {
    audience: REPORTING,
    description:
      'Reports as they are worked on, as far as you may see them: for an organisation its own, for the Office its queue.',
  })
  progressUpdates(
    @Ctx() context: Context,
    @Args() args: ProgressUpdateListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<ProgressUpdate>> {
    return progressUpdates.page(context, args, info);
  }

  @FieldResolver(() => Assignment, {
    reads: one(() => Assignment, 'assignmentId'),
    nullable: true,
    audience: REPORTING,
    description: 'The assignment it reports on; null where it reports on an action.',
  })
  assignment(@Ctx() context: Context, @Root() update: ProgressUpdate): Promise<Assignment | null> {
    return context.loadOptional(assignmentById, update.assignmentId);
  }

  @FieldResolver(() => Action, {
    reads: one(() => Action, 'actionId'),
    nullable: true,
    audience: REPORTING,
    description: 'The action it reports on; null where it reports on an assignment.',
  })
  action(@Ctx() context: Context, @Root() update: ProgressUpdate): Promise<Action | null> {
    return context.loadOptional(actionById, update.actionId);
  }

  @FieldResolver(() => Organisation, {
    reads: one(() => Organisation, 'organisationId'),
    audience: REPORTING,
    description: 'Whose report it is.',
  })
  organisation(@Ctx() context: Context, @Root() update: ProgressUpdate): Promise<Organisation | null> {
    return context.load(organisationById, update.organisationId);
  }

  @FieldResolver(() => [Evidence], { audience: REPORTING, description: 'What backs it.' })
  evidence(@Ctx() context: Context, @Root() update: ProgressUpdate): Promise<Evidence[]> {
    return context.load(evidenceOfUpdate, update.id);
  }

  @FieldResolver(() => Submission, {
    nullable: true,
    audience: REPORTING,
    description: 'Who submitted it last; null where it was not submitted, or you may not see who did.',
  })
  async submission(@Ctx() context: Context, @Root() update: ProgressUpdate): Promise<Submission | null> {
    return (await context.load(submissionsOfUpdate, update.id)).at(-1) ?? null;
  }

  @FieldResolver(() => [ReviewNote], {
    audience: REPORTING,
    description: 'What reviewers wrote, the oldest first; empty where there is nothing, or nothing that you may see.',
  })
  reviewNotes(@Ctx() context: Context, @Root() update: ProgressUpdate): Promise<ReviewNote[]> {
    return context.load(notesOfUpdate, update.id);
  }

  @FieldResolver(() => [Verification], {
    audience: REPORTING,
    description: 'What the Office found when it verified it, the oldest first; empty where you may not see it.',
  })
  verifications(@Ctx() context: Context, @Root() update: ProgressUpdate): Promise<Verification[]> {
    return context.load(verificationsOfUpdate, update.id);
  }

  @FieldResolver(() => [UpdateTransitionType], {
    audience: REPORTING,
    description: 'What you may do with it as it stands.',
  })
  async availableTransitions(@Ctx() context: Context, @Root() update: ProgressUpdate): Promise<UpdateTransition[]> {
    const submissions = await context.load(submissionsOfUpdate, update.id);
    return updateWorkflow.available(
      update,
      context.viewer,
      submissions.map(({ submittedBy }) => submittedBy),
    );
  }

  @FieldResolver(() => [UpdateEvent], {
    audience: REPORTING,
    description: 'Every step it has taken, the oldest first; empty where you may not see it.',
  })
  history(@Ctx() context: Context, @Root() update: ProgressUpdate): Promise<UpdateEvent[]> {
    return context.load(eventsOfUpdate, update.id);
  }

  @FieldResolver(() => PublishedUpdate, {
    nullable: true,
    audience: REPORTING,
    description: 'What everyone sees of it; null where it is not published.',
  })
  published(@Ctx() context: Context, @Root() update: ProgressUpdate): Promise<PublishedUpdate | null> {
    return context.load(publishedUpdateOfUpdate, update.id);
  }

  @FieldResolver(() => PublishedUpdate, {
    nullable: true,
    audience: REPORTING,
    description: 'The published update that it corrects; null for a first report.',
  })
  corrects(@Ctx() context: Context, @Root() update: ProgressUpdate): Promise<PublishedUpdate | null> {
    return context.loadOptional(publishedUpdateOfUpdate, update.correctsId);
  }
}

@Resolver(() => UpdateEvent)
export class UpdateEventResolver {
  @FieldResolver(() => Organisation, {
    reads: one(() => Organisation, 'actingOrganisationId'),
    audience: REPORTING,
    description: 'Who took the step.',
  })
  organisation(@Ctx() context: Context, @Root() event: UpdateEvent): Promise<Organisation | null> {
    return context.load(organisationById, event.actingOrganisationId);
  }
}

@Resolver(() => Assignment)
export class AssignmentProgressResolver {
  @FieldResolver(() => ProgressUpdateConnection, {
    reads: many(progressUpdatesOfAssignment),
    audience: REPORTING,
    description: 'Reports on it as they are worked on, as far as you may see them.',
  })
  progressUpdates(
    @Ctx() context: Context,
    @Root() assignment: Assignment,
    @Args() args: ProgressUpdateListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<ProgressUpdate>> {
    return progressUpdatesOfAssignment(assignment.id, context, args, info);
  }
}

@Resolver(() => Action)
export class ActionProgressResolver {
  @FieldResolver(() => ProgressUpdateConnection, {
    reads: many(progressUpdatesOfAction),
    audience: REPORTING,
    description: 'Reports on it as they are worked on, as far as you may see them.',
  })
  progressUpdates(
    @Ctx() context: Context,
    @Root() action: Action,
    @Args() args: ProgressUpdateListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<ProgressUpdate>> {
    return progressUpdatesOfAction(action.id, context, args, info);
  }
}
