import { Resolver } from 'type-graphql';
import { OFFICE_ONLY, REPORTING } from '../graph/audience';
import { Mutation } from '../graph/declare';
import { ViewerRole } from '../identity/viewer';
import { payloadType } from '../writes/payload';
import type { Payload } from '../writes/perform';
import type { Write } from '../writes/write';
import { ProgressUpdate } from './progress-update';
import {
  ApproveProgressUpdateInput,
  PublishProgressUpdateInput,
  ReturnProgressUpdateInput,
  SaveProgressUpdateInput,
  SubmitProgressUpdateInput,
  VerifyProgressUpdateInput,
  WithdrawProgressUpdateInput,
} from './update.input';
import * as service from './update.service';

const ProgressUpdatePayload = payloadType(ProgressUpdate, REPORTING, 'a progress update');
const { SUBMITTER, APPROVER, PUBLISHER } = ViewerRole;

@Resolver(() => ProgressUpdate)
export class ProgressUpdateMutations {
  @Mutation(() => ProgressUpdatePayload, () => SaveProgressUpdateInput, {
    audience: REPORTING,
    role: SUBMITTER,
    description:
      'Begins a report on an assignment or action of your own, or changes one that is a draft or was returned to you.',
  })
  saveProgressUpdate(write: Write, input: SaveProgressUpdateInput): Promise<Payload> {
    return service.saveProgressUpdate(write, input);
  }

  @Mutation(() => ProgressUpdatePayload, () => SubmitProgressUpdateInput, {
    audience: REPORTING,
    role: SUBMITTER,
    description: 'Hands a draft, or an update that you have mended, in for review by the Office.',
  })
  submitProgressUpdate(write: Write, input: SubmitProgressUpdateInput): Promise<Payload> {
    return service.submitProgressUpdate(write, input);
  }

  @Mutation(() => ProgressUpdatePayload, () => WithdrawProgressUpdateInput, {
    audience: REPORTING,
    role: SUBMITTER,
    description: 'Takes an update of your own back for good, before it is published.',
  })
  withdrawProgressUpdate(write: Write, input: WithdrawProgressUpdateInput): Promise<Payload> {
    return service.withdrawProgressUpdate(write, input);
  }

  @Mutation(() => ProgressUpdatePayload, () => ReturnProgressUpdateInput, {
    audience: OFFICE_ONLY,
    role: APPROVER,
    description: 'Sends an update back to its organisation, with a note that says what to mend.',
  })
  returnProgressUpdate(write: Write, input: ReturnProgressUpdateInput): Promise<Payload> {
    return service.returnProgressUpdate(write, input);
  }

  @Mutation(() => ProgressUpdatePayload, () => ApproveProgressUpdateInput, {
    audience: OFFICE_ONLY,
    role: APPROVER,
    description: 'Finds a submitted update good for publication. Nobody approves what they submitted themselves.',
  })
  approveProgressUpdate(write: Write, input: ApproveProgressUpdateInput): Promise<Payload> {
    return service.approveProgressUpdate(write, input);
  }

  @Mutation(() => ProgressUpdatePayload, () => PublishProgressUpdateInput, {
    audience: OFFICE_ONLY,
    role: PUBLISHER,
    description:
      'Publishes an approved update, at the next 09:30 in London from Monday to Friday unless the input says otherwise. Given again before then, it changes the time.',
  })
  publishProgressUpdate(write: Write, input: PublishProgressUpdateInput): Promise<Payload> {
    return service.publishProgressUpdate(write, input);
  }

  @Mutation(() => ProgressUpdatePayload, () => VerifyProgressUpdateInput, {
    audience: OFFICE_ONLY,
    role: APPROVER,
    description:
      'Records whether the evidence bears an update out. It is published with the update, or at once where that is published already. Nobody verifies what they submitted themselves.',
  })
  verifyProgressUpdate(write: Write, input: VerifyProgressUpdateInput): Promise<Payload> {
    return service.verifyProgressUpdate(write, input);
  }
}
