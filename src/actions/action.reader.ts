import { manyByKey, oneByKey } from '../database/readers';
import { Recommendation } from '../recommendations/recommendation';
import { StrategicPriority } from '../strategy/strategy';
import { Action, Milestone } from './action';

export const actionById = oneByKey(Action, { key: 'action.id', type: 'int4' });
export const actionByCode = oneByKey(Action, { key: 'action.code', type: 'text' });
export const milestoneById = oneByKey(Milestone, { key: 'milestone.id', type: 'int4' });
export const milestoneByCode = oneByKey(Milestone, { key: 'milestone.code', type: 'text' });

export const milestonesOfAction = manyByKey(Milestone, {
  key: 'milestone.action_id',
  type: 'int4',
  order: 'milestone.due_on, milestone.id',
});

export const prioritiesOfAction = manyByKey(StrategicPriority, {
  key: 'action_priority.action_id',
  type: 'int4',
  join: 'join action_priority on action_priority.priority_id = strategic_priority.id',
  order: 'strategic_priority.position',
});

export const recommendationsOfAction = manyByKey(Recommendation, {
  key: 'action_recommendation.action_id',
  type: 'int4',
  join: 'join action_recommendation on action_recommendation.recommendation_id = recommendation.id',
  order: 'recommendation.position',
});
