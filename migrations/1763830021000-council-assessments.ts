import type { MigrationInterface, QueryRunner } from 'typeorm';

const OWN = `organisation_id = (select nullif(current_setting('oscdr.organisation', true), '')::int4)`;
const BY_VIEWER = `submitted_by = (select current_setting('oscdr.subject', true))`;
/** A council never sees a draft, nor what was withdrawn: that may be a draft which nobody showed it. */
const SHOWN = `status in ('AWAITING_REPLY', 'REPLIED', 'PUBLISHED')`;
const ASSESSMENT_SEEN = 'exists (select from council_assessment where council_assessment.id = council_assessment_id)';

/** The steps of an assessment, as its workflow declares them: a test compares the two. */
const STEPS = [
  'OFFICE DRAFT DRAFT',
  'OFFICE DRAFT AWAITING_REPLY',
  'OWNER AWAITING_REPLY REPLIED',
  ...['AWAITING_REPLY', 'REPLIED'].flatMap((state) =>
    ['DRAFT', state, 'PUBLISHED'].map((to) => `OFFICE ${state} ${to}`),
  ),
  ...['DRAFT', 'AWAITING_REPLY', 'REPLIED'].map((state) => `OFFICE ${state} WITHDRAWN`),
];

/** What the Office finds of a council's progress, on its way to publication: drafted, replied to by the council, published. */
export class CouncilAssessments1763830021000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema as_of cascade');
    await this.create(runner);
    await this.share(runner);
    await this.guard(runner);
    await this.protect(runner);
    await runner.query('select rebuild_as_of()');
  }

  private async create(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table council_assessment (
        id int4 generated always as identity constraint council_assessment_pk primary key,
        key uuid not null default gen_random_uuid() constraint council_assessment_key_unique unique,
        organisation_id int4 not null constraint council_assessment_organisation_fk references organisation,
        year int4 not null constraint council_assessment_year check (year >= 2024),
        criteria_version int4 not null
          constraint council_assessment_criteria_fk references assessment_criteria_set,
        status text not null default 'DRAFT' constraint council_assessment_status
          check (status in ('DRAFT', 'AWAITING_REPLY', 'REPLIED', 'PUBLISHED', 'WITHDRAWN')),
        round int4 not null default 0,
        reply_due_on date,
        release_at timestamptz,
        version int4 not null default 1,
        updated_at timestamptz not null default now(),
        constraint council_assessment_owner unique (id, organisation_id),
        constraint council_assessment_opened
          check (status in ('DRAFT', 'WITHDRAWN') or (reply_due_on is not null and round > 0))
      )`);
    await runner.query(
      `create unique index council_assessment_one_open on council_assessment (organisation_id, year)
       where status in ('DRAFT', 'AWAITING_REPLY', 'REPLIED')`,
    );
    await runner.query(
      `create index council_assessment_waiting on council_assessment (release_at)
       where status in ('AWAITING_REPLY', 'REPLIED')`,
    );
    await runner.query(`
      create table assessment_finding (
        id int4 generated always as identity constraint assessment_finding_pk primary key,
        council_assessment_id int4 not null,
        organisation_id int4 not null,
        criterion_id int4 not null constraint assessment_finding_criterion_fk references assessment_criterion,
        finding text not null default 'NOT_ASSESSED' constraint assessment_finding_finding
          check (finding in ('SUFFICIENT', 'PARTLY', 'INSUFFICIENT', 'NOT_ASSESSED')),
        summary text not null default '',
        evidence jsonb not null default '[]'
          constraint assessment_finding_evidence check (jsonb_typeof(evidence) = 'array'),
        constraint assessment_finding_once unique (council_assessment_id, criterion_id),
        constraint assessment_finding_owner_fk foreign key (council_assessment_id, organisation_id)
          references council_assessment (id, organisation_id)
      )`);
    await runner.query(`
      create table assessment_reply (
        id int4 generated always as identity constraint assessment_reply_pk primary key,
        council_assessment_id int4 not null,
        organisation_id int4 not null,
        round int4 not null,
        text text not null,
        submitted_by text not null,
        submitted_at timestamptz not null default now(),
        constraint assessment_reply_once unique (council_assessment_id, round),
        constraint assessment_reply_owner_fk foreign key (council_assessment_id, organisation_id)
          references council_assessment (id, organisation_id)
      )`);
  }

  /** Steps and submissions are kept as those of all work. Others may add kinds of work: the check is taken as it stands. */
  private async share(runner: QueryRunner): Promise<void> {
    for (const table of ['submission', 'workflow_event']) {
      const kinds = await kindsOf(runner, table);
      await runner.query(`
        alter table ${table} add council_assessment_id int4,
          add constraint ${table}_council_assessment_id_owner_fk foreign key (council_assessment_id, organisation_id)
            references council_assessment (id, organisation_id)`);
      await runner.query(
        `create index ${table}_by_council_assessment on ${table} (council_assessment_id, id)
         where council_assessment_id is not null`,
      );
      await replaceCheck(runner, table, [...kinds, 'council_assessment_id']);
      // The owner of these rows is the council, and it is the Office that writes: who, and when, is not for the council.
      for (const role of ['oscdr_council', 'oscdr_government']) {
        await runner.query(
          `create policy ${table}_of_assessment_hidden_from_${role} on ${table} as restrictive for select to ${role}
           using (council_assessment_id is null)`,
        );
      }
    }
    await runner.query(
      `create policy submission_of_assessment_made on submission for insert to oscdr_office
       with check (council_assessment_id is not null and ${BY_VIEWER})`,
    );
  }

  private async guard(runner: QueryRunner): Promise<void> {
    for (const table of ['council_assessment', 'assessment_finding', 'assessment_reply']) {
      await runner.query(`alter table ${table} enable row level security, force row level security`);
      await runner.query(`grant select on ${table} to oscdr_council, oscdr_office`);
      await runner.query(
        `create policy ${table}_read_by_oscdr_office on ${table} for select to oscdr_office using (true)`,
      );
    }
    const READ = {
      council_assessment: `${OWN} and ${SHOWN}`,
      assessment_finding: ASSESSMENT_SEEN,
      assessment_reply: OWN,
    };
    for (const [table, condition] of Object.entries(READ)) {
      await runner.query(
        `create policy ${table}_read_by_oscdr_council on ${table} for select to oscdr_council using (${condition})`,
      );
    }
    // Departments read the view of tasks, in which assessments are named. They see no row: no policy lets them.
    await runner.query('grant select on council_assessment to oscdr_government');

    await runner.query('grant insert (organisation_id, year, criteria_version) on council_assessment to oscdr_office');
    await runner.query(
      `create policy council_assessment_begun on council_assessment for insert to oscdr_office
       with check (status = 'DRAFT' and version = 1)`,
    );
    await runner.query(
      `grant update (status, round, reply_due_on, release_at, version, updated_at) on council_assessment to oscdr_office`,
    );
    await runner.query(
      `create policy council_assessment_moved_by_oscdr_office on council_assessment for update to oscdr_office using (true)`,
    );
    await runner.query('grant update (status, release_at, version, updated_at) on council_assessment to oscdr_council');
    await runner.query(
      `create policy council_assessment_replied on council_assessment for update to oscdr_council
       using (${OWN} and ${SHOWN}) with check (${OWN} and status = 'REPLIED')`,
    );
    await runner.query(
      'grant insert (council_assessment_id, organisation_id, criterion_id) on assessment_finding to oscdr_office',
    );
    await runner.query('grant update (finding, summary, evidence) on assessment_finding to oscdr_office');
    await runner.query(
      `create policy assessment_finding_begun on assessment_finding for insert to oscdr_office with check (true)`,
    );
    await runner.query(
      'create policy assessment_finding_made on assessment_finding for update to oscdr_office using (true)',
    );
    await runner.query(
      `grant insert (council_assessment_id, organisation_id, round, text, submitted_by) on assessment_reply
       to oscdr_council`,
    );
    await runner.query(
      `create policy assessment_reply_made on assessment_reply for insert to oscdr_council
       with check (${OWN} and ${BY_VIEWER} and exists (select from council_assessment
         where council_assessment.id = council_assessment_id and council_assessment.round = assessment_reply.round
           and status = 'AWAITING_REPLY'))`,
    );
  }

  /** What the council was shown is what is published, and not before it could reply: PostgreSQL refuses all else. */
  private async protect(runner: QueryRunner): Promise<void> {
    // Like refuse_rewriting, for work whose content is the Office's and whose time to reply is set by a step.
    await runner.query(`
      create function refuse_rewriting_assessment() returns trigger language plpgsql as $$
      declare
        moving text[] := '{status,version,updated_at,release_at}';
        opening text[] := tg_argv[0]::text[];
        own boolean := old.organisation_id is not distinct from
          nullif(current_setting('oscdr.organisation', true), '')::int4;
      begin
        if tg_op = 'DELETE' then
          raise exception 'a row of % is never deleted', tg_table_name;
        end if;
        if to_jsonb(old) - moving is distinct from to_jsonb(new) - moving
          and not (old.status = 'DRAFT' and new.status = 'AWAITING_REPLY'
            and to_jsonb(old) - moving - opening is not distinct from to_jsonb(new) - moving - opening) then
          raise exception 'the content of a row of % that is % is not changed', tg_table_name, old.status;
        end if;
        if new.version <> old.version + 1
          or not (own and concat_ws(' ', 'OWNER', old.status, new.status) = any(tg_argv[1]::text[])
            or current_user not in ('oscdr_council', 'oscdr_government')
              and concat_ws(' ', 'OFFICE', old.status, new.status) = any(tg_argv[1]::text[])) then
          raise exception 'a row of % does not go from % to % so', tg_table_name, old.status, new.status;
        end if;
        if new.status = 'PUBLISHED' and old.status = 'AWAITING_REPLY'
          and old.reply_due_on >= (now() at time zone 'Europe/London')::date then
          raise exception 'an assessment is published when the council has replied, or its time to reply is over';
        end if;
        return new;
      end $$`);
    await runner.query(
      `create trigger refuse_rewriting before update or delete on council_assessment
       for each row execute function refuse_rewriting_assessment('{round,reply_due_on}', '{${STEPS.join(',')}}')`,
    );
    await runner.query(
      `create trigger refuse_rewriting before insert or update or delete on assessment_finding
       for each row execute function refuse_rewriting_part('council_assessment', '{DRAFT}')`,
    );
    await runner.query(
      `create trigger append_only before update or delete or truncate on assessment_reply
       for each statement execute function refuse_change()`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema as_of cascade');
    await runner.query('drop policy submission_of_assessment_made on submission');
    for (const table of ['submission', 'workflow_event']) {
      for (const role of ['oscdr_council', 'oscdr_government']) {
        await runner.query(`drop policy ${table}_of_assessment_hidden_from_${role} on ${table}`);
      }
      const kinds = await kindsOf(runner, table);
      await runner.query(`alter table ${table} disable trigger append_only`);
      await runner.query(`delete from ${table} where council_assessment_id is not null`);
      await runner.query(`alter table ${table} enable trigger append_only`);
      await replaceCheck(
        runner,
        table,
        kinds.filter((kind) => kind !== 'council_assessment_id'),
      );
      await runner.query(`alter table ${table} drop council_assessment_id`);
    }
    await runner.query('drop table assessment_reply, assessment_finding, council_assessment');
    await runner.query('drop function refuse_rewriting_assessment()');
    await runner.query('select rebuild_as_of()');
  }
}

/** The columns of which a row has one: the kinds of work that a shared table knows. */
async function kindsOf(runner: QueryRunner, table: string): Promise<string[]> {
  const rows = (await runner.query(
    `select attname as kind from pg_constraint
     join pg_attribute on attrelid = conrelid and attnum = any(conkey)
     where conname = '${table}_of_one' order by attnum`,
  )) as { kind: string }[];
  return rows.map(({ kind }) => kind);
}

async function replaceCheck(runner: QueryRunner, table: string, kinds: readonly string[]): Promise<void> {
  await runner.query(
    `alter table ${table} drop constraint ${table}_of_one,
       add constraint ${table}_of_one check (num_nonnulls(${kinds.join(', ')}) = 1)`,
  );
}
