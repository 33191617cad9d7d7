import { Resolver } from 'type-graphql';
import { OFFICE_ONLY } from '../graph/audience';
import { Mutation } from '../graph/declare';
import { ViewerRole } from '../identity/viewer';
import type { Payload } from '../writes/perform';
import type { Write } from '../writes/write';
import { Action } from './action';
import { ChangeActionInput, ChangeMilestoneInput, OpenActionInput, OpenMilestoneInput } from './action.input';
import { ActionPayload, MilestonePayload } from './action.payload';
import * as service from './action.service';

const keeper = { audience: OFFICE_ONLY, role: ViewerRole.ADMINISTRATOR };

@Resolver(() => Action)
export class ActionMutations {
  @Mutation(() => ActionPayload, () => OpenActionInput, {
    ...keeper,
    description: 'Opens an action of the action plan, and publishes it.',
  })
  openAction(write: Write, input: OpenActionInput): Promise<Payload> {
    return service.openAction(write, input);
  }

  @Mutation(() => ActionPayload, () => ChangeActionInput, {
    ...keeper,
    description: 'Changes what the action plan says of an action, and publishes it.',
  })
  changeAction(write: Write, input: ChangeActionInput): Promise<Payload> {
    return service.changeAction(write, input);
  }

  @Mutation(() => MilestonePayload, () => OpenMilestoneInput, {
    ...keeper,
    description: 'Opens a milestone of an action, and publishes it.',
  })
  openMilestone(write: Write, input: OpenMilestoneInput): Promise<Payload> {
    return service.openMilestone(write, input);
  }

  @Mutation(() => MilestonePayload, () => ChangeMilestoneInput, {
    ...keeper,
    description: 'Changes a milestone, or says that it is reached, and publishes it.',
  })
  changeMilestone(write: Write, input: ChangeMilestoneInput): Promise<Payload> {
    return service.changeMilestone(write, input);
  }
}
