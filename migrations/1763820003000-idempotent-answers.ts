import type { MigrationInterface, QueryRunner } from 'typeorm';

const WRITERS = 'oscdr_council, oscdr_government, oscdr_office';
const OWN = `organisation_id = (select nullif(current_setting('oscdr.organisation', true), '')::int4)`;

/** What was answered to a mutation under an idempotency key, to answer the same again. */
export class IdempotentAnswers1763820003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table idempotent_answer (
        organisation_id int4 not null constraint idempotent_answer_organisation_fk references organisation,
        subject text not null,
        key text not null,
        operation text not null,
        input_hash text not null,
        answer jsonb,
        answered_at timestamptz not null default now(),
        constraint idempotent_answer_pk primary key (organisation_id, subject, key)
      )`);
    await runner.query('create index idempotent_answer_by_time on idempotent_answer (answered_at)');
    await runner.query('alter table idempotent_answer enable row level security, force row level security');
    await runner.query(`grant select, insert, update (answer) on idempotent_answer to ${WRITERS}`);
    await runner.query(
      `create policy idempotent_answer_read on idempotent_answer for select to ${WRITERS} using (${OWN})`,
    );
    await runner.query(
      `create policy idempotent_answer_claimed on idempotent_answer for insert to ${WRITERS} with check (${OWN})`,
    );
    // Once, by who asked: what was answered stays.
    await runner.query(
      `create policy idempotent_answer_given on idempotent_answer for update to ${WRITERS}
       using (${OWN} and answer is null and subject = (select current_setting('oscdr.subject', true))) with check (${OWN})`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema as_of cascade');
    await runner.query('drop table idempotent_answer');
    await runner.query('select rebuild_as_of()');
  }
}
