import type { MigrationInterface, QueryRunner } from 'typeorm';

const VIEWS = 'oscdr_council, oscdr_government, oscdr_office';
const WORKER = 'oscdr_worker';
const OWN = `organisation_id = (select nullif(current_setting('oscdr.organisation', true), '')::int4)`;

/** Who is told of what by which way, each delivery of a notice, and the role of the worker that delivers them. */
export class Notices1763820010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.makeRole(runner);
    await this.makeSubscriptions(runner);
    await this.makeDeliveries(runner);
    await this.letWorkerRead(runner);
    await runner.query('select rebuild_as_of()');
  }

  /** As the roles of the views are made; src/notices/worker.ts connects in it. */
  private async makeRole(runner: QueryRunner): Promise<void> {
    await runner.query(`
      do $$ begin
        if not exists (select from pg_roles where rolname = '${WORKER}') then
          create role ${WORKER} nologin noinherit nobypassrls;
        end if;
      exception when duplicate_object or unique_violation then null;
      end $$`);
    await runner.query(`
      do $$ begin
        if not pg_has_role(current_user, '${WORKER}',
          case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end) then
          execute format('grant ${WORKER} to %I', current_user);
        end if;
      end $$`);
    await runner.query(`grant usage on schema public to ${WORKER}`);
  }

  private async makeSubscriptions(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table notice_subscription (
        id int4 generated always as identity constraint notice_subscription_pk primary key,
        key uuid not null default gen_random_uuid() constraint notice_subscription_key_unique unique,
        organisation_id int4 not null constraint notice_subscription_organisation_fk references organisation,
        channel text not null constraint notice_subscription_channel check (channel in ('EMAIL', 'WEBHOOK')),
        target text not null,
        created_at timestamptz not null default now(),
        constraint notice_subscription_owner unique (id, organisation_id),
        constraint notice_subscription_once unique (organisation_id, channel, target)
      )`);
    // Apart from the subscription, so that whoever may read all of one need not be kept from a column of it.
    await runner.query(`
      create table webhook_secret (
        notice_subscription_id int4 constraint webhook_secret_pk primary key,
        organisation_id int4 not null,
        secret text not null,
        constraint webhook_secret_owner_fk foreign key (notice_subscription_id, organisation_id)
          references notice_subscription (id, organisation_id) on delete cascade
      )`);
    for (const table of ['notice_subscription', 'webhook_secret']) {
      await runner.query(`alter table ${table} enable row level security, force row level security`);
    }
    await runner.query(`grant select, delete on notice_subscription to ${VIEWS}`);
    await runner.query(`grant insert (organisation_id, channel, target) on notice_subscription to ${VIEWS}`);
    await runner.query(
      `create policy notice_subscription_own on notice_subscription to ${VIEWS} using (${OWN}) with check (${OWN})`,
    );
    await runner.query(`grant insert on webhook_secret to ${VIEWS}`);
    await runner.query(
      `create policy webhook_secret_made on webhook_secret for insert to ${VIEWS} with check (${OWN})`,
    );
  }

  private async makeDeliveries(runner: QueryRunner): Promise<void> {
    // No foreign key leads to the subscription: who unsubscribes would wait for a delivery that is under way. The Office
    // reads neither the outbox nor subscriptions of others; what it may know of a dead notice is copied here.
    await runner.query(`
      create table notice_delivery (
        id int4 generated always as identity constraint notice_delivery_pk primary key,
        key uuid not null default gen_random_uuid() constraint notice_delivery_key_unique unique,
        outbox_id int8 not null constraint notice_delivery_outbox_fk references outbox,
        notice_subscription_id int4 not null,
        organisation_id int4 not null constraint notice_delivery_organisation_fk references organisation,
        channel text not null,
        target_host text not null,
        event text not null,
        title text not null,
        occurred_at timestamptz not null,
        attempts int4 not null default 0,
        last_error text constraint notice_delivery_short_error check (length(last_error) <= 200),
        next_attempt_at timestamptz default now(),
        delivered_at timestamptz,
        dead_at timestamptz,
        constraint notice_delivery_once unique (outbox_id, notice_subscription_id),
        constraint notice_delivery_stands_somewhere check (num_nonnulls(next_attempt_at, delivered_at) = 1
          or (delivered_at is null and dead_at is not null))
      )`);
    await runner.query(
      'create index notice_delivery_due on notice_delivery (next_attempt_at) where next_attempt_at is not null',
    );
    await runner.query(
      `create index notice_delivery_dead on notice_delivery (dead_at, id)
       where next_attempt_at is null and delivered_at is null`,
    );
    await runner.query('alter table notice_delivery enable row level security, force row level security');
    await runner.query('grant select, update (attempts, next_attempt_at) on notice_delivery to oscdr_office');
    await runner.query(
      `create policy notice_delivery_read_by_oscdr_office on notice_delivery for select to oscdr_office
       using (dead_at is not null)`,
    );
    await runner.query(
      `create policy notice_delivery_retried on notice_delivery for update to oscdr_office using (dead_at is not null)`,
    );
  }

  private async letWorkerRead(runner: QueryRunner): Promise<void> {
    await runner.query(`grant select on organisation, notice_subscription, webhook_secret to ${WORKER}`);
    for (const table of ['notice_subscription', 'webhook_secret']) {
      await runner.query(`create policy ${table}_read_by_${WORKER} on ${table} for select to ${WORKER} using (true)`);
    }
    await runner.query(`grant select, update (drained_at) on outbox to ${WORKER}`);
    await runner.query(`create policy outbox_drained on outbox to ${WORKER} using (true)`);
    await runner.query(`grant select, insert, update, delete on notice_delivery to ${WORKER}`);
    await runner.query(`create policy notice_delivery_made on notice_delivery to ${WORKER} using (true)`);
    await runner.query(`grant select (answered_at), delete on idempotent_answer to ${WORKER}`);
    await runner.query(
      `create policy idempotent_answer_forgotten on idempotent_answer to ${WORKER}
       using (answered_at < now() - interval '30 days')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema as_of cascade');
    await runner.query('drop policy idempotent_answer_forgotten on idempotent_answer');
    await runner.query('drop policy outbox_drained on outbox');
    await runner.query('drop table notice_delivery, webhook_secret, notice_subscription');
    await runner.query(`revoke all on organisation, outbox, idempotent_answer from ${WORKER}`);
    await runner.query(`revoke usage on schema public from ${WORKER}`);
    await runner.query('select rebuild_as_of()');
  }
}
