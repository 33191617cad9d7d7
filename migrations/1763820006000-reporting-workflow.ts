import type { MigrationInterface, QueryRunner } from 'typeorm';

const REPORTERS = 'oscdr_council, oscdr_government, oscdr_office';
const OWN = `organisation_id = (select nullif(current_setting('oscdr.organisation', true), '')::int4)`;

/** What is worked on through states, and the states of each; src/workflow has the transitions between them. */
const KINDS = ['progress_update', 'recommendation_response', 'due_date_request', 'data_return'];

const SUBJECT = `
  assignment_id int4,
  action_id int4,
  organisation_id int4 not null`;
const WORK = `
  key uuid not null default gen_random_uuid(),
  version int4 not null default 1,
  updated_at timestamptz not null default now()`;

/** The owner of a row is copied into it, for the row policies; these keep the copy equal to what it is a copy of. */
const ownedBy = (table: string, column: string, parent: string): string =>
  `constraint ${table}_${column}_owner_fk foreign key (${column}, organisation_id) references ${parent} (id, organisation_id)`;
const onOneSubject = (table: string): string => `
  ${ownedBy(table, 'assignment_id', 'assignment')},
  ${ownedBy(table, 'action_id', 'action')},
  constraint ${table}_one_subject check (num_nonnulls(assignment_id, action_id) = 1)`;
const work = (table: string, states: string): string => `
  constraint ${table}_key_unique unique (key),
  constraint ${table}_owner unique (id, organisation_id),
  constraint ${table}_status check (status in (${states}))`;

/** Restricted tables that this makes: who may read which rows, and who may write which. */
const READ: Record<string, Record<string, string>> = {
  evidence: {
    oscdr_council: OWN,
    // The update's own policy says which of them departments see.
    oscdr_government: 'exists (select from progress_update where progress_update.id = progress_update_id)',
    oscdr_office: 'true',
  },
  verification: { oscdr_council: OWN, oscdr_government: OWN, oscdr_office: 'true' },
  workflow_event: { oscdr_council: OWN, oscdr_government: OWN, oscdr_office: 'true' },
  recommendation_response: {
    oscdr_council: OWN,
    oscdr_government: `status in ('SUBMITTED', 'PUBLISHED') or ${OWN}`,
    oscdr_office: 'true',
  },
  due_date_request: { oscdr_council: OWN, oscdr_government: 'true', oscdr_office: 'true' },
  data_return: { oscdr_council: OWN, oscdr_government: OWN, oscdr_office: 'true' },
  returned_observation: { oscdr_council: OWN, oscdr_government: OWN, oscdr_office: 'true' },
};

/** The state that new work of each kind begins in. */
const INITIAL: Record<string, string> = {
  progress_update: 'DRAFT',
  recommendation_response: 'SUBMITTED',
  due_date_request: 'REQUESTED',
  data_return: 'SUBMITTED',
};

/**
 * The steps of each kind of work, for the trigger that refuses all others: whose step, from where, to where. A test
 * compares them with the workflows that the code declares.
 */
const STEPS: Record<string, string> = {
  progress_update: `{OWNER DRAFT DRAFT,OWNER RETURNED RETURNED,OWNER DRAFT SUBMITTED,OWNER RETURNED SUBMITTED,
    OWNER DRAFT WITHDRAWN,OWNER SUBMITTED WITHDRAWN,OWNER RETURNED WITHDRAWN,OWNER APPROVED WITHDRAWN,
    OFFICE SUBMITTED RETURNED,OFFICE APPROVED RETURNED,OFFICE SUBMITTED APPROVED,OFFICE APPROVED APPROVED,
    OFFICE APPROVED PUBLISHED,OFFICE PUBLISHED PUBLISHED}`,
  recommendation_response: `{OWNER SUBMITTED WITHDRAWN,OFFICE SUBMITTED SUBMITTED,OFFICE SUBMITTED PUBLISHED}`,
  due_date_request: `{OWNER REQUESTED WITHDRAWN,OFFICE REQUESTED APPROVED,OFFICE REQUESTED REFUSED}`,
  data_return: `{OWNER RETURNED SUBMITTED,OWNER SUBMITTED WITHDRAWN,OWNER RETURNED WITHDRAWN,
    OFFICE SUBMITTED RETURNED,OFFICE SUBMITTED APPROVED}`,
};

