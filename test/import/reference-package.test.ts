import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import '../../src/modules';
import type { DataSource } from 'typeorm';
import { connect } from '../../src/database/data-source';
import { loadReferencePackage } from '../../src/import/reference-package';
import { projectDirectory } from '../../src/project';
import { type Clone, cloneDatabase, publishAs } from '../support/databases';

describe('the reference package', () => {
  let clone: Clone;
  let dataSource: DataSource;
  beforeEach(async () => {
    clone = await cloneDatabase('empty');
    dataSource = await connect(clone.url);
  });
  afterEach(async () => {
    await dataSource.destroy();
    await clone.drop();
  });

  const content = async (): Promise<unknown> => {
    const tables = [
      'area',
      'area_code',
      'area_succession',
      'statistical_neighbour',
      'organisation',
      'addressee',
      'recommendation',
      'recommendation_addressee',
      'recommendation_priority',
      'strategic_objective',
      'strategic_priority',
      'assignment',
      'published_activity',
      'indicator',
      'observation',
      'observation_revision',
      'publication',
    ];
    const sums = tables.map(
      (table) => `(select count(*) || md5(string_agg(t::text, '' order by t::text)) from ${table} t) as ${table}`,
    );
    return dataSource.query(`select ${sums.join(', ')}`);
  };

  it('is whole: every file is what the manifest says', () => {
    const manifest = JSON.parse(readFileSync(path.join(projectDirectory, 'data/manifest.json'), 'utf8')) as Record<
      string,
      { sha256: string }
    >;
    for (const [file, { sha256 }] of Object.entries(manifest)) {
      const bytes = readFileSync(path.join(projectDirectory, 'data', file));
      expect([file, createHash('sha256').update(bytes).digest('hex')]).toEqual([file, sha256]);
    }
  });

  it('loads once', async () => {
    expect(await loadReferencePackage(dataSource)).toBe(true);
    const first = await content();
    expect(await loadReferencePackage(dataSource)).toBe(false);
    expect(await content()).toEqual(first);
  });

  it('loads over an older package without touching what is the same, or what was reported', async () => {
    await loadReferencePackage(dataSource);
    const before = await content();
    // As a database looks to a newer package: another checksum, a value since revised, an assignment reported on.
    await dataSource.query(`update reference_package set checksum = 'older'`);
    await publishAs(dataSource, 1, `update area set name = 'Old name' where code = 'E08000004'`);
    await dataSource.query(`update observation set value = 1, lower = 0, upper = 2 where (indicator_id, area_id, period_start) =
      (select i.id, a.id, date '2022-04-01' from indicator i, area a where i.code = 'wellbeing_anxiety' and a.code = 'E08000004')`);
    await publishAs(dataSource, 1, `update assignment set response = 'ACCEPTED' where id = 1`);
    expect(await loadReferencePackage(dataSource)).toBe(true);

    const [revised] = await dataSource.query('select value, revision, replaced_in_revision from observation_revision');
    expect(revised).toEqual({ value: 1, revision: 1, replaced_in_revision: 2 });
    expect(await dataSource.query('select count(*)::int4 from observation where revision = 2')).toEqual([{ count: 1 }]);
    expect(await dataSource.query('select response from assignment where id = 1')).toEqual([{ response: 'ACCEPTED' }]);
    await publishAs(dataSource, 1, `update assignment set response = 'NO_RESPONSE' where id = 1`);
    await dataSource.query('update observation set revision = 1');
    await dataSource.query('delete from observation_revision');
    await dataSource.query('delete from record_version where revision = 2 or until_revision = 2');
    await dataSource.query('delete from publication where revision = 2');
    expect(await content()).toEqual(before);
  });

  it('leaves what was imported since as it is', async () => {
    await loadReferencePackage(dataSource);
    await dataSource.query(
      `insert into publication (revision, kind, title) values (2, 'INDICATOR_RELEASE', 'A correction')`,
    );
    await dataSource.query(`update observation set value = 1, lower = 0, upper = 2, revision = 2
      where (indicator_id, area_id, period_start) = (select i.id, a.id, date '2022-04-01' from indicator i, area a
        where i.code = 'wellbeing_anxiety' and a.code = 'E08000004')`);
    await publishAs(
      dataSource,
      2,
      `update indicator set unit = 'corrected', revision = 2 where code = 'wellbeing_anxiety'`,
    );
    await dataSource.query(`update reference_package set checksum = 'older'`);
    expect(await loadReferencePackage(dataSource)).toBe(true);
    expect(await dataSource.query('select value from observation where revision = 2')).toEqual([{ value: 1 }]);
    expect(await dataSource.query(`select unit from indicator where revision = 2`)).toEqual([{ unit: 'corrected' }]);
    expect(await dataSource.query('select count(*)::int4 from observation_revision')).toEqual([{ count: 0 }]);
  });
});
