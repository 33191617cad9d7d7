import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the public may read, and so everyone: published facts. */
const PUBLIC_TABLES = `publication, area, area_code, area_succession, statistical_neighbour, organisation,
  strategic_objective, strategic_priority, recommendation, recommendation_priority, addressee, recommendation_addressee,
  assignment, published_activity, indicator, observation, observation_revision`;

const ROLES = ['oscdr_public', 'oscdr_council', 'oscdr_government', 'oscdr_office'];

/** A role for each view. They own nothing, log in nowhere, and may read what they are granted here and later. */
export class ViewRoles1763810001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const role of ROLES) {
      // Roles are the cluster's: another database in it may have made them, or whoever runs it beforehand.
      await runner.query(`
        do $$ begin
          if not exists (select from pg_roles where rolname = '${role}') then
            create role ${role} nologin noinherit nobypassrls;
          end if;
        exception when duplicate_object or unique_violation then null;
        end $$`);
      // The login that connects takes the role on. From version 16 on, being a member is not yet leave to do so.
      await runner.query(`
        do $$ begin
          if not pg_has_role(current_user, '${role}',
            case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end) then
            execute format('grant ${role} to %I', current_user);
          end if;
        end $$`);
    }
    await runner.query(`grant usage on schema public to ${ROLES.join(', ')}`);
    await runner.query(`grant select on ${PUBLIC_TABLES} to ${ROLES.join(', ')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`revoke select on ${PUBLIC_TABLES} from ${ROLES.join(', ')}`);
    await runner.query(`revoke usage on schema public from ${ROLES.join(', ')}`);
  }
}
