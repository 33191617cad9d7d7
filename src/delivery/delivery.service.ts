import { Conflict } from '../graph/errors';
import { PublicationKind } from '../publications/publication';
import { changeAfterReport, publish } from '../publications/publish';
import type { ChangeInput } from '../writes/payload';
import { InputCheck, Refusal, UserErrorCode } from '../writes/refusal';
import type { Write } from '../writes/write';
import { hold, idOfWork, move, noteReview, noteStep, noteSubmission, step } from '../workflow/move';
import type { DecideDueDateChangeInput, RequestDueDateChangeInput, UpdateDeliveryDetailInput } from './delivery.input';
import { DeliveryDetail } from './delivery-detail';
import { DueDateDecision, DueDateRequest, DueDateRequestStatus, dueDateWorkflow } from './due-date';
import { dutyOf, findDuty } from './duty';

const REQUESTS = { entity: DueDateRequest, workflow: dueDateWorkflow };

/** Any constants: requests for the due date of the same duty take turns on them. */
const REQUEST_LOCKS = { assignment: 471_120_234, action: 471_120_235 };

interface DetailPayload {
  [name: string]: unknown;
  deliveryDetail: DeliveryDetail;
}

interface RequestPayload {
  [name: string]: unknown;
  dueDateRequest: DueDateRequest;
}

export async function updateDeliveryDetail(write: Write, input: UpdateDeliveryDetailInput): Promise<DetailPayload> {
  const check = new InputCheck();
  if (input.blockers != null) check.text(input.blockers, 'blockers');
  if (input.selfRatedRag === null) {
    check.problem(UserErrorCode.INVALID, 'To take the rating away, say NOT_RATED.', 'selfRatedRag');
  }
  check.end();
  const duty = await findDuty(write, input);
  const { column, id } = dutyOf(duty);
  await write.rows(
    `insert into delivery_detail (assignment_id, action_id, organisation_id, version) values ($1, $2, $3, 0)
     on conflict do nothing`,
    [duty.assignmentId, duty.actionId, write.organisation.id],
  );
  const former = await write.row<DeliveryDetail>(
    `select ${write.columns(DeliveryDetail)} from delivery_detail where ${column} = $1 for update`,
    [id],
  );
  if (former!.version !== input.expectedVersion) {
    throw new Conflict('delivery detail', input.expectedVersion, former!.version);
  }
  const { selfRatedRag = former!.selfRatedRag, forecastOn = former!.forecastOn, blockers = former!.blockers } = input;
  const deliveryDetail = await write.row<DeliveryDetail>(
    `update delivery_detail set self_rated_rag = $2, forecast_on = $3, blockers = $4, version = version + 1
     where id = $1 returning ${write.columns(DeliveryDetail)}`,
    [former!.id, selfRatedRag, forecastOn, blockers],
  );
  write.did(duty.typeName, duty.key, {
    selfRatedRag: [former!.selfRatedRag, selfRatedRag],
    forecastOn: [former!.forecastOn, forecastOn],
    blockers: [former!.blockers, blockers],
    version: deliveryDetail!.version,
  });
  return { deliveryDetail: deliveryDetail! };
}

export async function requestDueDateChange(write: Write, input: RequestDueDateChangeInput): Promise<RequestPayload> {
  const duty = await findDuty(write, input);
  const check = new InputCheck();
  check.text(input.reason, 'reason');
  if (input.newDueOn === duty.dueOn) {
    check.problem(UserErrorCode.INVALID, `"newDueOn" (${input.newDueOn}) is the due date there is.`, 'newDueOn');
  }
  if (duty.startsOn !== null) check.order(duty.startsOn, input.newDueOn, 'startsOn', 'newDueOn');
  check.end();
  // Held, so that two requests at once see each other.
  const { table, column, id } = dutyOf(duty);
  await write.rows('select pg_advisory_xact_lock($1, $2)', [REQUEST_LOCKS[table], id]);
  const open = await write.row(`select from due_date_request where ${column} = $1 and status = 'REQUESTED'`, [id]);
  if (open) {
    throw Refusal.of(
      UserErrorCode.NOT_POSSIBLE_NOW,
      'Another request for this due date waits to be decided: withdraw it first.',
    );
  }
  const dueDateRequest = await write.row<DueDateRequest>(
    `insert into due_date_request (assignment_id, action_id, organisation_id, former_due_on, new_due_on, reason)
     values ($1, $2, $3, $4, $5, $6) returning ${write.columns(DueDateRequest)}`,
    [duty.assignmentId, duty.actionId, write.organisation.id, duty.dueOn, input.newDueOn, input.reason],
  );
  await noteStep(write, dueDateWorkflow, dueDateRequest!, 'REQUEST', null);
  await noteSubmission(write, dueDateWorkflow, dueDateRequest!);
  await write.tellOffice(
    'DUE_DATE_CHANGE_REQUESTED',
    idOfWork(dueDateWorkflow, dueDateRequest!),
    `${write.organisation.name} asks for another due date.`,
  );
  return { dueDateRequest: dueDateRequest! };
}

export async function withdrawDueDateRequest(write: Write, input: ChangeInput): Promise<RequestPayload> {
  return { dueDateRequest: await move(write, REQUESTS, input, 'WITHDRAW') };
}

export async function decideDueDateChange(write: Write, input: DecideDueDateChangeInput): Promise<RequestPayload> {
  const check = new InputCheck();
  if (input.note != null) check.text(input.note, 'note');
  else if (input.decision === DueDateDecision.REFUSE) {
    check.problem(UserErrorCode.REQUIRED, 'To refuse, give a "note" that says why.', 'note');
  }
  check.end();
  const former = await hold(write, REQUESTS, input, input.decision);
  if (input.decision === DueDateDecision.APPROVE) await changeDueDate(write, former);
  const dueDateRequest = await step(write, REQUESTS, former, input.decision);
  if (input.note != null) await noteReview(write, dueDateWorkflow, dueDateRequest, input.note);
  const approved = dueDateRequest.status === DueDateRequestStatus.APPROVED;
  await write.tell(
    dueDateRequest.organisationId,
    approved ? 'DUE_DATE_CHANGE_APPROVED' : 'DUE_DATE_CHANGE_REFUSED',
    idOfWork(dueDateWorkflow, dueDateRequest),
    `A due date change that you asked for was ${approved ? 'approved' : 'refused'}.`,
  );
  return { dueDateRequest };
}

/** Publishes the new due date, and the change beside it. */
async function changeDueDate(write: Write, request: DueDateRequest): Promise<void> {
  const revision = await publish(write.client, PublicationKind.DUE_DATE_CHANGE, 'A due date change');
  const { table, id } = dutyOf(request);
  await write.rows(
    `insert into due_date_change (assignment_id, action_id, former_due_on, new_due_on, reason, requested_by_id,
       approved_by_id, revision)
     select $1, $2, due_on, $3, $4, $5, $6, $7 from ${table} where id = $8`,
    [
      request.assignmentId,
      request.actionId,
      request.newDueOn,
      request.reason,
      request.organisationId,
      write.organisation.id,
      revision,
      id,
    ],
  );
  await changeAfterReport(write.client, request.organisationId, () =>
    write.rows(`update ${table} set due_on = $2, version = version + 1 where id = $1`, [id, request.newDueOn]),
  );
}
