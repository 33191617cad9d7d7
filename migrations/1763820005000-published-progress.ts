import type { MigrationInterface, QueryRunner } from 'typeorm';

const READERS = 'oscdr_public, oscdr_council, oscdr_government, oscdr_office';
const RATINGS = `('RED', 'AMBER_RED', 'AMBER', 'AMBER_GREEN', 'GREEN', 'NOT_RATED')`;
const KINDS = `'REFERENCE_FIGURES', 'INDICATOR_RELEASE'`;
const NEW_KINDS = `'PROGRESS', 'RESPONSE', 'VERIFICATION', 'DUE_DATE_CHANGE', 'ACTION_PLAN', 'REGISTER'`;
const NEW_TABLES = ['published_evidence', 'published_verification', 'due_date_change'];

/** What publishing progress adds to the register: evidence, verification, due dates and how they were changed. */
export class PublishedProgress1763820005000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema as_of cascade');
    await runner.query(
      `alter table publication drop constraint publication_kind,
         add constraint publication_kind check (kind in (${KINDS}, ${NEW_KINDS}))`,
    );
    // The versions kept so far have no such columns; they are filled in below as the table is.
    await runner.query(`
      alter table assignment
        add response_rationale text,
        add due_on date,
        add original_due_on date,
        add version int4 not null default 1`);
    await runner.query('alter table assignment disable trigger keep_record_version');
    await runner.query(
      `update assignment set due_on = recommendation.due_on, original_due_on = recommendation.due_on
       from recommendation where recommendation.id = assignment.recommendation_id`,
    );
    await runner.query('alter table assignment enable trigger keep_record_version');
    await runner.query(
      `update record_version set content = record_version.content || jsonb_build_object('response_rationale', null,
         'due_on', assignment.due_on, 'original_due_on', assignment.original_due_on, 'version', 1)
       from assignment where table_name = 'assignment' and record_id = assignment.id`,
    );

    await runner.query(`
      alter table published_update
        alter assignment_id drop not null,
        add action_id int4 constraint published_update_action_fk references action,
        add key uuid not null default gen_random_uuid() constraint published_update_key_unique unique,
        add progress_update_id int4 constraint published_update_progress_update_unique unique
          constraint published_update_progress_update_fk references progress_update,
        add corrects_id int4 constraint published_update_corrects_fk references published_update,
        add nothing_to_report boolean not null default false,
        add percent_complete int4,
        add constraint published_update_one_subject check (num_nonnulls(assignment_id, action_id) = 1)`);
    await runner.query('create index published_update_by_action on published_update (action_id, period_end, id)');
    await runner.query('create index published_update_by_revision on published_update (revision, id)');
    await runner.query(
      'create index published_update_by_corrected on published_update (corrects_id) where corrects_id is not null',
    );
    await runner.query(`
      create table published_evidence (
        id int4 generated always as identity constraint published_evidence_pk primary key,
        published_update_id int4 not null constraint published_evidence_update_fk references published_update,
        title text not null,
        kind text not null,
        url text,
        dated_on date
      )`);
    await runner.query('create index published_evidence_by_update on published_evidence (published_update_id, id)');
    await runner.query(`
      create table published_verification (
        id int4 generated always as identity constraint published_verification_pk primary key,
        published_update_id int4 not null constraint published_verification_update_fk references published_update,
        verdict text not null,
        verified_rag text not null constraint published_verification_rag check (verified_rag in ${RATINGS}),
        evidence_strength text not null,
        revision int4 not null constraint published_verification_revision_fk references publication
      )`);
    await runner.query(
      'create index published_verification_by_update on published_verification (published_update_id, id)',
    );
    await runner.query(`
      create table due_date_change (
        id int4 generated always as identity constraint due_date_change_pk primary key,
        assignment_id int4 constraint due_date_change_assignment_fk references assignment,
        action_id int4 constraint due_date_change_action_fk references action,
        former_due_on date,
        new_due_on date not null,
        reason text not null,
        requested_by_id int4 not null constraint due_date_change_requester_fk references organisation,
        approved_by_id int4 not null constraint due_date_change_approver_fk references organisation,
        revision int4 not null constraint due_date_change_revision_fk references publication,
        constraint due_date_change_one_subject check (num_nonnulls(assignment_id, action_id) = 1)
      )`);
    await runner.query('create index due_date_change_by_assignment on due_date_change (assignment_id, id)');
    await runner.query('create index due_date_change_by_action on due_date_change (action_id, id)');
    await runner.query(`grant select on ${NEW_TABLES.join(', ')} to ${READERS}`);
    for (const table of ['published_update', ...NEW_TABLES]) {
      await runner.query(
        `create trigger append_only before update or delete or truncate on ${table}
         for each statement execute function refuse_change()`,
      );
    }
    await runner.query(`
      create function refuse_other_revision() returns trigger language plpgsql as $$
      begin
        if current_setting('role') like 'oscdr%' and new.revision is distinct from revision_made() then
          raise exception 'a row of % belongs to the publication that brings it', tg_table_name;
        end if;
        return new;
      end $$`);
    for (const table of ['published_update', 'published_verification', 'due_date_change']) {
      await runner.query(
        `create trigger of_its_publication before insert on ${table}
         for each row execute function refuse_other_revision()`,
      );
    }
    await runner.query('grant insert (revision, kind, title) on publication to oscdr_office');
    await runner.query(
      `grant insert on published_update, ${NEW_TABLES.join(', ')}, observation_revision to oscdr_office`,
    );
    for (const table of ['observation', 'observation_revision']) {
      await runner.query(
        `alter table ${table} add returned_by_id int4 constraint ${table}_returned_by_fk references organisation`,
      );
    }
    await runner.query('grant update on assignment to oscdr_office');
    await runner.query('grant insert, update on observation to oscdr_office');
    await runner.query('select rebuild_as_of()');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema as_of cascade');
    await runner.query('revoke insert, update on observation from oscdr_office');
    await runner.query('alter table observation drop returned_by_id');
    await runner.query('alter table observation_revision drop returned_by_id');
    await runner.query('revoke update on assignment from oscdr_office');
    await runner.query('revoke insert on published_update, observation_revision from oscdr_office');
    await runner.query('revoke insert (revision, kind, title) on publication from oscdr_office');
    await runner.query(`drop table ${NEW_TABLES.join(', ')}`);
    await runner.query('drop trigger append_only on published_update');
    await runner.query('drop trigger of_its_publication on published_update');
    await runner.query('drop function refuse_other_revision()');
    await runner.query(
      'drop index published_update_by_revision, published_update_by_action, published_update_by_corrected',
    );
    await runner.query('delete from published_update where assignment_id is null');
    await runner.query(`
      alter table published_update alter assignment_id set not null, drop action_id, drop key, drop progress_update_id,
        drop corrects_id, drop nothing_to_report, drop percent_complete`);
    await runner.query(
      'alter table assignment drop response_rationale, drop due_on, drop original_due_on, drop version',
    );
    await runner.query(
      `update record_version set content = content - '{response_rationale,due_on,original_due_on,version}'::text[]
       where table_name = 'assignment'`,
    );
    await runner.query(
      `alter table publication drop constraint publication_kind,
         add constraint publication_kind check (kind in (${KINDS})) not valid`,
    );
    await runner.query('select rebuild_as_of()');
  }
}
