/**
 * The limit: what PostgreSQL can answer when the whole answer is made there, as text. One statement a query, written by
 * hand for it alone, with the names and the order of the register's own answers.
 */
const answer = (field: string, value: string): string =>
  `select json_build_object('data', json_build_object('${field}', ${value}))::text as answer`;
const list = (item: string, order: string): string => `coalesce(json_agg(${item} order by ${order}), '[]')`;
const nodes = (item: string, order: string): string => `json_build_object('nodes', ${list(item, order)})`;
const PERIOD = (row: string): string => `json_build_object('start', ${row}.period_start, 'end', ${row}.period_end)`;
const FIGURES = (row: string): string => `'period', ${PERIOD(row)}, 'value', ${row}.value, 'lower', ${row}.lower,
  'upper', ${row}.upper, 'marker', ${row}.marker`;

// All assignments are ranked at once: one sort is quicker than a walk through the names for each recommendation.
const A = `
  with pages as (
    select recommendation_id, ${nodes(
      `json_build_object('response', response, 'deliveryStatus', delivery_status, 'verifiedRag', verified_rag,
         'dutyBearer', json_build_object('code', code, 'name', name))`,
      'place',
    )} as page
    from (
      select recommendation_id, response, delivery_status, verified_rag, organisation.code, organisation.name,
        row_number() over (partition by recommendation_id order by organisation.name, assignment.id) as place
      from assignment join organisation on organisation.id = organisation_id
    ) ranked
    where place <= 5 group by recommendation_id
  ), counted as materialized (
    select recommendation_id, count(*)::int4 as duty_bearers, count(delivery_status)::int4 as reported
    from assignment group by recommendation_id
  ), totals as (
    select whole.id, coalesce(sum(duty_bearers), 0)::int4 as duty_bearers, coalesce(sum(reported), 0)::int4 as reported
    from recommendation whole
    join recommendation part on part.id = whole.id or (part.parent_id = whole.id and whole.kind = 'GROUP')
    left join counted on recommendation_id = part.id group by whole.id
  )
  ${answer(
    'recommendations',
    nodes(
      `json_build_object('code', code, 'title', title,
         'progress', json_build_object('dutyBearers', duty_bearers, 'reported', reported, 'notReported', duty_bearers - reported),
         'assignments', coalesce(page, '{"nodes":[]}'))`,
      'position',
    ),
  )}
  from (select * from recommendation order by position limit 100) recommendation
  join totals using (id) left join pages on pages.recommendation_id = recommendation.id`;

const B = `
  ${answer(
    'recommendations',
    nodes(
      `json_build_object('code', recommendation.code, 'title', recommendation.title, 'actions', actions.page)`,
      'recommendation.position',
    ),
  )}
  from (select * from recommendation order by position limit 100) recommendation
  cross join lateral (
    select ${nodes(
      `json_build_object('code', action.code, 'title', action.title, 'deliveryStatus', action.delivery_status,
         'percentComplete', action.percent_complete, 'dueOn', action.due_on,
         'owner', json_build_object('code', organisation.code, 'name', organisation.name),
         'publishedUpdates', updates.page)`,
      'action.code',
    )} as page
    from (
      select action.* from action_recommendation join action on action.id = action_id
      where recommendation_id = recommendation.id order by action.code limit 10
    ) action
    join organisation on organisation.id = action.organisation_id
    cross join lateral (
      select ${nodes(
        `json_build_object('periodStart', latest.period_start, 'periodEnd', latest.period_end, 'summary', latest.summary,
           'deliveryStatus', latest.delivery_status, 'selfRatedRag', latest.self_rated_rag)`,
        'latest.period_end desc, latest.id desc',
      )} as page
      from (select * from published_update where action_id = action.id order by period_end desc, id desc limit 2) latest
    ) updates
  ) actions`;

