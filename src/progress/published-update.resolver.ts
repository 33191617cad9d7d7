import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Resolver, Root } from 'type-graphql';
import { Action } from '../actions/action';
import { actionById } from '../actions/action.reader';
import { EVERYONE } from '../graph/audience';
import type { Connection } from '../graph/connection';
import type { Context } from '../graph/context';
import { FieldResolver } from '../graph/declare';
import { registerNode } from '../graph/node';
import { Publication, publicationByRevision } from '../publications/publication';
import { Assignment } from '../recommendations/assignment';
import { assignmentById } from '../recommendations/recommendation.reader';
import {
  PublishedUpdateConnection,
  PublishedUpdateListArguments,
  publishedUpdatesOfAction,
  publishedUpdatesOfAssignment,
  publishedUpdatesOfPublication,
} from './progress.lists';
import {
  correctionOfPublishedUpdate,
  evidenceOfPublishedUpdate,
  publishedUpdateById,
  publishedUpdateByKey,
  verificationsOfPublication,
  verificationsOfPublishedUpdate,
} from './progress.reader';
import { PublishedEvidence, PublishedUpdate, PublishedVerification } from './published-update';
import { many, one } from '../graph/reads';

registerNode<PublishedUpdate>('PublishedUpdate', {
  key: 'key',
  find: (context, key) => context.load(publishedUpdateByKey, key),
  keyForm: 'uuid',
});

@Resolver(() => PublishedUpdate)
export class PublishedUpdateResolver {
  @FieldResolver(() => Publication, { audience: EVERYONE, description: 'The publication that brought it.' })
  publication(@Ctx() context: Context, @Root() update: PublishedUpdate): Promise<Publication | null> {
    return context.load(publicationByRevision, update.revision);
  }

  @FieldResolver(() => Assignment, {
    reads: one(() => Assignment, 'assignmentId'),
    nullable: true,
    audience: EVERYONE,
    description: 'The assignment it reports on; null where it reports on an action.',
  })
  assignment(@Ctx() context: Context, @Root() update: PublishedUpdate): Promise<Assignment | null> {
    return context.loadOptional(assignmentById, update.assignmentId);
  }

  @FieldResolver(() => Action, {
    reads: one(() => Action, 'actionId'),
    nullable: true,
    audience: EVERYONE,
    description: 'The action it reports on; null where it reports on an assignment.',
  })
  action(@Ctx() context: Context, @Root() update: PublishedUpdate): Promise<Action | null> {
    return context.loadOptional(actionById, update.actionId);
  }

  @FieldResolver(() => [PublishedEvidence], { audience: EVERYONE, description: 'What backs it.' })
  evidence(@Ctx() context: Context, @Root() update: PublishedUpdate): Promise<PublishedEvidence[]> {
    return context.load(evidenceOfPublishedUpdate, update.id);
  }

  @FieldResolver(() => [PublishedVerification], {
    audience: EVERYONE,
    description: 'What the Office found when it verified it, the oldest first; empty where it has not.',
  })
  verifications(@Ctx() context: Context, @Root() update: PublishedUpdate): Promise<PublishedVerification[]> {
    return context.load(verificationsOfPublishedUpdate, update.id);
  }

  @FieldResolver(() => PublishedUpdate, {
    nullable: true,
    audience: EVERYONE,
    description: 'The earlier update that it corrects; null for a first report.',
  })
  corrects(@Ctx() context: Context, @Root() update: PublishedUpdate): Promise<PublishedUpdate | null> {
    return context.loadOptional(publishedUpdateById, update.correctsId);
  }

  @FieldResolver(() => [PublishedUpdate], {
    audience: EVERYONE,
    description: 'Later updates that correct it, the oldest first; empty where it stands.',
  })
  correctedBy(@Ctx() context: Context, @Root() update: PublishedUpdate): Promise<PublishedUpdate[]> {
    return context.load(correctionOfPublishedUpdate, update.id);
  }
}

@Resolver(() => PublishedVerification)
export class PublishedVerificationResolver {
  @FieldResolver(() => Publication, { audience: EVERYONE, description: 'The publication that brought it.' })
  publication(@Ctx() context: Context, @Root() verification: PublishedVerification): Promise<Publication | null> {
    return context.load(publicationByRevision, verification.revision);
  }

  @FieldResolver(() => PublishedUpdate, { audience: EVERYONE, description: 'What was verified.' })
  publishedUpdate(
    @Ctx() context: Context,
    @Root() verification: PublishedVerification,
  ): Promise<PublishedUpdate | null> {
    return context.load(publishedUpdateById, verification.publishedUpdateId);
  }
}

@Resolver(() => Assignment)
export class AssignmentPublishedUpdatesResolver {
  @FieldResolver(() => PublishedUpdateConnection, {
    reads: many(publishedUpdatesOfAssignment),
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
}

@Resolver(() => Action)
export class ActionPublishedUpdatesResolver {
  @FieldResolver(() => PublishedUpdateConnection, {
    reads: many(publishedUpdatesOfAction),
    audience: EVERYONE,
    description: 'What has been reported on it and published, the latest first.',
  })
  publishedUpdates(
    @Ctx() context: Context,
    @Root() action: Action,
    @Args() args: PublishedUpdateListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<PublishedUpdate>> {
    return publishedUpdatesOfAction(action.id, context, args, info);
  }
}

@Resolver(() => Publication)
export class PublicationUpdatesResolver {
  @FieldResolver(() => PublishedUpdateConnection, {
    audience: EVERYONE,
    description: 'The progress updates that it brought.',
  })
  publishedUpdates(
    @Ctx() context: Context,
    @Root() publication: Publication,
    @Args() args: PublishedUpdateListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<PublishedUpdate>> {
    return publishedUpdatesOfPublication(publication.revision, context, args, info);
  }

  @FieldResolver(() => [PublishedVerification], {
    audience: EVERYONE,
    description: 'What the Office found of updates, these or earlier ones.',
  })
  verifications(@Ctx() context: Context, @Root() publication: Publication): Promise<PublishedVerification[]> {
    return context.load(verificationsOfPublication, publication.revision);
  }
}
