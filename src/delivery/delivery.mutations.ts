import { Resolver } from 'type-graphql';
import { ActionPayload } from '../actions/action.payload';
import { OFFICE_ONLY, REPORTING } from '../graph/audience';
import { Mutation } from '../graph/declare';
import { ViewerRole } from '../identity/viewer';
import { Assignment } from '../recommendations/assignment';
import { payloadType } from '../writes/payload';
import type { Payload } from '../writes/perform';
import type { Write } from '../writes/write';
import {
  DecideDueDateChangeInput,
  RequestDueDateChangeInput,
  ReopenActionInput,
  ReopenAssignmentInput,
  SupersedeActionInput,
  SupersedeAssignmentInput,
  UpdateDeliveryDetailInput,
  WithdrawDueDateRequestInput,
} from './delivery.input';
import * as service from './delivery.service';
import { DeliveryDetail } from './delivery-detail';
import { DueDateRequest } from './due-date';
import { REOPEN, settleAction, settleAssignment, SUPERSEDE } from './settle.service';

const DeliveryDetailPayload = payloadType(DeliveryDetail, REPORTING, 'delivery detail');
const DueDateRequestPayload = payloadType(DueDateRequest, REPORTING, 'a request for another due date');
const AssignmentPayload = payloadType(Assignment, OFFICE_ONLY, 'an assignment');
const { SUBMITTER, APPROVER, ADMINISTRATOR } = ViewerRole;
const keeper = { audience: OFFICE_ONLY, role: ADMINISTRATOR };

@Resolver(() => DeliveryDetail)
export class DeliveryMutations {
  @Mutation(() => DeliveryDetailPayload, () => UpdateDeliveryDetailInput, {
    audience: REPORTING,
    role: SUBMITTER,
    description:
      'Rates, forecasts and names the blockers of an assignment or action of your own. Departments and the Office see it at once; it is not published.',
  })
  updateDeliveryDetail(write: Write, input: UpdateDeliveryDetailInput): Promise<Payload> {
    return service.updateDeliveryDetail(write, input);
  }

  @Mutation(() => DueDateRequestPayload, () => RequestDueDateChangeInput, {
    audience: REPORTING,
    role: SUBMITTER,
    description: 'Asks the Office for another due date of an assignment or action of your own.',
  })
  requestDueDateChange(write: Write, input: RequestDueDateChangeInput): Promise<Payload> {
    return service.requestDueDateChange(write, input);
  }

  @Mutation(() => DueDateRequestPayload, () => WithdrawDueDateRequestInput, {
    audience: REPORTING,
    role: SUBMITTER,
    description: 'Takes a request of your own back before it is decided.',
  })
  withdrawDueDateRequest(write: Write, input: WithdrawDueDateRequestInput): Promise<Payload> {
    return service.withdrawDueDateRequest(write, input);
  }

  @Mutation(() => DueDateRequestPayload, () => DecideDueDateChangeInput, {
    audience: OFFICE_ONLY,
    role: APPROVER,
    description:
      'Decides a request for another due date. Approved, the change is published at once; the original date stays visible. Nobody decides what they asked for themselves.',
  })
  decideDueDateChange(write: Write, input: DecideDueDateChangeInput): Promise<Payload> {
    return service.decideDueDateChange(write, input);
  }

  @Mutation(() => AssignmentPayload, () => SupersedeAssignmentInput, {
    ...keeper,
    description: 'Says that an assignment is replaced by something else (SUPERSEDED), and publishes it.',
  })
  supersedeAssignment(write: Write, input: SupersedeAssignmentInput): Promise<Payload> {
    return settleAssignment(write, input, SUPERSEDE);
  }

  @Mutation(() => AssignmentPayload, () => ReopenAssignmentInput, {
    ...keeper,
    description: 'Opens an assignment again that was done, given up or superseded (IN_PROGRESS), and publishes it.',
  })
  reopenAssignment(write: Write, input: ReopenAssignmentInput): Promise<Payload> {
    return settleAssignment(write, input, REOPEN);
  }

  @Mutation(() => ActionPayload, () => SupersedeActionInput, {
    ...keeper,
    description: 'Says that an action is replaced by something else (SUPERSEDED), and publishes it.',
  })
  supersedeAction(write: Write, input: SupersedeActionInput): Promise<Payload> {
    return settleAction(write, input, SUPERSEDE);
  }

  @Mutation(() => ActionPayload, () => ReopenActionInput, {
    ...keeper,
    description: 'Opens an action again that was done, given up or superseded (IN_PROGRESS), and publishes it.',
  })
  reopenAction(write: Write, input: ReopenActionInput): Promise<Payload> {
    return settleAction(write, input, REOPEN);
  }
}
