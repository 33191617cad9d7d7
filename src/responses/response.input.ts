import { OFFICE_ONLY, REPORTING } from '../graph/audience';
import { Field, InputType } from '../graph/declare';
import { ReleaseInput } from '../publications/release';
import { Response } from '../recommendations/assignment';
import { ChangeInput, MutationInput } from '../writes/payload';

@InputType({ audience: REPORTING, description: 'What your organisation says to a recommendation.' })
export class RespondToRecommendationInput extends MutationInput {
  @Field(() => String, {
    audience: REPORTING,
    description: 'The recommendation, such as 7b, which your organisation must act on.',
  })
  recommendationCode!: string;

  @Field(() => Response, { audience: REPORTING, description: 'What it says: anything but NO_RESPONSE.' })
  response!: Response;

  @Field(() => String, {
    audience: REPORTING,
    description: 'Why: plain text of up to 20,000 characters. It is published as it stands.',
  })
  rationale!: string;
}

@InputType({ audience: REPORTING, description: 'Which response to take back.' })
export class WithdrawResponseInput extends ChangeInput {}

@InputType({ audience: OFFICE_ONLY, description: 'Which response to publish, and when.' })
export class PublishResponseInput extends ReleaseInput {}
