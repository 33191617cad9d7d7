import { Resolver } from 'type-graphql';
import { COUNCIL_AND_OFFICE, OFFICE_ONLY } from '../graph/audience';
import { Mutation } from '../graph/declare';
import { ViewerRole } from '../identity/viewer';
import { payloadType } from '../writes/payload';
import type { Payload } from '../writes/perform';
import type { Write } from '../writes/write';
import {
  DraftCouncilAssessmentInput,
  OpenAssessmentReplyInput,
  PublishCouncilAssessmentInput,
  ReplyToAssessmentInput,
  ReviseCouncilAssessmentInput,
  SaveAssessmentFindingInput,
  WithdrawCouncilAssessmentInput,
} from './assessment.input';
import * as service from './assessment.service';
import { CouncilAssessment } from './council-assessment';

const CouncilAssessmentPayload = payloadType(CouncilAssessment, COUNCIL_AND_OFFICE, 'an assessment of a council');
const { SUBMITTER, PUBLISHER } = ViewerRole;

@Resolver(() => CouncilAssessment)
export class CouncilAssessmentMutations {
  @Mutation(() => CouncilAssessmentPayload, () => DraftCouncilAssessmentInput, {
    audience: OFFICE_ONLY,
    role: SUBMITTER,
    description:
      'Begins an assessment of a council for a year, by the latest criteria. A correction of a published one begins so too.',
  })
  draftCouncilAssessment(write: Write, input: DraftCouncilAssessmentInput): Promise<Payload> {
    return service.draftCouncilAssessment(write, input);
  }

  @Mutation(() => CouncilAssessmentPayload, () => SaveAssessmentFindingInput, {
    audience: OFFICE_ONLY,
    role: SUBMITTER,
    description: 'Says what is found by one criterion, in an assessment that is being drafted.',
  })
  saveAssessmentFinding(write: Write, input: SaveAssessmentFindingInput): Promise<Payload> {
    return service.saveAssessmentFinding(write, input);
  }

  @Mutation(() => CouncilAssessmentPayload, () => OpenAssessmentReplyInput, {
    audience: OFFICE_ONLY,
    role: SUBMITTER,
    description:
      'Shows an assessment to its council, which may reply before it is published. Something must be found by every criterion.',
  })
  openAssessmentReply(write: Write, input: OpenAssessmentReplyInput): Promise<Payload> {
    return service.openAssessmentReply(write, input);
  }

  @Mutation(() => CouncilAssessmentPayload, () => ReplyToAssessmentInput, {
    audience: COUNCIL_AND_OFFICE,
    role: SUBMITTER,
    description:
      'For the council that is assessed: replies to its assessment, once. The reply is published with it. A late reply is taken as well, until the assessment is published.',
  })
  replyToAssessment(write: Write, input: ReplyToAssessmentInput): Promise<Payload> {
    return service.replyToAssessment(write, input);
  }

  @Mutation(() => CouncilAssessmentPayload, () => ReviseCouncilAssessmentInput, {
    audience: OFFICE_ONLY,
    role: SUBMITTER,
    description:
      'Takes an assessment that its council was shown up again, as after a reply. The council is asked anew when it is shown again.',
  })
  reviseCouncilAssessment(write: Write, input: ReviseCouncilAssessmentInput): Promise<Payload> {
    return service.reviseCouncilAssessment(write, input);
  }

  @Mutation(() => CouncilAssessmentPayload, () => WithdrawCouncilAssessmentInput, {
    audience: OFFICE_ONLY,
    role: SUBMITTER,
    description: 'Gives an assessment up for good, before it is published.',
  })
  withdrawCouncilAssessment(write: Write, input: WithdrawCouncilAssessmentInput): Promise<Payload> {
    return service.withdrawCouncilAssessment(write, input);
  }

  @Mutation(() => CouncilAssessmentPayload, () => PublishCouncilAssessmentInput, {
    audience: OFFICE_ONLY,
    role: PUBLISHER,
    description:
      'Publishes an assessment that its council has replied to, or had the time to: at the next 09:30 in London from Monday to Friday unless the input says otherwise. Given again before then, it changes the time. Nobody publishes what they drafted or opened for reply.',
  })
  publishCouncilAssessment(write: Write, input: PublishCouncilAssessmentInput): Promise<Payload> {
    return service.publishCouncilAssessment(write, input);
  }
}