const C = `
  ${answer(
    'councils',
    nodes(
      `json_build_object('gssCode', council.code, 'name', council.name, 'observations', observations.page)`,
      'council.name, council.id',
    ),
  )}
  from (
    select id, code, name from area where kind = 'COUNCIL' and is_current order by name, id limit 50
  ) council
  cross join lateral (
    select ${nodes(
      `json_build_object(${FIGURES('latest')})`,
      'latest.period_end desc, latest.period_start desc',
    )} as page
    from (
      select * from observation
      where area_id = council.id and indicator_id = (select id from indicator where code = $1)
      order by indicator_id desc, area_id desc, period_end desc, period_start desc limit 5
    ) latest
  ) observations`;

const councils = (from: string, order: string): string => `(
  select ${list(`json_build_object('gssCode', other.code, 'name', other.name)`, order)} from ${from})`;
const areaName = (key: string): string =>
  `(select json_build_object('name', other.name) from area other where other.id = council.${key})`;

const D = `
  ${answer(
    'council',
    `json_build_object('gssCode', council.code, 'name', council.name, 'officialName', council.official_name,
       'type', council.type, 'squareKilometres', council.square_kilometres,
       'region', ${areaName('region_id')},
       'policeForce', ${areaName('police_force_id')},
       'county', ${areaName('county_id')},
       'neighbours', ${councils('statistical_neighbour join area other on other.id = neighbour_id where council_id = council.id', 'rank')},
       'predecessors', ${councils('area_succession join area other on other.id = predecessor_id where successor_id = council.id', 'other.name, other.id')},
       'successors', ${councils('area_succession join area other on other.id = successor_id where predecessor_id = council.id', 'other.name, other.id')},
       'assignments', assignments.page, 'observations', observations.page)`,
  )}
  from (select area.* from area join area_code on area_code.area_id = area.id where area_code.code = $1) council
  cross join lateral (
    select ${nodes(
      `json_build_object('recommendation', json_build_object('code', recommendation.code, 'title', recommendation.title),
         'response', assignment.response, 'deliveryStatus', assignment.delivery_status,
         'selfRatedRag', assignment.self_rated_rag, 'verifiedRag', assignment.verified_rag, 'dueOn', assignment.due_on,
         'publishedUpdates', updates.page)`,
      'recommendation.position',
    )} as page
    from assignment join recommendation on recommendation.id = recommendation_id
    cross join lateral (
      select ${nodes(
        `json_build_object('periodStart', latest.period_start, 'periodEnd', latest.period_end, 'summary', latest.summary,
           'deliveryStatus', latest.delivery_status)`,
        'latest.period_end',
      )} as page
      from (select * from published_update where assignment_id = assignment.id order by period_end desc, id desc limit 1) latest
    ) updates
    where organisation_id = (select id from organisation where area_id = council.id)
  ) assignments
  cross join lateral (
    select ${nodes(
      `json_build_object('indicator', json_build_object('code', indicator.code, 'name', indicator.name,
         'unit', indicator.unit, 'direction', indicator.direction), ${FIGURES('latest')})`,
      'indicator.id',
    )} as page
    from indicator cross join lateral (
      select * from observation where indicator_id = indicator.id and area_id = council.id
      order by indicator_id desc, area_id desc, period_end desc, period_start desc limit 1
    ) latest
  ) observations`;

const BY_PERIOD = 'period_end desc, period_start desc, indicator_id desc, area_id desc';

const page = (beyond: string): string => `
  with page as (
    select * from observation where indicator_id = (select id from indicator where code = $1) ${beyond}
    order by ${BY_PERIOD} limit 101
  ), numbered as (
    select *, row_number() over (order by ${BY_PERIOD}) as place from page
  )
  select json_build_object('data', json_build_object('observations', json_build_object(
    'nodes', coalesce(json_agg(json_build_object('area', json_build_object('code', area.code, 'name', area.name),
      ${FIGURES('numbered')}) order by place) filter (where place <= 100), '[]'),
    'pageInfo', json_build_object('hasNextPage', count(*) > 100))))::text as answer
  from numbered join area on area.id = area_id`;

export const STATEMENTS: Record<string, string> = {
  A,
  B,
  C,
  D,
  E1: page(''),
  E1000: page('and (period_end, period_start, indicator_id, area_id) < ($2::date, $3::date, $4::int4, $5::int4)'),
};
