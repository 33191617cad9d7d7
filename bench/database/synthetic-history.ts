import type { Client } from 'pg';

/** Titles and texts of all that is made up say so. It lives in databases of the bench alone. */
export const LABEL = 'Synthetic, for measuring';

/** What a scale of 1 stands for. */
const OBSERVATIONS = 42_598;
const UPDATES = 10_000;

/** Raised with any change to what is made here, so that databases of an older kind are made anew. */
export const SHAPE = 1;

/** The last day of the newest week that synthetic updates report on. */
const LAST_WEEK = '2025-12-28';

/** Tables that are filled here past their triggers and row policies: the rows are as those would let them be. */
const FILLED = [
  'publication',
  'observation',
  'progress_update',
  'evidence',
  'submission',
  'workflow_event',
  'published_update',
  'published_evidence',
];
const RESTRICTED = ['progress_update', 'evidence', 'submission', 'workflow_event'];

interface Step {
  says: string;
  statements: string[];
}

const identityAfter = (table: string): string =>
  `select setval(pg_get_serial_sequence('${table}', 'id'), greatest((select max(id) from ${table}), 1))`;

/** The action plan: two actions for each recommendation, three milestones for each. It does not grow with the scale. */
const ACTION_PLAN: Step = {
  says: 'an action plan',
  statements: [
    `insert into publication (revision, kind, title) select max(revision) + 1, 'ACTION_PLAN', '${LABEL}' from publication`,
    `select set_config('oscdr.revision_made', (select max(revision)::text from publication), true)`,
    `insert into action (code, title, summary, organisation_id, starts_on, due_on, original_due_on)
     select 'S' || lpad(row_number() over (order by position, half)::text, 3, '0'), '${LABEL}: ' || title || ', part ' || half,
       '${LABEL}', (select id from organisation where kind = 'DEPARTMENT' order by id offset position % 8 limit 1),
       date '2024-09-01', date '2026-03-31' + half * 90 + position, date '2026-03-31' + half * 90
     from recommendation, generate_series(1, 2) half where kind = 'RECOMMENDATION' order by position, half`,
    `insert into action_recommendation (action_id, recommendation_id)
     select action.id, recommendation.id from action join recommendation on action.title like '${LABEL}: ' || recommendation.title || ', part _'`,
    `insert into milestone (action_id, code, title, due_on, original_due_on)
     select id, code || '.' || step, '${LABEL}: step ' || step, date '2025-01-31' + step * 120, date '2025-01-31' + step * 120
     from action, generate_series(1, 3) step order by id, step`,
  ],
};

/** Earlier months of every series there is, one publication a month, the earliest first as a register grows. */
const observations = (count: number): Step => ({
  says: `${count.toLocaleString('en-GB')} observations`,
  statements: [
    `create temp table series on commit drop as
     select row_number() over (order by indicator_id, area_id) - 1 as place, count(*) over () as places, first.*
     from (select distinct on (indicator_id, area_id) indicator_id, area_id, value, lower, upper, marker,
         date_trunc('month', min(period_start) over (partition by indicator_id, area_id))::date as before
       from observation order by indicator_id, area_id, period_end) first`,
    `create temp table month on commit drop as
     select back, row_number() over (order by back desc) + (select max(revision) from publication) as revision
     from generate_series(1, (select ceil(${count} / max(places)::float8)::int4 from series)) back`,
    publications('month', 'INDICATOR_RELEASE'),
    `insert into observation (indicator_id, area_id, period_start, period_end, value, lower, upper, marker, revision)
     select indicator_id, area_id, (before - back * interval '1 month')::date, (before - (back - 1) * interval '1 month')::date - 1,
       round((value * factor)::numeric, 4), round((lower * factor)::numeric, 4), round((upper * factor)::numeric, 4), marker, revision
     from series cross join month
       cross join lateral (select 0.8 + mod(abs(hashint4((place * 7919 + back)::int4)), 1000) * 0.0004 as factor) chance
     where (back - 1) * places + place < ${count} order by back desc, place`,
  ],
});

