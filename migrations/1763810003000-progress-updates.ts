import type { MigrationInterface, QueryRunner } from 'typeorm';

const RATINGS = `('RED', 'AMBER_RED', 'AMBER', 'AMBER_GREEN', 'GREEN', 'NOT_RATED')`;
const DELIVERY_STATUSES = `('NOT_STARTED', 'IN_PROGRESS', 'PENDING_VERIFICATION', 'IMPLEMENTED', 'PARTLY_IMPLEMENTED',
  'NOT_IMPLEMENTED', 'SUPERSEDED')`;
const REPORT = `
  period_start date not null,
  period_end date not null,
  summary text not null,
  delivery_status text not null`;

/** In a subquery, so that PostgreSQL reads the setting once a statement and not once a row. */
const OWN = `organisation_id = (select nullif(current_setting('oscdr.organisation', true), '')::int4)`;
const SUBMITTED = `status in ('SUBMITTED', 'APPROVED', 'PUBLISHED')`;

const RESTRICTED = ['delivery_detail', 'progress_update', 'submission', 'review_note'];

/** Who may read which rows, beside the grant: a table and role that are not here have no grant at all. */
const POLICIES: Record<string, Record<string, string>> = {
  delivery_detail: { oscdr_council: OWN, oscdr_government: 'true', oscdr_office: 'true' },
  progress_update: { oscdr_council: OWN, oscdr_government: `${SUBMITTED} or ${OWN}`, oscdr_office: 'true' },
  submission: { oscdr_council: OWN, oscdr_government: OWN, oscdr_office: 'true' },
  review_note: { oscdr_council: OWN, oscdr_government: OWN, oscdr_office: 'true' },
};

export class ProgressUpdates1763810003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table delivery_detail (
        assignment_id int4 constraint delivery_detail_pk primary key
          constraint delivery_detail_assignment_fk references assignment,
        organisation_id int4 not null constraint delivery_detail_organisation_fk references organisation,
        forecast_on date,
        blockers text
      )`);
    await runner.query(`
      create table progress_update (
        id int4 generated always as identity constraint progress_update_pk primary key,
        assignment_id int4 not null constraint progress_update_assignment_fk references assignment,
        organisation_id int4 not null constraint progress_update_organisation_fk references organisation,
        status text not null constraint progress_update_status
          check (status in ('DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED', 'PUBLISHED', 'WITHDRAWN')),
        ${REPORT},
        self_rated_rag text not null,
        updated_at timestamptz not null default now(),
        constraint progress_update_period check (period_start <= period_end),
        constraint progress_update_delivery_status check (delivery_status in ${DELIVERY_STATUSES}),
        constraint progress_update_self_rated_rag check (self_rated_rag in ${RATINGS})
      )`);
    await runner.query('create index progress_update_by_assignment on progress_update (assignment_id, period_end, id)');
    await runner.query('create index progress_update_by_organisation on progress_update (organisation_id)');
    // The person stands apart from the report, because fewer views may see the person.
    await runner.query(`
      create table submission (
        progress_update_id int4 constraint submission_pk primary key
          constraint submission_progress_update_fk references progress_update,
        organisation_id int4 not null constraint submission_organisation_fk references organisation,
        submitted_by text not null,
        submitted_at timestamptz not null default now()
      )`);
    await runner.query(`
      create table review_note (
        id int4 generated always as identity constraint review_note_pk primary key,
        progress_update_id int4 not null constraint review_note_progress_update_fk references progress_update,
        organisation_id int4 not null constraint review_note_organisation_fk references organisation,
        text text not null,
        written_at timestamptz not null default now()
      )`);
    await runner.query('create index review_note_by_progress_update on review_note (progress_update_id, id)');
    for (const table of RESTRICTED) {
      await runner.query(`alter table ${table} enable row level security`);
      await runner.query(`alter table ${table} force row level security`);
      for (const [role, condition] of Object.entries(POLICIES[table]!)) {
        await runner.query(`grant select on ${table} to ${role}`);
        await runner.query(
          `create policy ${table}_read_by_${role} on ${table} for select to ${role} using (${condition})`,
        );
      }
    }
    // What is published is a copy in a table of its own: the public has no way to the working text.
    await runner.query(`
      create table published_update (
        id int4 generated always as identity constraint published_update_pk primary key,
        assignment_id int4 not null constraint published_update_assignment_fk references assignment,
        ${REPORT},
        self_rated_rag text not null,
        revision int4 not null constraint published_update_revision_fk references publication
      )`);
    await runner.query(
      'create index published_update_by_assignment on published_update (assignment_id, period_end, id)',
    );
    await runner.query(
      'grant select on published_update to oscdr_public, oscdr_council, oscdr_government, oscdr_office',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table published_update, review_note, submission, progress_update, delivery_detail');
  }
}
