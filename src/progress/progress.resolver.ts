import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Resolver, Root } from 'type-graphql';
import { EVERYONE, REPORTING } from '../graph/audience';
import type { Connection } from '../graph/connection';
import type { Context } from '../graph/context';
import { FieldResolver } from '../graph/declare';
import { registerNode } from '../graph/node';
import { Publication, publicationByRevision } from '../publications/publication';
import { Assignment } from '../recommendations/assignment';
import { assignmentById } from '../recommendations/recommendation.reader';
import {
  ProgressUpdateConnection,
  ProgressUpdateListArguments,
  progressUpdatesOfAssignment,
  PublishedUpdateConnection,
  PublishedUpdateListArguments,
  publishedUpdatesOfAssignment,
} from './progress.lists';
import { detailOfAssignment, notesOfUpdate, progressUpdateByKey, submissionOfUpdate } from './progress.reader';
import { DeliveryDetail, ProgressUpdate, PublishedUpdate, ReviewNote, Submission } from './progress-update';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

registerNode<ProgressUpdate>('ProgressUpdate', {
  keyOf: (_context, update) => update.key,
  find: async (context, key) => (UUID.test(key) ? context.load(progressUpdateByKey, key) : null),
});

@Resolver(() => Assignment)
export class AssignmentProgressResolver {
  @FieldResolver(() => PublishedUpdateConnection, {
    audience: EVERYONE,
    description: 'What has been reported on it and published, the latest first.',
  })
  publishedUpdates(
    @Ctx() context: Context,
    @Root() assignment: Assignment,
    @Args() args: PublishedUpdateListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<PublishedUpdate>> {
    return publishedUpdatesOfAssignment(assignment.id, context, args, info);
  }

  @FieldResolver(() => ProgressUpdateConnection, {
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

  @FieldResolver(() => DeliveryDetail, {
    nullable: true,
    audience: REPORTING,
    description: 'How delivery goes; null where there is nothing, or nothing that you may see.',
  })
  deliveryDetail(@Ctx() context: Context, @Root() assignment: Assignment): Promise<DeliveryDetail | null> {
    return context.load(detailOfAssignment, assignment.id);
  }
}

@Resolver(() => ProgressUpdate)
export class ProgressUpdateResolver {
  @FieldResolver(() => Assignment, { audience: REPORTING, description: 'What it reports on.' })
  assignment(@Ctx() context: Context, @Root() update: ProgressUpdate): Promise<Assignment | null> {
    return context.load(assignmentById, update.assignmentId);
  }

  @FieldResolver(() => Submission, {
    nullable: true,
    audience: REPORTING,
    description: 'Who submitted it; null where it is not submitted, or you may not see who did.',
  })
  submission(@Ctx() context: Context, @Root() update: ProgressUpdate): Promise<Submission | null> {
    return context.load(submissionOfUpdate, update.id);
  }

  @FieldResolver(() => [ReviewNote], {
    audience: REPORTING,
    description: 'What reviewers wrote, the oldest first; empty where there is nothing, or nothing that you may see.',
  })
  reviewNotes(@Ctx() context: Context, @Root() update: ProgressUpdate): Promise<ReviewNote[]> {
    return context.load(notesOfUpdate, update.id);
  }
}

@Resolver(() => PublishedUpdate)
export class PublishedUpdateResolver {
  @FieldResolver(() => Publication, { audience: EVERYONE, description: 'The publication that brought it.' })
  publication(@Ctx() context: Context, @Root() update: PublishedUpdate): Promise<Publication | null> {
    return context.load(publicationByRevision, update.revision);
  }
}
