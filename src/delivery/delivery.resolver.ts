import { Ctx, Resolver, Root } from 'type-graphql';
import { Action } from '../actions/action';
import { actionById } from '../actions/action.reader';
import { EVERYONE, REPORTING } from '../graph/audience';
import type { Context } from '../graph/context';
import { FieldResolver } from '../graph/declare';
import { registerNode } from '../graph/node';
import { Organisation } from '../organisations/organisation';
import { organisationById } from '../organisations/organisation.reader';
import { Publication, publicationByRevision } from '../publications/publication';
import { Assignment } from '../recommendations/assignment';
import { assignmentById } from '../recommendations/recommendation.reader';
import { ReviewNote, Submission } from '../workflow/review';
import { transitionEnum } from '../workflow/transition-enum';
import {
  detailOfAction,
  detailOfAssignment,
  dueDateChangesOfAction,
  dueDateChangesOfAssignment,
  dueDateChangesOfPublication,
  notesOfRequest,
  requestByKey,
  requestsOfAction,
  requestsOfAssignment,
  submissionsOfRequest,
} from './delivery.reader';
import { DeliveryDetail } from './delivery-detail';
import { DueDateChange, DueDateRequest, dueDateWorkflow } from './due-date';
import { one } from '../graph/reads';

registerNode<DueDateRequest>('DueDateRequest', {
  key: 'key',
  find: (context, key) => context.load(requestByKey, key),
  keyForm: 'uuid',
});

const DueDateTransition = transitionEnum('DueDateTransition', dueDateWorkflow, REPORTING);

@Resolver(() => DueDateRequest)
export class DueDateRequestResolver {
  @FieldResolver(() => Assignment, {
    reads: one(() => Assignment, 'assignmentId'),
    nullable: true,
    audience: REPORTING,
    description: 'The assignment whose due date it is; null for that of an action.',
  })
  assignment(@Ctx() context: Context, @Root() request: DueDateRequest): Promise<Assignment | null> {
    return context.loadOptional(assignmentById, request.assignmentId);
  }

  @FieldResolver(() => Action, {
    reads: one(() => Action, 'actionId'),
    nullable: true,
    audience: REPORTING,
    description: 'The action whose due date it is; null for that of an assignment.',
  })
  action(@Ctx() context: Context, @Root() request: DueDateRequest): Promise<Action | null> {
    return context.loadOptional(actionById, request.actionId);
  }

  @FieldResolver(() => Organisation, {
    reads: one(() => Organisation, 'organisationId'),
    audience: REPORTING,
    description: 'Who asks for it.',
  })
  organisation(@Ctx() context: Context, @Root() request: DueDateRequest): Promise<Organisation | null> {
    return context.load(organisationById, request.organisationId);
  }

  @FieldResolver(() => Submission, {
    nullable: true,
    audience: REPORTING,
    description: 'The person who asked, and when; null where you may not see who did.',
  })
  async submission(@Ctx() context: Context, @Root() request: DueDateRequest): Promise<Submission | null> {
    return (await context.load(submissionsOfRequest, request.id)).at(-1) ?? null;
  }

  @FieldResolver(() => [DueDateTransition], {
    audience: REPORTING,
    description: 'What you may do with it as it stands.',
  })
  async availableTransitions(@Ctx() context: Context, @Root() request: DueDateRequest): Promise<string[]> {
    const submissions = await context.load(submissionsOfRequest, request.id);
    return dueDateWorkflow.available(
      request,
      context.viewer,
      submissions.map(({ submittedBy }) => submittedBy),
    );
  }

  @FieldResolver(() => [ReviewNote], {
    audience: REPORTING,
    description: 'What the Office wrote of its decision; empty where there is nothing, or nothing that you may see.',
  })
  reviewNotes(@Ctx() context: Context, @Root() request: DueDateRequest): Promise<ReviewNote[]> {
    return context.load(notesOfRequest, request.id);
  }
}

@Resolver(() => DueDateChange)
export class DueDateChangeResolver {
  @FieldResolver(() => Organisation, {
    reads: one(() => Organisation, 'requestedById'),
    audience: EVERYONE,
    description: 'Who asked for it.',
  })
  requestedBy(@Ctx() context: Context, @Root() change: DueDateChange): Promise<Organisation | null> {
    return context.load(organisationById, change.requestedById);
  }

  @FieldResolver(() => Organisation, {
    reads: one(() => Organisation, 'approvedById'),
    audience: EVERYONE,
    description: 'Who approved it.',
  })
  approvedBy(@Ctx() context: Context, @Root() change: DueDateChange): Promise<Organisation | null> {
    return context.load(organisationById, change.approvedById);
  }

  @FieldResolver(() => Publication, { audience: EVERYONE, description: 'The publication that brought it: when.' })
  publication(@Ctx() context: Context, @Root() change: DueDateChange): Promise<Publication | null> {
    return context.load(publicationByRevision, change.revision);
  }
}

@Resolver(() => Assignment)
export class AssignmentDeliveryResolver {
  @FieldResolver(() => DeliveryDetail, {
    nullable: true,
    audience: REPORTING,
    description: 'How delivery goes; null where there is nothing, or nothing that you may see.',
  })
  deliveryDetail(@Ctx() context: Context, @Root() assignment: Assignment): Promise<DeliveryDetail | null> {
    return context.load(detailOfAssignment, assignment.id);
  }

  @FieldResolver(() => [DueDateRequest], {
    audience: REPORTING,
    description: 'Requests for another due date, the oldest first, as far as you may see them.',
  })
  dueDateRequests(@Ctx() context: Context, @Root() assignment: Assignment): Promise<DueDateRequest[]> {
    return context.load(requestsOfAssignment, assignment.id);
  }

  @FieldResolver(() => [DueDateChange], {
    audience: EVERYONE,
    description: 'How its due date was changed, the first time first; empty where it stands as it was set.',
  })
  dueDateChanges(@Ctx() context: Context, @Root() assignment: Assignment): Promise<DueDateChange[]> {
    return context.load(dueDateChangesOfAssignment, assignment.id);
  }
}

@Resolver(() => Action)
export class ActionDeliveryResolver {
  @FieldResolver(() => DeliveryDetail, {
    nullable: true,
    audience: REPORTING,
    description: 'How delivery goes; null where there is nothing, or nothing that you may see.',
  })
  deliveryDetail(@Ctx() context: Context, @Root() action: Action): Promise<DeliveryDetail | null> {
    return context.load(detailOfAction, action.id);
  }

  @FieldResolver(() => [DueDateRequest], {
    audience: REPORTING,
    description: 'Requests for another due date, the oldest first, as far as you may see them.',
  })
  dueDateRequests(@Ctx() context: Context, @Root() action: Action): Promise<DueDateRequest[]> {
    return context.load(requestsOfAction, action.id);
  }

  @FieldResolver(() => [DueDateChange], {
    audience: EVERYONE,
    description: 'How its due date was changed, the first time first; empty where it stands as it was set.',
  })
  dueDateChanges(@Ctx() context: Context, @Root() action: Action): Promise<DueDateChange[]> {
    return context.load(dueDateChangesOfAction, action.id);
  }
}

@Resolver(() => Publication)
export class PublicationDueDatesResolver {
  @FieldResolver(() => [DueDateChange], { audience: EVERYONE, description: 'The due date changes that it brought.' })
  dueDateChanges(@Ctx() context: Context, @Root() publication: Publication): Promise<DueDateChange[]> {
    return context.load(dueDateChangesOfPublication, publication.revision);
  }
}
