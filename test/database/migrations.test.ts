import '../../src/modules';
import type { DataSource } from 'typeorm';
import { connect } from '../../src/database/data-source';
import { type Clone, cloneDatabase } from '../support/databases';

describe('the migrations', () => {
  let clone: Clone;
  let dataSource: DataSource;
  beforeAll(async () => {
    clone = await cloneDatabase('empty');
    dataSource = await connect(clone.url);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await clone.drop();
  });

  /** Every column, constraint and index there is. */
  const schema = (): Promise<unknown> =>
    dataSource.query(`
      select 'column' as kind, table_name || '.' || column_name as name, concat_ws(' ', data_type, is_nullable, column_default) as what
        from information_schema.columns where table_schema = 'public'
      union all select 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
        from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n'
      union all select 'index', indexname, indexdef from pg_indexes where schemaname = 'public'
      order by 1, 2`);

  it('go down to nothing and up again to the same', async () => {
    const before = await schema();
    const migrations = dataSource.migrations.length;
    expect(migrations).toBeGreaterThan(0);
    for (let each = 0; each < migrations; each++) {
      await dataSource.undoLastMigration({ transaction: 'each' });
    }
    const left = await dataSource.query(`select tablename from pg_tables where schemaname = 'public'`);
    expect(left).toEqual([{ tablename: 'migration' }]);
    expect(await dataSource.runMigrations({ transaction: 'each' })).toHaveLength(migrations);
    expect(await schema()).toEqual(before);
  });

  it('make what the entities say', async () => {
    const columns = await dataSource.query<
      { table_name: string; column_name: string; udt_name: string; nullable: boolean }[]
    >(`select table_name, column_name, udt_name, is_nullable = 'YES' as nullable
       from information_schema.columns where table_schema = 'public'`);
    const names: Record<string, string> = { boolean: 'bool' };
    for (const { tableName, columns: declared, inheritanceTree } of dataSource.entityMetadatas) {
      for (const { databaseName, type, isNullable, isDiscriminator } of declared) {
        const found = columns.find((column) => column.table_name === tableName && column.column_name === databaseName);
        expect({ [`${tableName}.${databaseName}`]: found?.udt_name }).toEqual({
          [`${tableName}.${databaseName}`]: names[type as string] ?? type,
        });
        // Columns of one kind of area are null for the others, whatever that kind's class says; and views have no not null.
        if (
          inheritanceTree.length === 1 &&
          !isDiscriminator &&
          !['area', 'figure_change', 'task', 'timeline_item', 'council_concern', 'neighbour_gap'].includes(tableName)
        ) {
          expect({ [`${tableName}.${databaseName}`]: found?.nullable }).toEqual({
            [`${tableName}.${databaseName}`]: isNullable,
          });
        }
      }
    }
  });
});

describe('the migrations on a register with content', () => {
  let clone: Clone;
  let dataSource: DataSource;
  beforeAll(async () => {
    clone = await cloneDatabase('reference');
    dataSource = await connect(clone.url);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await clone.drop();
  });

  it('bring what was published before the publication clock under it', async () => {
    const content = (): Promise<unknown> =>
      dataSource.query(`
        select (select count(*)::int4 from record_version) as versions,
          (select md5(string_agg(content::text, '' order by table_name, record_id)) from record_version) as content,
          (select md5(string_agg(assignment::text, '' order by id)) from assignment) as assignments`);
    const before = await content();
    const added = await dataSource.query<object[]>('select from migration where timestamp >= 1763820001000');
    expect(added.length).toBeGreaterThan(8);
    for (let each = 0; each < added.length; each++) {
      await dataSource.undoLastMigration({ transaction: 'each' });
    }
    expect(await dataSource.query(`select to_regclass('record_version') as table`)).toEqual([{ table: null }]);
    await dataSource.runMigrations({ transaction: 'each' });
    expect(await content()).toEqual(before);
    // Read in the past, the register is what it is now.
    await dataSource.transaction(async (manager) => {
      await manager.query(`select set_config('oscdr.revision', '1', true)`);
      for (const table of ['assignment', 'area', 'organisation', 'recommendation', 'indicator', 'observation']) {
        const [{ differences }] = await manager.query(
          `select count(*)::int4 as differences from
             ((select * from as_of.${table} except select * from public.${table}) union all
              (select * from public.${table} except select * from as_of.${table})) different`,
        );
        expect({ [table]: differences }).toEqual({ [table]: 0 });
      }
    });
  });
});
