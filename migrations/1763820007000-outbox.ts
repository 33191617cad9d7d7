import type { MigrationInterface, QueryRunner } from 'typeorm';

const WRITERS = 'oscdr_council, oscdr_government, oscdr_office';

/** What organisations are to be told, written in the transaction of what happened and drained by the worker. */
export class Outbox1763820007000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table outbox (
        id int8 generated always as identity constraint outbox_pk primary key,
        key uuid not null default gen_random_uuid() constraint outbox_key_unique unique,
        organisation_id int4 not null constraint outbox_organisation_fk references organisation,
        event text not null,
        subject_id text not null,
        title text not null,
        occurred_at timestamptz not null default now(),
        drained_at timestamptz
      )`);
    await runner.query('create index outbox_waiting on outbox (id) where drained_at is null');
    await runner.query('alter table outbox enable row level security, force row level security');
    await runner.query(`grant insert (organisation_id, event, subject_id, title) on outbox to ${WRITERS}`);
    // To whom it goes is another organisation's matter; nobody but the worker reads what is written here.
    await runner.query(
      `create policy outbox_written on outbox for insert to oscdr_council, oscdr_government
       with check (organisation_id = (select nullif(current_setting('oscdr.organisation', true), '')::int4)
         or organisation_id = (select id from organisation where kind = 'OFFICE'))`,
    );
    await runner.query(
      'create policy outbox_written_by_oscdr_office on outbox for insert to oscdr_office with check (true)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema as_of cascade');
    await runner.query('drop table outbox');
    await runner.query('select rebuild_as_of()');
  }
}