export class ReportingWorkflow1763820006000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema as_of cascade');
    await this.widen(runner);
    await this.create(runner);
    await this.share(runner);
    await this.guard(runner);
    await runner.query('select rebuild_as_of()');
  }

  /** Progress and delivery detail on actions as well as on assignments. */
  private async widen(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table progress_update
        alter assignment_id drop not null,
        alter delivery_status drop not null,
        add action_id int4,
        add version int4 not null default 1,
        add release_at timestamptz,
        add nothing_to_report boolean not null default false,
        add percent_complete int4
          constraint progress_update_percent_complete check (percent_complete between 0 and 100),
        add corrects_id int4,
        add ${ownedBy('progress_update', 'action_id', 'action')},
        add ${ownedBy('progress_update', 'corrects_id', 'progress_update')},
        add constraint progress_update_one_subject check (num_nonnulls(assignment_id, action_id) = 1)`);
    await runner.query('create index progress_update_by_action on progress_update (action_id, period_end, id)');
    await runner.query(
      `create index progress_update_waiting on progress_update (status, release_at) where status <> 'PUBLISHED'`,
    );
    await runner.query(`
      alter table delivery_detail
        drop constraint delivery_detail_pk,
        alter assignment_id drop not null,
        add id int4 generated always as identity constraint delivery_detail_pk primary key,
        add action_id int4 constraint delivery_detail_action_unique unique,
        add self_rated_rag text not null default 'NOT_RATED',
        add version int4 not null default 1,
        add constraint delivery_detail_assignment_unique unique (assignment_id),
        add ${ownedBy('delivery_detail', 'action_id', 'action')},
        add constraint delivery_detail_one_subject check (num_nonnulls(assignment_id, action_id) = 1)`);
  }

  private async create(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table recommendation_response (
        id int4 generated always as identity constraint recommendation_response_pk primary key,
        assignment_id int4 not null,
        organisation_id int4 not null,
        status text not null default 'SUBMITTED',
        response text not null,
        rationale text not null,
        release_at timestamptz,
        ${WORK},
        ${work('recommendation_response', `'SUBMITTED', 'PUBLISHED', 'WITHDRAWN'`)},
        ${ownedBy('recommendation_response', 'assignment_id', 'assignment')}
      )`);
    await runner.query(
      'create index recommendation_response_by_assignment on recommendation_response (assignment_id, id)',
    );
    await runner.query(`
      create table due_date_request (
        id int4 generated always as identity constraint due_date_request_pk primary key,
        ${SUBJECT},
        status text not null default 'REQUESTED',
        former_due_on date,
        new_due_on date not null,
        reason text not null,
        ${WORK},
        ${work('due_date_request', `'REQUESTED', 'APPROVED', 'REFUSED', 'WITHDRAWN'`)},
        ${onOneSubject('due_date_request')}
      )`);
    await runner.query('create index due_date_request_by_assignment on due_date_request (assignment_id, id)');
    await runner.query('create index due_date_request_by_action on due_date_request (action_id, id)');
    await runner.query(`
      create table data_return (
        id int4 generated always as identity constraint data_return_pk primary key,
        organisation_id int4 not null constraint data_return_organisation_fk references organisation,
        status text not null default 'SUBMITTED',
        ${WORK},
        ${work('data_return', `'SUBMITTED', 'RETURNED', 'APPROVED', 'WITHDRAWN'`)}
      )`);
    await runner.query('create index data_return_by_organisation on data_return (organisation_id, id)');
    await runner.query(`
      create table returned_observation (
        id int4 generated always as identity constraint returned_observation_pk primary key,
        data_return_id int4 not null,
        organisation_id int4 not null,
        indicator_id int4 not null constraint returned_observation_indicator_fk references indicator,
        area_id int4 not null constraint returned_observation_area_fk references area,
        period_start date not null,
        period_end date not null,
        value float8,
        lower float8,
        upper float8,
        marker text constraint returned_observation_marker
          check (marker in ('b', 'c', 'e', 'k', 'p', 'r', 'u', 'x', 'z')),
        note text,
        nothing_to_report boolean not null default false,
        constraint returned_observation_unique unique (data_return_id, indicator_id, area_id, period_start, period_end),
        constraint returned_observation_period check (period_start <= period_end),
        constraint returned_observation_missing_says_why
          check (value is not null or marker is not null or nothing_to_report),
        ${ownedBy('returned_observation', 'data_return_id', 'data_return')}
      )`);
    await runner.query(
      `alter table unreleased_observation alter release_at drop not null, add note text,
         add returned_by_id int4 constraint unreleased_observation_returned_by_fk references organisation`,
    );
    await runner.query('alter table indicator disable trigger keep_record_version');
    await runner.query(
      `alter table indicator add collected_by_return boolean not null default false,
         add counts_people boolean not null default false`,
    );
    await runner.query('alter table indicator enable trigger keep_record_version');
    await runner.query(
      `update record_version set content = content || '{"collected_by_return": false, "counts_people": false}'
       where table_name = 'indicator'`,
    );
    await runner.query(`
      create table evidence (
        id int4 generated always as identity constraint evidence_pk primary key,
        progress_update_id int4 not null,
        organisation_id int4 not null,
        title text not null,
        kind text not null,
        url text,
        dated_on date,
        ${ownedBy('evidence', 'progress_update_id', 'progress_update')}
      )`);
    await runner.query('create index evidence_by_progress_update on evidence (progress_update_id, id)');
    await runner.query(`
      create table verification (
        id int4 generated always as identity constraint verification_pk primary key,
        progress_update_id int4 not null,
        organisation_id int4 not null,
        verdict text not null,
        verified_rag text not null,
        evidence_strength text not null,
        note text,
        verified_at timestamptz not null default now(),
        ${ownedBy('verification', 'progress_update_id', 'progress_update')}
      )`);
    await runner.query('create index verification_by_progress_update on verification (progress_update_id, id)');
  }

  /** Who submitted, what reviewers wrote, and every step: the same for all kinds of work, each row of one kind. */
  private async share(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table submission
        drop constraint submission_pk,
        alter progress_update_id drop not null,
        add id int4 generated always as identity constraint submission_pk primary key`);
    await runner.query('alter table review_note alter progress_update_id drop not null');
    await runner.query(`
      create table workflow_event (
        id int4 generated always as identity constraint workflow_event_pk primary key,
        progress_update_id int4,
        organisation_id int4 not null,
        transition text not null,
        from_status text,
        to_status text not null,
        acting_organisation_id int4 not null constraint workflow_event_actor_fk references organisation,
        occurred_at timestamptz not null default clock_timestamp(),
        ${ownedBy('workflow_event', 'progress_update_id', 'progress_update')}
      )`);
    await runner.query('create index workflow_event_by_progress_update on workflow_event (progress_update_id, id)');
    await runner.query('create index submission_by_progress_update on submission (progress_update_id, id)');
    for (const table of ['submission', 'review_note', 'workflow_event']) {
      for (const kind of KINDS.slice(1)) {
        await runner.query(`alter table ${table} add ${kind}_id int4, add ${ownedBy(table, `${kind}_id`, kind)}`);
        await runner.query(
          `create index ${table}_by_${kind} on ${table} (${kind}_id, id) where ${kind}_id is not null`,
        );
      }
      const columns = KINDS.map((kind) => `${kind}_id`).join(', ');
      await runner.query(`alter table ${table} add constraint ${table}_of_one check (num_nonnulls(${columns}) = 1)`);
    }
  }

  private async guard(runner: QueryRunner): Promise<void> {
    for (const [table, policies] of Object.entries(READ)) {
      await runner.query(`alter table ${table} enable row level security, force row level security`);
      for (const [role, condition] of Object.entries(policies)) {
        await runner.query(`grant select on ${table} to ${role}`);
        await runner.query(
          `create policy ${table}_read_by_${role} on ${table} for select to ${role} using (${condition})`,
        );
      }
    }
    for (const [table, initial] of Object.entries(INITIAL)) {
      await runner.query(`grant insert, update on ${table} to ${REPORTERS}`);
      await runner.query(
        `create policy ${table}_begun on ${table} for insert to ${REPORTERS}
         with check (${OWN} and status = '${initial}' and version = 1)`,
      );
      await runner.query(
        `create policy ${table}_moved on ${table} for update to oscdr_council, oscdr_government
         using (${OWN}) with check (${OWN})`,
      );
      await runner.query(
        `create policy ${table}_moved_by_oscdr_office on ${table} for update to oscdr_office using (true)`,
      );
    }
    await runner.query(`grant insert, update on delivery_detail to ${REPORTERS}`);
    await runner.query(
      `create policy delivery_detail_begun on delivery_detail for insert to ${REPORTERS} with check (${OWN})`,
    );
    await runner.query(
      `create policy delivery_detail_changed on delivery_detail for update to ${REPORTERS} using (${OWN}) with check (${OWN})`,
    );
    for (const table of ['evidence', 'returned_observation']) {
      await runner.query(`grant insert, delete on ${table} to ${REPORTERS}`);
      await runner.query(`create policy ${table}_added on ${table} for insert to ${REPORTERS} with check (${OWN})`);
      await runner.query(`create policy ${table}_replaced on ${table} for delete to ${REPORTERS} using (${OWN})`);
    }
    await runner.query(`grant insert on submission, workflow_event to ${REPORTERS}`);
    await runner.query(
      `create policy submission_made on submission for insert to ${REPORTERS}
       with check (${OWN} and submitted_by = (select current_setting('oscdr.subject', true)))`,
    );
    const acting = OWN.replace('organisation_id', 'acting_organisation_id');
    await runner.query(
      `create policy workflow_event_written on workflow_event for insert to oscdr_council, oscdr_government
       with check (${acting} and ${OWN})`,
    );
    await runner.query(
      `create policy workflow_event_written_by_oscdr_office on workflow_event for insert to oscdr_office
       with check (${acting})`,
    );
    await runner.query('grant insert on review_note, verification to oscdr_office');
    for (const table of ['review_note', 'verification']) {
      await runner.query(`create policy ${table}_written on ${table} for insert to oscdr_office with check (true)`);
    }
    await runner.query('grant insert, update, delete on unreleased_observation to oscdr_office');
    await runner.query(
      'create policy unreleased_observation_kept on unreleased_observation to oscdr_office using (true) with check (true)',
    );
    for (const table of ['submission', 'review_note', 'workflow_event', 'verification']) {
      await runner.query(
        `create trigger append_only before update or delete or truncate on ${table}
         for each statement execute function refuse_change()`,
      );
    }
    // What was handed in is changed by nobody, and no step is taken that the workflow does not have.
    await runner.query(`
      create function refuse_rewriting() returns trigger language plpgsql as $$
      declare
        moving text[] := '{status,version,updated_at,release_at}';
        own boolean := old.organisation_id is not distinct from
          nullif(current_setting('oscdr.organisation', true), '')::int4;
        rewritten boolean;
      begin
        if tg_op = 'DELETE' then
          raise exception 'a row of % is never deleted', tg_table_name;
        end if;
        rewritten := to_jsonb(old) - moving is distinct from to_jsonb(new) - moving;
        if rewritten and not (own and old.status = any(tg_argv[0]::text[])) then
          raise exception 'the content of a row of % that is % is not changed', tg_table_name, old.status;
        end if;
        if new.version <> old.version + 1
          or not (own and concat_ws(' ', 'OWNER', old.status, new.status) = any(tg_argv[1]::text[])
            or current_user not in ('oscdr_council', 'oscdr_government')
              and concat_ws(' ', 'OFFICE', old.status, new.status) = any(tg_argv[1]::text[])) then
          raise exception 'a row of % does not go from % to % so', tg_table_name, old.status, new.status;
        end if;
        return new;
      end $$`);
    // The same for what hangs on it.
    await runner.query(`
      create function refuse_rewriting_part() returns trigger language plpgsql as $$
      declare
        part jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
        status text;
      begin
        -- New work takes its parts in the transaction that makes it.
        execute format('select case when xmin = pg_current_xact_id()::xid and version = 1 then ''NEW'' else status end
            from %I where id = $1', tg_argv[0])
          into status using (part ->> (tg_argv[0] || '_id'))::int4;
        if status <> 'NEW' and not status = any(tg_argv[1]::text[]) then
          raise exception 'what hangs on a row of % that is % is not changed', tg_argv[0], status;
        end if;
        return case when tg_op = 'DELETE' then old else new end;
      end $$`);
    for (const [table, parent, open] of [
      ['evidence', 'progress_update', '{DRAFT,RETURNED}'],
      ['returned_observation', 'data_return', '{RETURNED}'],
    ]) {
      await runner.query(
        `create trigger refuse_rewriting before insert or update or delete on ${table}
         for each row execute function refuse_rewriting_part('${parent}', '${open}')`,
      );
    }
    for (const [table, steps] of Object.entries(STEPS)) {
      const open = table === 'progress_update' ? '{DRAFT,RETURNED}' : '{}';
      await runner.query(
        `create trigger refuse_rewriting before update or delete on ${table}
         for each row execute function refuse_rewriting('${open}', '${steps.replace(/\s+/g, ' ')}')`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema as_of cascade');
    await runner.query('drop trigger refuse_rewriting on progress_update');
    for (const table of ['submission', 'review_note']) {
      await runner.query(`drop trigger append_only on ${table}`);
      await runner.query(`delete from ${table} where progress_update_id is null`);
      const columns = KINDS.slice(1).map((kind) => `drop ${kind}_id`);
      await runner.query(`alter table ${table} drop constraint ${table}_of_one, ${columns.join(', ')}`);
      await runner.query(`alter table ${table} alter progress_update_id set not null`);
    }
    await runner.query('drop table workflow_event, verification, evidence, returned_observation, data_return');
    await runner.query('drop table due_date_request, recommendation_response');
    await runner.query('drop function refuse_rewriting(), refuse_rewriting_part()');
    await runner.query('drop policy unreleased_observation_kept on unreleased_observation');
    await runner.query('revoke insert, update, delete on unreleased_observation from oscdr_office');
    await runner.query('delete from unreleased_observation where release_at is null');
    await runner.query(
      'alter table unreleased_observation drop note, drop returned_by_id, alter release_at set not null',
    );
    await runner.query('alter table indicator drop collected_by_return, drop counts_people');
    await runner.query(
      `update record_version set content = content - '{collected_by_return,counts_people}'::text[] where table_name = 'indicator'`,
    );
    await runner.query('drop policy review_note_written on review_note');
    await runner.query('revoke insert on review_note from oscdr_office');
    await runner.query('drop policy submission_made on submission');
    await runner.query(`revoke insert on submission from ${REPORTERS}`);
    await runner.query(`delete from submission where exists (select from submission later
      where later.progress_update_id = submission.progress_update_id and later.id > submission.id)`);
    await runner.query('drop index submission_by_progress_update');
    await runner.query('alter table submission drop id, add constraint submission_pk primary key (progress_update_id)');
    for (const policy of ['begun', 'changed']) {
      await runner.query(`drop policy delivery_detail_${policy} on delivery_detail`);
    }
    await runner.query(`revoke insert, update on delivery_detail, progress_update from ${REPORTERS}`);
    for (const policy of ['begun', 'moved', 'moved_by_oscdr_office']) {
      await runner.query(`drop policy progress_update_${policy} on progress_update`);
    }
    await runner.query('delete from delivery_detail where assignment_id is null');
    await runner.query(`
      alter table delivery_detail drop constraint delivery_detail_assignment_unique, drop id, drop action_id,
        drop self_rated_rag, drop version, add constraint delivery_detail_pk primary key (assignment_id)`);
    await runner.query('drop index progress_update_by_action, progress_update_waiting');
    await runner.query('delete from progress_update where assignment_id is null or delivery_status is null');
    await runner.query(`
      alter table progress_update alter assignment_id set not null, alter delivery_status set not null, drop action_id, drop version, drop release_at,
        drop nothing_to_report, drop percent_complete, drop corrects_id`);
    await runner.query('select rebuild_as_of()');
  }
}
