import type { MigrationInterface, QueryRunner } from 'typeorm';

const KEY = 'indicator_id, area_id, period_end, period_start';
const VERSION = `${KEY}, revision, value, lower, upper, marker, note, returned_by_id`;

/** What each publication did to figures: every version of an observation beside the one before it. */
export class FigureChanges1763820008000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['observation', 'observation_revision']) {
      await runner.query(`create index ${table}_by_revision on ${table} (revision, ${KEY})`);
    }
    await runner.query(`
      create view figure_change with (security_invoker = true) as
      select version.*, former.value as former_value, former.lower as former_lower,
        former.upper as former_upper, former.marker as former_marker, former.note as former_note,
        former.indicator_id is not null as is_revision
      from (select ${VERSION} from observation union all select ${VERSION} from observation_revision) version
      left join observation_revision former on former.replaced_in_revision = version.revision
        and former.indicator_id = version.indicator_id and former.area_id = version.area_id
        and former.period_start = version.period_start and former.period_end = version.period_end`);
    await runner.query('grant select on figure_change to oscdr_public, oscdr_council, oscdr_government, oscdr_office');
    await runner.query('select rebuild_as_of()');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema as_of cascade');
    await runner.query('drop view figure_change');
    await runner.query('drop index observation_by_revision, observation_revision_by_revision');
    await runner.query('select rebuild_as_of()');
  }
}
