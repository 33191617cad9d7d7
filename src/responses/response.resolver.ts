import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Resolver, Root } from 'type-graphql';
import { OFFICE_ONLY, REPORTING } from '../graph/audience';
import { type Connection, connectionType } from '../graph/connection';
import type { Context } from '../graph/context';
import { FieldResolver, Mutation, Query } from '../graph/declare';
import { List } from '../graph/list';
import { registerNode } from '../graph/node';
import { OrderDirection } from '../graph/order';
import { PageArguments } from '../graph/page';
import { ViewerRole } from '../identity/viewer';
import { Organisation } from '../organisations/organisation';
import { organisationById } from '../organisations/organisation.reader';
import { manyByKey, oneByKey } from '../database/readers';
import { Assignment } from '../recommendations/assignment';
import { assignmentById } from '../recommendations/recommendation.reader';
import { Submission } from '../workflow/review';
import { transitionEnum } from '../workflow/transition-enum';
import { payloadType } from '../writes/payload';
import type { Payload } from '../writes/perform';
import type { Write } from '../writes/write';
import { RecommendationResponse, responseWorkflow } from './recommendation-response';
import { PublishResponseInput, RespondToRecommendationInput, WithdrawResponseInput } from './response.input';
import * as service from './response.service';
import { one } from '../graph/reads';

const responseByKey = oneByKey(RecommendationResponse, { key: 'recommendation_response.key', type: 'uuid' });
const responsesOfAssignment = manyByKey(RecommendationResponse, {
  key: 'recommendation_response.assignment_id',
  type: 'int4',
  order: 'recommendation_response.id',
});
const submissionsOfResponse = manyByKey(Submission, {
  key: 'submission.recommendation_response_id',
  type: 'int4',
  order: 'submission.id',
});

enum ResponseOrderField {
  SUBMITTED = 'SUBMITTED',
}

/** Those that wait to be published: the Office's queue, an organisation's own. */
const waitingResponses = new List<RecommendationResponse, Record<string, never>, ResponseOrderField>({
  entity: RecommendationResponse,
  where: `recommendation_response.status = 'SUBMITTED'`,
  orders: { SUBMITTED: [{ sql: 'recommendation_response.id', type: 'int4' }] },
  defaultOrder: { field: ResponseOrderField.SUBMITTED, direction: OrderDirection.ASC },
});

const ResponseConnection = connectionType(
  () => RecommendationResponse,
  'RecommendationResponse',
  'responses to recommendations',
  REPORTING,
);
const ResponsePayload = payloadType(RecommendationResponse, REPORTING, 'a response to a recommendation');

registerNode<RecommendationResponse>('RecommendationResponse', {
  key: 'key',
  find: (context, key) => context.load(responseByKey, key),
  keyForm: 'uuid',
});

const ResponseTransition = transitionEnum('ResponseTransition', responseWorkflow, REPORTING);

@Resolver(() => RecommendationResponse)
export class RecommendationResponseResolver {
  @Query(() => ResponseConnection, {
    audience: REPORTING,
    description: 'Responses that wait to be published, the oldest first, as far as you may see them.',
  })
  waitingResponses(
    @Ctx() context: Context,
    @Args() page: PageArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<RecommendationResponse>> {
    return waitingResponses.page(context, page, info);
  }

  @FieldResolver(() => Assignment, {
    reads: one(() => Assignment, 'assignmentId'),
    audience: REPORTING,
    description: 'The assignment it is about.',
  })
  assignment(@Ctx() context: Context, @Root() response: RecommendationResponse): Promise<Assignment | null> {
    return context.load(assignmentById, response.assignmentId);
  }

  @FieldResolver(() => Organisation, {
    reads: one(() => Organisation, 'organisationId'),
    audience: REPORTING,
    description: 'Who says it.',
  })
  organisation(@Ctx() context: Context, @Root() response: RecommendationResponse): Promise<Organisation | null> {
    return context.load(organisationById, response.organisationId);
  }

  @FieldResolver(() => Submission, {
    nullable: true,
    audience: REPORTING,
    description: 'The person who submitted it, and when; null where you may not see who did.',
  })
  async submission(@Ctx() context: Context, @Root() response: RecommendationResponse): Promise<Submission | null> {
    return (await context.load(submissionsOfResponse, response.id)).at(-1) ?? null;
  }

  @FieldResolver(() => [ResponseTransition], {
    audience: REPORTING,
    description: 'What you may do with it as it stands.',
  })
  async availableTransitions(@Ctx() context: Context, @Root() response: RecommendationResponse): Promise<string[]> {
    const submissions = await context.load(submissionsOfResponse, response.id);
    return responseWorkflow.available(
      response,
      context.viewer,
      submissions.map(({ submittedBy }) => submittedBy),
    );
  }

  @Mutation(() => ResponsePayload, () => RespondToRecommendationInput, {
    audience: REPORTING,
    role: ViewerRole.SUBMITTER,
    description:
      'Says what your organisation makes of a recommendation. The Office publishes it; until then a new response takes its place.',
  })
  respondToRecommendation(write: Write, input: RespondToRecommendationInput): Promise<Payload> {
    return service.respondToRecommendation(write, input);
  }

  @Mutation(() => ResponsePayload, () => WithdrawResponseInput, {
    audience: REPORTING,
    role: ViewerRole.SUBMITTER,
    description: 'Takes a response of your own back before it is published.',
  })
  withdrawResponse(write: Write, input: WithdrawResponseInput): Promise<Payload> {
    return service.withdrawResponse(write, input);
  }

  @Mutation(() => ResponsePayload, () => PublishResponseInput, {
    audience: OFFICE_ONLY,
    role: ViewerRole.PUBLISHER,
    description:
      'Publishes a response, at the next 09:30 in London from Monday to Friday unless the input says otherwise. Given again before then, it changes the time.',
  })
  publishResponse(write: Write, input: PublishResponseInput): Promise<Payload> {
    return service.publishResponse(write, input);
  }
}

@Resolver(() => Assignment)
export class AssignmentResponsesResolver {
  @FieldResolver(() => [RecommendationResponse], {
    audience: REPORTING,
    description: 'Responses to it, the oldest first, published and not, as far as you may see them.',
  })
  responses(@Ctx() context: Context, @Root() assignment: Assignment): Promise<RecommendationResponse[]> {
    return context.load(responsesOfAssignment, assignment.id);
  }
}
