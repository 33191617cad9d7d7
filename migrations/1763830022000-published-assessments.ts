import type { MigrationInterface, QueryRunner } from 'typeorm';

const READERS = 'oscdr_public, oscdr_council, oscdr_government, oscdr_office';
const TABLES = ['published_assessment', 'published_finding'];

/** Assessments as published, what they come to in the statutory duty test, and who must do what about one that is not. */
export class PublishedAssessments1763830022000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema as_of cascade');
    await setKinds(runner, (kinds) => [...kinds, 'ASSESSMENT']);
    await this.create(runner);
    await runner.query(STANDING);
    await runner.query(`grant select on council_standing to ${READERS}`);
    await setTasks(runner, (branches) => [...branches, ...TASKS]);
    await runner.query('select rebuild_as_of()');
  }

  private async create(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table published_assessment (
        id int4 generated always as identity constraint published_assessment_pk primary key,
        key uuid not null default gen_random_uuid() constraint published_assessment_key_unique unique,
        council_assessment_id int4 not null constraint published_assessment_assessment_unique unique
          constraint published_assessment_assessment_fk references council_assessment,
        organisation_id int4 not null constraint published_assessment_organisation_fk references organisation,
        year int4 not null,
        criteria_version int4 not null
          constraint published_assessment_criteria_fk references assessment_criteria_set,
        reply_due_on date not null,
        reply_text text,
        replied_at timestamptz,
        revision int4 not null constraint published_assessment_revision_fk references publication,
        constraint published_assessment_reply check (num_nonnulls(reply_text, replied_at) in (0, 2))
      )`);
    await runner.query(
      'create index published_assessment_by_organisation on published_assessment (organisation_id, year, id)',
    );
    await runner.query('create index published_assessment_by_revision on published_assessment (revision, id)');
    await runner.query(`
      create table published_finding (
        id int4 generated always as identity constraint published_finding_pk primary key,
        published_assessment_id int4 not null
          constraint published_finding_assessment_fk references published_assessment,
        criterion_id int4 not null constraint published_finding_criterion_fk references assessment_criterion,
        finding text not null
          constraint published_finding_finding check (finding in ('SUFFICIENT', 'PARTLY', 'INSUFFICIENT')),
        summary text not null,
        evidence jsonb not null,
        constraint published_finding_once unique (published_assessment_id, criterion_id)
      )`);
    for (const table of TABLES) {
      await runner.query(
        `create trigger append_only before update or delete or truncate on ${table}
         for each statement execute function refuse_change()`,
      );
      await runner.query(`grant select on ${table} to ${READERS}`);
      await runner.query(`grant insert on ${table} to oscdr_office`);
    }
    await runner.query(
      `create trigger of_its_publication before insert on published_assessment
       for each row execute function refuse_other_revision()`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema as_of cascade');
    await setTasks(runner, (branches) => branches.filter((branch) => !branch.includes(`'CouncilAssessment'`)));
    await runner.query('drop view council_standing');
    await runner.query('drop table published_finding, published_assessment');
    // Not checked again: publications of the kind stay on record.
    await setKinds(runner, (kinds) => kinds.filter((kind) => kind !== 'ASSESSMENT'), 'not valid');
    await runner.query('select rebuild_as_of()');
  }
}

/** Every current council, its latest published assessment by the latest criteria, and what that comes to. */
const STANDING = `
  create view council_standing with (security_invoker = true) as
  with criteria as (
    select version, least_shortfalls from assessment_criteria_set order by version desc limit 1
  ), latest as (
    select distinct on (organisation_id) published_assessment.id, organisation_id,
      (select count(*) from published_finding
       where published_assessment_id = published_assessment.id and finding = 'INSUFFICIENT') >= least_shortfalls as is_insufficient
    from published_assessment join criteria on version = criteria_version
    order by organisation_id, year desc, published_assessment.id desc
  )
  select organisation.id as organisation_id, organisation.area_id, latest.id as published_assessment_id,
    case when latest.id is null then 'NOT_ASSESSED' when is_insufficient then 'INSUFFICIENT' else 'SUFFICIENT' end as progress
  from organisation left join latest on latest.organisation_id = organisation.id
  where kind = 'COUNCIL' and is_current`;

const TASKS = [
  `select case when reply_due_on < register_today() then 'OVERDUE' else 'DUE_SOON' end, 'CouncilAssessment', key::text,
     organisation_id, organisation_id, reply_due_on, null
   from council_assessment where status = 'AWAITING_REPLY' and reply_due_on <= register_today() + 30`,
  `select 'AWAITING_PUBLICATION', 'CouncilAssessment', key::text,
     (select id from organisation office where office.kind = 'OFFICE'), organisation_id, null, updated_at
   from council_assessment where release_at is null
     and (status = 'REPLIED' or (status = 'AWAITING_REPLY' and reply_due_on < register_today()))`,
];

/** Other migrations add to the view as well, so it is taken as it stands: one query for each kind of task, in a row. */
async function setTasks(runner: QueryRunner, change: (branches: string[]) => string[]): Promise<void> {
  const [{ definition }] = (await runner.query(
    `select rtrim(pg_get_viewdef('task'::regclass), ';') as definition`,
  )) as [{ definition: string }];
  const branches = change(definition.split(/\bUNION ALL\b/));
  await runner.query(`create or replace view task with (security_invoker = true) as ${branches.join(' union all ')}`);
}

/** The same of the kinds of publication. */
async function setKinds(runner: QueryRunner, change: (kinds: string[]) => string[], how = ''): Promise<void> {
  const [{ definition }] = (await runner.query(
    `select pg_get_constraintdef(oid) as definition from pg_constraint where conname = 'publication_kind'`,
  )) as [{ definition: string }];
  const kinds = change([...definition.matchAll(/'(\w+)'/g)].map(([, kind]) => kind!));
  await runner.query(
    `alter table publication drop constraint publication_kind,
       add constraint publication_kind check (kind in (${kinds.map((kind) => `'${kind}'`).join(', ')})) ${how}`,
  );
}
