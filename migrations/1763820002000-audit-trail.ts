import type { MigrationInterface, QueryRunner } from 'typeorm';

const WRITERS = 'oscdr_council, oscdr_government, oscdr_office';

/** In a subquery, so that PostgreSQL reads the setting once a statement and not once a row. */
const OWN = `organisation_id = (select nullif(current_setting('oscdr.organisation', true), '')::int4)`;

/** The person who writes, as the server says. */
const SUBJECT = `(select current_setting('oscdr.subject', true))`;

/**
 * Who did what, a chain for each organisation: every entry carries the hash of the one before it. The database links the
 * chain, so no writer can choose where an entry stands; and `audit_head`, which nobody is granted, knows where each
 * chain ends, so an entry cut off the end is missed.
 */
export class AuditTrail1763820002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit_head (
        organisation_id int4 constraint audit_head_pk primary key
          constraint audit_head_organisation_fk references organisation,
        sequence int4 not null,
        hash bytea not null
      )`);
    await runner.query(`
      create table audit_entry (
        organisation_id int4 not null constraint audit_entry_organisation_fk references organisation,
        sequence int4 not null,
        occurred_at timestamptz not null,
        actor text not null,
        action text not null,
        subject_type text,
        subject_key text,
        detail jsonb not null,
        previous_hash bytea not null,
        hash bytea not null,
        constraint audit_entry_pk primary key (organisation_id, sequence)
      )`);
    await runner.query('create index audit_entry_by_time on audit_entry (occurred_at, organisation_id, sequence)');
    await runner.query('create index audit_entry_by_subject on audit_entry (subject_type, subject_key)');
    // src/audit/chain.ts computes the same, to verify it.
    await runner.query(`
      create function link_audit_entry() returns trigger language plpgsql
      security definer set search_path = public, pg_temp as $$
      declare head audit_head;
      begin
        insert into audit_head values (new.organisation_id, 0, sha256('')) on conflict do nothing;
        select * into head from audit_head where organisation_id = new.organisation_id for update;
        new.sequence := head.sequence + 1;
        new.occurred_at := clock_timestamp();
        new.previous_hash := head.hash;
        new.hash := sha256(convert_to(jsonb_build_array(new.organisation_id, new.sequence,
          (extract(epoch from new.occurred_at) * 1000000)::int8, new.actor, new.action, new.subject_type,
          new.subject_key, new.detail, encode(new.previous_hash, 'hex'))::text, 'UTF8'));
        update audit_head set (sequence, hash) = (new.sequence, new.hash) where organisation_id = new.organisation_id;
        return new;
      end $$`);
    await runner.query(
      'create trigger link before insert on audit_entry for each row execute function link_audit_entry()',
    );
    await runner.query(`
      create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception 'table % is append-only', tg_table_name;
      end $$`);
    await runner.query(`
      create trigger append_only before update or delete or truncate on audit_entry
      for each statement execute function refuse_change()`);
    await runner.query('alter table audit_entry enable row level security, force row level security');
    await runner.query('alter table audit_head enable row level security, force row level security');
    // The functions run as the owner, whom forced row security holds as well.
    await runner.query('create policy audit_head_linked on audit_head to current_user using (true) with check (true)');
    await runner.query('create policy audit_entry_kept on audit_entry for select to current_user using (true)');
    await runner.query(
      `grant insert (organisation_id, actor, action, subject_type, subject_key, detail) on audit_entry to ${WRITERS}`,
    );
    await runner.query(`create policy audit_entry_written on audit_entry for insert to ${WRITERS}
       with check (${OWN} and actor = ${SUBJECT})`);
    await runner.query('grant select on audit_entry to oscdr_office');
    await runner.query(
      'create policy audit_entry_read_by_oscdr_office on audit_entry for select to oscdr_office using (true)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema as_of cascade');
    await runner.query('drop table audit_entry, audit_head');
    await runner.query('drop function link_audit_entry(), refuse_change()');
    await runner.query('select rebuild_as_of()');
  }
}
