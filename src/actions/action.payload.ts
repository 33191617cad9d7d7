import { OFFICE_ONLY } from '../graph/audience';
import { payloadType } from '../writes/payload';
import { Action, Milestone } from './action';

export const ActionPayload = payloadType(Action, OFFICE_ONLY, 'an action');
export const MilestonePayload = payloadType(Milestone, OFFICE_ONLY, 'a milestone');