/** Updates on every action and on nine assignments of ten, week by week back from the newest; the oldest first. */
const updates = (count: number): Step => ({
  says: `${count.toLocaleString('en-GB')} published progress updates`,
  statements: [
    `create temp table duty on commit drop as
     select row_number() over (order by kind, id) - 1 as place, count(*) over () as places, each.*
     from (select 1 as kind, id, null::int4 as assignment_id, id as action_id, organisation_id from action
       union all select 2, id, id, null, organisation_id from assignment where id % 10 <> 0) each`,
    `create temp table week on commit drop as
     select back, row_number() over (order by back desc) + (select max(revision) from publication) as revision
     from generate_series(0, (select ceil(${count} / max(places)::float8)::int4 from duty) - 1) back`,
    publications('week', 'PROGRESS'),
    `create temp table report on commit drop as
     select row_number() over (order by back desc, place)::int4 as number, duty.*, week.*,
       date '${LAST_WEEK}' - 7 * back as period_end,
       (array['NOT_STARTED', 'IN_PROGRESS', 'IN_PROGRESS', 'PENDING_VERIFICATION', 'PARTLY_IMPLEMENTED'])[1 + (place * 7 + back * 3) % 5] as delivery_status,
       (array['RED', 'AMBER_RED', 'AMBER', 'AMBER_GREEN', 'GREEN'])[1 + (place * 3 + back) % 5] as self_rated_rag,
       case when action_id is not null then ((place * 11 + 100 - back % 100) % 101)::int4 end as percent_complete,
       '${LABEL}. ' || repeat('Nothing here was reported by anybody. ', 3 + (place % 5)::int4) as summary
     from duty cross join week where back * places + place < ${count}`,
    `insert into progress_update (id, assignment_id, action_id, organisation_id, status, version, period_start, period_end,
       summary, delivery_status, self_rated_rag, percent_complete) overriding system value
     select (select coalesce(max(id), 0) from progress_update) + number, assignment_id, action_id, organisation_id, 'PUBLISHED', 4,
       period_end - 6, period_end, summary, delivery_status, self_rated_rag, percent_complete from report order by number`,
    `insert into submission (progress_update_id, organisation_id, submitted_by)
     select number, organisation_id, '${LABEL}' from report order by number`,
    `insert into workflow_event (progress_update_id, organisation_id, acting_organisation_id, transition, from_status, to_status)
     select number, organisation_id, organisation_id, 'SUBMIT', 'DRAFT', 'SUBMITTED' from report order by number`,
    `insert into evidence (progress_update_id, organisation_id, title, kind)
     select number, organisation_id, '${LABEL}', 'DOCUMENT' from report where number % 4 = 0 order by number`,
    `insert into published_update (id, progress_update_id, assignment_id, action_id, period_start, period_end, summary,
       delivery_status, self_rated_rag, percent_complete, revision) overriding system value
     select number, number, assignment_id, action_id, period_end - 6, period_end, summary, delivery_status, self_rated_rag,
       percent_complete, revision from report order by number`,
    `insert into published_evidence (published_update_id, title, kind)
     select number, '${LABEL}', 'DOCUMENT' from report where number % 4 = 0 order by number`,
    identityAfter('progress_update'),
    identityAfter('published_update'),
  ],
});

/** What the newest report of each duty says of it, through the triggers that keep versions. */
const STANDING: Step = {
  says: 'what the newest reports say',
  statements: [
    `select set_config('oscdr.revision_made', (select max(revision)::text from publication where kind = 'PROGRESS'), true)`,
    ...['assignment', 'action'].map(
      (table) =>
        `update ${table} set version = version + 1, delivery_status = latest.delivery_status, self_rated_rag = latest.self_rated_rag
           ${table === 'action' ? ', percent_complete = latest.percent_complete' : ''}
         from (select distinct on (${table}_id) * from report where ${table}_id is not null order by ${table}_id, period_end desc) latest
         where latest.${table}_id = ${table}.id`,
    ),
  ],
};

/** Publications of a temporary table of times, in order of their revisions; nothing stamps them here. */
function publications(times: string, kind: string): string {
  return `insert into publication (revision, kind, title, published_at)
    select revision, '${kind}', '${LABEL}', (select max(published_at) from publication)
      + row_number() over (order by revision) * interval '1 millisecond' from ${times} order by revision`;
}

/**
 * Fills a database that has the real figures with synthetic history: earlier months of the series there are, an action
 * plan, and progress updates as they would have been published. In one transaction: all or nothing.
 */
export async function makeHistory(client: Client, scale: number, say: (text: string) => void): Promise<void> {
  const each = async (statements: readonly string[]): Promise<void> => {
    for (const statement of statements) await client.query(statement);
  };
  const step = async ({ says, statements }: Step): Promise<void> => {
    const began = performance.now();
    await each(statements);
    say(`  ${says}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
  };
  await client.query('begin');
  await step(ACTION_PLAN);
  // Where the login may, foreign keys are not checked row by row either: the rows are made of keys that are there.
  await client.query('savepoint unchecked');
  await client.query('set local session_replication_role = replica').catch(() => client.query('rollback to unchecked'));
  await each(FILLED.map((table) => `alter table ${table} disable trigger user`));
  await each(RESTRICTED.map((table) => `alter table ${table} no force row level security`));
  // Making an index at the end takes a fraction of the time that it takes to keep it up row by row.
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
     where indrelid = any($1::regclass[]) and not exists (select from pg_constraint where conindid = indexrelid)`,
    [FILLED],
  );
  await each(indexes.map(({ name }) => `drop index ${name}`));
  const extra = Math.round(OBSERVATIONS * (scale - 1));
  if (extra > 0) await step(observations(extra));
  await step(updates(Math.round(UPDATES * scale)));
  await step({ says: 'their indexes', statements: indexes.map(({ definition }) => definition) });
  await each(RESTRICTED.map((table) => `alter table ${table} force row level security`));
  await each(FILLED.map((table) => `alter table ${table} enable trigger user`));
  await client.query('set local session_replication_role = origin').catch(() => undefined);
  await step(STANDING);
  await client.query('commit');
}
