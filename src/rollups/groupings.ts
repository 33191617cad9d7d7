import { ProgressGrouping } from './progress';
import type { Grouping } from './progress.reader';

/** The council, or police force, of a fact's organisation. */
const AREA = `left join organisation bearer on bearer.id = fact.organisation_id
  left join area on area.id = bearer.area_id`;

/** The month in London, of the publication that brought the last report. */
const REPORTED_IN = `to_char(reported.published_at at time zone 'Europe/London', 'YYYY-MM')`;

export const GROUPINGS: Record<ProgressGrouping, Grouping> = {
  REGION: {
    key: 'region.code',
    label: 'region.name',
    join: `${AREA} left join area region on region.id = area.region_id`,
  },
  COUNCIL_TYPE: { key: 'area.type', label: `initcap(replace(area.type, '_', ' '))`, join: AREA },
  POLICE_FORCE: {
    key: 'force.code',
    label: 'force.name',
    join: `${AREA} left join area force
      on force.id = case when area.kind = 'POLICE_FORCE_AREA' then area.id else area.police_force_id end`,
  },
  PRIORITY: {
    key: 'priority.code',
    label: 'priority.title',
    join: `left join recommendation_priority served on served.recommendation_id = fact.recommendation_id
      left join strategic_priority priority on priority.id = served.priority_id`,
  },
  MONTH: {
    key: REPORTED_IN,
    label: REPORTED_IN,
    join: '',
    byReport: true,
  },
};
