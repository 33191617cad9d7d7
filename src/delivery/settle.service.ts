import { Action } from '../actions/action';
import { holdRecord } from '../actions/action.service';
import { Conflict, NotFound } from '../graph/errors';
import { keyOfId } from '../graph/node';
import { PublicationKind } from '../publications/publication';
import { publish, takePublicationTurn } from '../publications/publish';
import { Assignment, DeliveryStatus } from '../recommendations/assignment';
import { InputCheck, UserErrorCode } from '../writes/refusal';
import type { Write } from '../writes/write';
import type { SettleInput } from './delivery.input';

/** What the Office says of an assignment or action by itself: that it is superseded, or open again. */
interface Settlement {
  to: DeliveryStatus;
  from: readonly (DeliveryStatus | null)[];
  /** For the title of the publication. */
  says: string;
}

const { NOT_STARTED, IN_PROGRESS, PENDING_VERIFICATION, IMPLEMENTED, PARTLY_IMPLEMENTED, NOT_IMPLEMENTED, SUPERSEDED } =
  DeliveryStatus;

export const SUPERSEDE: Settlement = {
  to: SUPERSEDED,
  from: [null, NOT_STARTED, IN_PROGRESS, PENDING_VERIFICATION, IMPLEMENTED, PARTLY_IMPLEMENTED, NOT_IMPLEMENTED],
  says: 'superseded',
};
export const REOPEN: Settlement = {
  to: IN_PROGRESS,
  from: [IMPLEMENTED, PARTLY_IMPLEMENTED, NOT_IMPLEMENTED, SUPERSEDED],
  says: 'reopened',
};

export async function settleAssignment(
  write: Write,
  input: SettleInput,
  settlement: Settlement,
): Promise<{ assignment: Assignment }> {
  const key = keyOfId('Assignment', input.id) ?? '';
  await takePublicationTurn(write.client);
  const former = await write.row<Assignment & { code: string; name: string }>(
    `select ${write.columns(Assignment)}, recommendation.code, organisation.name
     from assignment join recommendation on recommendation.id = recommendation_id
     join organisation on organisation.id = organisation_id
     where recommendation.code || ':' || organisation.code = $1 for update of assignment`,
    [key],
  );
  if (!former) throw new NotFound('assignment');
  if (former.version !== input.expectedVersion) {
    throw new Conflict('assignment', input.expectedVersion, former.version);
  }
  await announce(write, input, settlement, former.deliveryStatus, `${former.code} of ${former.name}`);
  const assignment = await settle<Assignment>(write, 'assignment', Assignment, former.id, settlement);
  write.did('Assignment', key, { deliveryStatus: [former.deliveryStatus, settlement.to], version: assignment.version });
  return { assignment };
}

export async function settleAction(
  write: Write,
  input: SettleInput,
  settlement: Settlement,
): Promise<{ action: Action }> {
  const former = await holdRecord(write, Action, 'action', 'Action', input);
  await announce(write, input, settlement, former.deliveryStatus, `Action ${former.code}`);
  const action = await settle<Action>(write, 'action', Action, former.id, settlement);
  write.did('Action', former.code, { deliveryStatus: [former.deliveryStatus, settlement.to], version: action.version });
  return { action };
}

async function announce(
  write: Write,
  { reason }: SettleInput,
  { from, says }: Settlement,
  status: DeliveryStatus | null,
  what: string,
): Promise<void> {
  const check = new InputCheck();
  check.line(reason, 'reason');
  if (!from.includes(status)) {
    const states = from.filter((each) => each !== null).join(', ');
    const message = `${what} is ${status ?? 'not reported'}; it can be ${says} where it is ${states}.`;
    check.problem(UserErrorCode.NOT_POSSIBLE_NOW, message, 'id');
  }
  check.end();
  await publish(write.client, PublicationKind.REGISTER, `${what} ${says}: ${reason}`);
}

async function settle<Row>(
  write: Write,
  table: 'assignment' | 'action',
  entity: typeof Assignment | typeof Action,
  id: number,
  { to }: Settlement,
): Promise<Row> {
  const row = await write.row<Row>(
    `update ${table} set delivery_status = $2, version = version + 1 where id = $1 returning ${write.columns(entity)}`,
    [id, to],
  );
  return row!;
}
