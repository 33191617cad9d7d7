import { findDuty } from '../delivery/duty';
import { PublicationKind } from '../publications/publication';
import { changeAfterReport, publish } from '../publications/publish';
import { releaseTime } from '../publications/release';
import { Response } from '../recommendations/assignment';
import { hold, idOfWork, move, noteStep, noteSubmission, step } from '../workflow/move';
import type { ChangeInput } from '../writes/payload';
import { InputCheck, UserErrorCode } from '../writes/refusal';
import type { Write } from '../writes/write';
import { RecommendationResponse, responseWorkflow, RESPONSES } from './recommendation-response';
import type { PublishResponseInput, RespondToRecommendationInput } from './response.input';

/** Any constant: responses for the same assignment take turns on it. */
const RESPONSE_LOCK = 471_120_236;

interface ResponsePayload {
  [name: string]: unknown;
  recommendationResponse: RecommendationResponse;
}

/** Hands in what a body says to a recommendation; one that waits to be published gives way to it. */
export async function respondToRecommendation(
  write: Write,
  input: RespondToRecommendationInput,
): Promise<ResponsePayload> {
  const check = new InputCheck();
  check.text(input.rationale, 'rationale');
  if (input.response === Response.NO_RESPONSE) {
    check.problem(UserErrorCode.INVALID, '"response" must be an answer: NO_RESPONSE is none.', 'response');
  }
  check.end();
  const duty = await findDuty(write, input);
  // Two responses at once take turns, so that one of them waits to be published and not both.
  await write.rows('select pg_advisory_xact_lock($1, $2)', [RESPONSE_LOCK, duty.assignmentId]);
  const waiting = await write.rows<RecommendationResponse>(
    `select ${write.columns(RecommendationResponse)} from recommendation_response
     where assignment_id = $1 and status = 'SUBMITTED' for update`,
    [duty.assignmentId],
  );
  for (const each of waiting) {
    await step(write, RESPONSES, each, 'WITHDRAW', { release_at: null });
  }
  const recommendationResponse = await write.row<RecommendationResponse>(
    `insert into recommendation_response (assignment_id, organisation_id, response, rationale)
     values ($1, $2, $3, $4) returning ${write.columns(RecommendationResponse)}`,
    [duty.assignmentId, write.organisation.id, input.response, input.rationale],
  );
  await noteStep(write, responseWorkflow, recommendationResponse!, 'RESPOND', null);
  await noteSubmission(write, responseWorkflow, recommendationResponse!);
  await write.tellOffice(
    'RESPONSE_SUBMITTED',
    idOfWork(responseWorkflow, recommendationResponse!),
    `${write.organisation.name} has responded to ${duty.code}.`,
  );
  return { recommendationResponse: recommendationResponse! };
}

export async function withdrawResponse(write: Write, input: ChangeInput): Promise<ResponsePayload> {
  return { recommendationResponse: await move(write, RESPONSES, input, 'WITHDRAW', { release_at: null }) };
}

/** Publishes a response now, or has the release clock do it later. */
export async function publishResponse(write: Write, input: PublishResponseInput): Promise<ResponsePayload> {
  const former = await hold(write, RESPONSES, input, 'PUBLISH');
  const time = await releaseTime(write, input);
  if (time !== null) {
    return { recommendationResponse: await step(write, RESPONSES, former, 'SCHEDULE', { release_at: time }) };
  }
  const [recommendationResponse] = await publishResponses(write, [former]);
  return { recommendationResponse: recommendationResponse! };
}

/** Publishes responses as one publication. Answers them as they are then. */
export async function publishResponses(
  write: Write,
  responses: readonly RecommendationResponse[],
): Promise<RecommendationResponse[]> {
  const title = responses.length === 1 ? 'A response to a recommendation' : `${responses.length} responses`;
  await publish(write.client, PublicationKind.RESPONSE, title);
  const published: RecommendationResponse[] = [];
  for (const each of responses) {
    await changeAfterReport(write.client, each.organisationId, () =>
      write.rows('update assignment set response = $2, response_rationale = $3, version = version + 1 where id = $1', [
        each.assignmentId,
        each.response,
        each.rationale,
      ]),
    );
    published.push(await step(write, RESPONSES, each, 'PUBLISH', { release_at: null }));
    await write.tell(
      each.organisationId,
      'RESPONSE_PUBLISHED',
      idOfWork(responseWorkflow, each),
      'A response of yours was published.',
    );
  }
  return published;
}
