import { loadReferencePackage } from '../../src/import/reference-package';
import { referenceRows } from '../support/reference';
import { TestServer } from '../support/server';
import { publishCriteria } from './support';

describe('the assessment criteria', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());

  it('are a draft of this project, and each stands on a recommendation', async () => {
    const { assessmentCriteria } = await server.query(
      `{ assessmentCriteria { version label status adoptedOn note thresholdNote publication { revision }
           criteria { code title question sufficient partly insufficient recommendation { code } } } }`,
    );
    expect(assessmentCriteria).toMatchObject({
      version: 1,
      status: 'PROJECT_DRAFT',
      adoptedOn: null,
      note: expect.stringContaining('nobody has adopted them'),
      publication: { revision: 1 },
    });
    expect(assessmentCriteria.criteria).toEqual(
      referenceRows('editorial/assessment_criteria.csv').map(
        ({ criteria_version: _version, recommendation_code: code, ...criterion }) => ({
          ...criterion,
          recommendation: { code },
        }),
      ),
    );
    expect(assessmentCriteria.criteria.map(({ recommendation }: any) => recommendation.code)).toEqual(
      '12a 12b 12c 12d 12e 1f'.split(' '),
    );
  });

  it('are found by version, the latest where none is given', async () => {
    await publishCriteria(server, 2, ['X']);
    const found = await server.query(
      '{ latest: assessmentCriteria { version } first: assessmentCriteria(version: 1) { version } none: assessmentCriteria(version: 9) { version } }',
    );
    expect(found).toEqual({ latest: { version: 2 }, first: { version: 1 }, none: null });
  });

  it('are loaded again without a change, and with other words refused', async () => {
    await server.dataSource.query(`update reference_package set checksum = 'older'`);
    expect(await loadReferencePackage(server.dataSource)).toBe(true);
    await server.dataSource.query(`update reference_package set checksum = 'older' || checksum`);
    await server.dataSource.query('alter table assessment_criterion disable trigger append_only');
    await server.dataSource.query(`update assessment_criterion set sufficient = 'Other words' where code = 'TENSION'`);
    await expect(loadReferencePackage(server.dataSource)).rejects.toThrow(
      /^data\/editorial\/assessment_criteria\.csv has other words for what is published: .*TENSION/,
    );
  });
});
