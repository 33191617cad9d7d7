import { oneByKey } from '../database/readers';
import { Organisation } from './organisation';

export const organisationById = oneByKey(Organisation, { key: 'organisation.id', type: 'int4' });

/** By its code; a council's former codes find it too. */
export const organisationByCode = oneByKey(Organisation, {
  key: 'coalesce(area_code.code, organisation.code)',
  type: 'text',
  join: 'left join area_code on area_code.area_id = organisation.area_id',
});

/** The organisation that acts in an area: the council or the police force. */
export const organisationOfArea = oneByKey(Organisation, { key: 'organisation.area_id', type: 'int4' });
