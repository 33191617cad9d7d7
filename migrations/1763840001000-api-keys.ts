import type { MigrationInterface, QueryRunner } from 'typeorm';

/** API keys, as hashes. No view may read them; whose a key is, the public's role may ask for one key at a time. */
export class ApiKeys1763840001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table api_key (
        id int4 generated always as identity constraint api_key_pk primary key,
        hash text not null constraint api_key_hash_unique unique,
        shown text not null constraint api_key_shown_unique unique,
        holder text not null,
        created_at timestamptz not null default now(),
        revoked_at timestamptz
      )`);
    await runner.query(`
      create function api_key_holder(hash text) returns int4 language sql stable
      security definer set search_path = public, pg_temp as $$
        select api_key.id from api_key where api_key.hash = api_key_holder.hash and revoked_at is null
      $$`);
    await runner.query('revoke execute on function api_key_holder from public');
    await runner.query('grant execute on function api_key_holder to oscdr_public');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function api_key_holder');
    await runner.query('drop table api_key');
  }
}
