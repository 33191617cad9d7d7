import { oneByKey } from '../database/readers';
import { Area } from './area';

export const areaById = oneByKey(Area, { key: 'area.id', type: 'int4' });

/** By any code that an area has or had. */
export const areaByCode = oneByKey(Area, {
  key: 'area_code.code',
  type: 'text',
  join: 'join area_code on area_code.area_id = area.id',
});
