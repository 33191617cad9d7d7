import { manyByKey, oneByKey } from '../database/readers';
import { StrategicObjective, StrategicPriority } from './strategy';

export const objectiveById = oneByKey(StrategicObjective, { key: 'strategic_objective.id', type: 'int4' });
export const objectiveByCode = oneByKey(StrategicObjective, { key: 'strategic_objective.code', type: 'text' });
export const priorityById = oneByKey(StrategicPriority, { key: 'strategic_priority.id', type: 'int4' });
export const priorityByCode = oneByKey(StrategicPriority, { key: 'strategic_priority.code', type: 'text' });

export const prioritiesOfObjective = manyByKey(StrategicPriority, {
  key: 'strategic_priority.objective_id',
  type: 'int4',
  order: 'strategic_priority.position',
});

export const prioritiesOfRecommendation = manyByKey(StrategicPriority, {
  key: 'recommendation_priority.recommendation_id',
  type: 'int4',
  join: 'join recommendation_priority on recommendation_priority.priority_id = strategic_priority.id',
  order: 'strategic_priority.position',
});
