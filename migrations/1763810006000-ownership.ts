import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Child tables, the column that leads to the parent, and the parent. */
const CHILDREN = [
  ['delivery_detail', 'assignment_id', 'assignment'],
  ['progress_update', 'assignment_id', 'assignment'],
  ['submission', 'progress_update_id', 'progress_update'],
  ['review_note', 'progress_update_id', 'progress_update'],
];
const PARENTS = ['assignment', 'progress_update'];

/**
 * The row policies go by a copy of the owner in each table; these keys keep the copies equal to what they are copies of.
 * And an update gets a key for the outside that does not count how many others there are.
 */
export class Ownership1763810006000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const parent of PARENTS) {
      await runner.query(`alter table ${parent} add constraint ${parent}_owner unique (id, organisation_id)`);
    }
    for (const [child, column, parent] of CHILDREN) {
      await runner.query(
        `alter table ${child} add constraint ${child}_owner_fk
         foreign key (${column}, organisation_id) references ${parent} (id, organisation_id)`,
      );
    }
    await runner.query(
      `alter table progress_update
         add key uuid not null default gen_random_uuid() constraint progress_update_key_unique unique`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table progress_update drop key');
    for (const [child] of CHILDREN) {
      await runner.query(`alter table ${child} drop constraint ${child}_owner_fk`);
    }
    for (const parent of PARENTS) {
      await runner.query(`alter table ${parent} drop constraint ${parent}_owner`);
    }
  }
}
