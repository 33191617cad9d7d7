import { TestServer } from '../support/server';
import { SmallWorld } from './small-world';

const STANDING = 'rank of order tiedWith percentile zScore lowReliability notClearlyDifferent reason';

describe('the standing of a council', () => {
  let server: TestServer;
  let world: SmallWorld;
  const codes: Record<string, string> = {};

  beforeAll(async () => {
    server = await TestServer.start('empty');
    world = await SmallWorld.make(server);
    const region = await world.area('E12000001', 'Region', 'REGION');
    for (const [name, population] of [
      ['ten', 100],
      ['twenty', 200],
      ['also twenty', 300],
      ['forty', 400],
      ['withheld', 500],
    ] as const) {
      codes[name] = await world.council(name, { population, region });
    }
    codes['unitary'] = await world.council('unitary', { type: 'UNITARY_AUTHORITY', population: 600 });
    codes['county'] = await world.council('county', { type: 'COUNTY' });
    codes['district'] = await world.council('district', {
      type: 'NON_METROPOLITAN_DISTRICT',
      county: codes['county'],
      population: 700,
    });
    await world.indicator('higher');
    await world.indicator('lower', { direction: 'LOWER_IS_BETTER' });
    await world.indicator('context', { direction: 'CONTEXT_ONLY' });
    await world.indicator('offences', { unit: 'offences', direction: 'LOWER_IS_BETTER' });
    await world.indicator('residents', { unit: 'people', direction: 'CONTEXT_ONLY' });
    for (const indicator of ['higher', 'lower', 'context', 'offences', 'residents']) {
      await world.figure(indicator, codes['ten']!, '2020', 10);
      await world.figure(indicator, codes['twenty']!, '2020', 20);
      await world.figure(indicator, codes['also twenty']!, '2020', 20, { marker: 'u' });
      await world.figure(indicator, codes['forty']!, '2020', 40);
      await world.figure(indicator, codes['withheld']!, '2020', null, { marker: 'c' });
      await world.figure(indicator, codes['unitary'], '2020', 50);
      await world.figure(indicator, codes['county'], '2020', 90);
      await world.figure(indicator, codes['district'], '2020', 80);
      await world.figure(indicator, world.england, '2020', 30);
      await world.figure(indicator, region, '2020', 25);
    }
    await world.neighbours(codes['twenty']!, codes['unitary'], codes['ten']!, codes['withheld']!, codes['forty']!);
  });
  afterAll(() => server.stop());

  const amongType = async (name: string, indicator: string, fields = STANDING): Promise<any> =>
    (await world.comparison(codes[name]!, indicator, `amongType { ${fields} }`)).amongType;

  // Values 10, 20, 20, 40: mean 22.5; deviations -12.5, -2.5, -2.5, 17.5, whose squares sum to 475, so the standard
  // deviation is the root of 475 / 4 = 118.75. Percentile: those worse and half of those equal, itself included.
  const deviation = Math.sqrt(118.75);

  it('has shared ranks, mid-rank percentiles and standard scores, the best being first', async () => {
    expect(await amongType('forty', 'higher')).toEqual({
      rank: 1,
      of: 4,
      order: 'HIGHEST_FIRST',
      tiedWith: 0,
      percentile: 87.5, // (3 + 1/2) / 4
      zScore: expect.closeTo(17.5 / deviation, 9),
      lowReliability: false,
      notClearlyDifferent: null,
      reason: null,
    });
    for (const name of ['twenty', 'also twenty']) {
      expect(await amongType(name, 'higher')).toMatchObject({
        rank: 2,
        tiedWith: 1,
        percentile: 50, // (1 + 2/2) / 4
        zScore: expect.closeTo(-2.5 / deviation, 9),
        lowReliability: name === 'also twenty',
      });
    }
    expect(await amongType('ten', 'higher')).toMatchObject({ rank: 4, tiedWith: 0, percentile: 12.5 });
  });

  it('turns round where lower is better, and with it the sign of the standard score', async () => {
    expect(await amongType('forty', 'lower')).toMatchObject({
      rank: 4,
      order: 'LOWEST_FIRST',
      percentile: 12.5,
      zScore: expect.closeTo(-17.5 / deviation, 9),
    });
    expect(await amongType('ten', 'lower')).toMatchObject({ rank: 1, percentile: 87.5 });
    expect(await amongType('twenty', 'lower')).toMatchObject({ rank: 2, tiedWith: 1, percentile: 50 });
  });

  it('is a plain order from the highest where there is no better or worse, without a standard score', async () => {
    expect(await amongType('forty', 'context')).toMatchObject({ rank: 1, order: 'HIGHEST_FIRST', zScore: null });
    expect(await amongType('forty', 'residents')).toMatchObject({ rank: 1, percentile: 87.5, zScore: null });
  });

  it('is refused to numbers that grow with the council, though good or bad', async () => {
    expect(await amongType('forty', 'offences')).toEqual({
      rank: null,
      of: 4,
      order: 'LOWEST_FIRST',
      tiedWith: null,
      percentile: null,
      zScore: null,
      lowReliability: false,
      notClearlyDifferent: null,
      reason: 'Not ranked: a number of offences grows with the size of the council, which is neither good nor bad.',
    });
  });

  it('is refused to a council without a value, which says why', async () => {
    const answer = await world.comparison(
      codes['withheld']!,
      'higher',
      `latest { value } laterGap { marker missingReason } reason england { value } amongType { rank of reason }`,
    );
    const reason = 'Confidential: withheld so that nobody can be recognised.';
    expect(answer).toEqual({
      latest: null,
      laterGap: { marker: 'c', missingReason: reason },
      reason,
      england: null,
      amongType: { rank: null, of: 0, reason },
    });
  });

  it('is refused where nobody else has a value', async () => {
    expect(await amongType('unitary', 'higher', 'rank of percentile reason')).toEqual({
      rank: null,
      of: 1,
      percentile: null,
      reason: 'Not ranked: no other council of the group has a value for the same period.',
    });
  });

  it('says what the values of the type come to, weighted by population where that can be', async () => {
    const fields =
      'distribution { period { label } count withoutValue lowReliability mean weighted median lowerQuartile upperQuartile minimum maximum standardDeviation method }';
    expect((await amongType('ten', 'higher', fields)).distribution).toEqual({
      period: { label: '2020' },
      count: 4,
      withoutValue: 1,
      lowReliability: 1,
      mean: 27, // (100 x 10 + 200 x 20 + 300 x 20 + 400 x 40) / 1000
      weighted: true,
      median: 20,
      lowerQuartile: 17.5, // at 3/4 of the way from the first value to the second
      upperQuartile: 25, // at 1/4 of the way from the third to the fourth
      minimum: 10,
      maximum: 40,
      standardDeviation: expect.closeTo(deviation, 9),
      method: expect.stringContaining('weighted by usual residents'),
    });
    expect((await amongType('ten', 'offences', fields)).distribution).toMatchObject({
      mean: 22.5,
      weighted: false,
      method: 'Plain mean, each council counting the same: values in offences are no rate of a population.',
    });
    expect((await amongType('county', 'higher', fields)).distribution).toMatchObject({
      mean: 90,
      weighted: false,
      method: 'Plain mean, each council counting the same: the register has no population for 1 of the 1.',
    });
  });

  it('is told among neighbours of every type, each by name', async () => {
    const { amongNeighbours } = await world.comparison(
      codes['twenty']!,
      'higher',
      `amongNeighbours { ${STANDING} members { rank council { name } observation { value missingReason } } }`,
    );
    const member = (name: string, rank: number | null, value: number | null): object => ({
      rank,
      council: { name },
      observation: { value, missingReason: value === null ? expect.stringContaining('Confidential') : null },
    });
    // 50, 40, 20, 10: one is worse, so the percentile is (1 + 1/2) / 4.
    expect(amongNeighbours).toMatchObject({ rank: 3, of: 4, percentile: 37.5 });
    expect(amongNeighbours.members).toEqual([
      member('unitary', 1, 50),
      member('forty', 2, 40),
      member('twenty', 3, 20),
      member('ten', 4, 10),
      member('withheld', null, null),
    ]);
    expect(
      (await world.comparison(codes['ten']!, 'higher', 'amongNeighbours { rank reason }')).amongNeighbours,
    ).toEqual({
      rank: null,
      reason: 'Not ranked: it has no statistical neighbours.',
    });
  });

  it('stands beside England and the region', async () => {
    expect(await world.comparison(codes['ten']!, 'higher', 'england { value } region { value }')).toEqual({
      england: { value: 30 },
      region: { value: 25 },
    });
    expect(await world.comparison(codes['unitary']!, 'higher', 'region { value }')).toEqual({ region: null });
  });

  it('is that of the latest value, beside others of the very same period', async () => {
    await world.indicator('periods');
    await world.figure('periods', codes['ten']!, '2020', 10);
    await world.figure('periods', codes['ten']!, '2021', null, { marker: 'x' });
    await world.figure('periods', codes['twenty']!, '2020', 20);
    await world.figure('periods', codes['twenty']!, '2021', 5);
    await world.figure('periods', codes['forty']!, '2020-Q4', 40);
    const fields = 'latest { value } laterGap { marker } reason amongType { rank of }';
    expect(await world.comparison(codes['ten']!, 'periods', fields)).toEqual({
      latest: { value: 10 },
      laterGap: { marker: 'x' },
      reason: null,
      amongType: { rank: 2, of: 2 },
    });
    expect(await world.comparison(codes['twenty']!, 'periods', fields, ', until: "2020-12-31"')).toMatchObject({
      latest: { value: 20 },
      amongType: { rank: 1, of: 2 },
    });
    expect(await world.comparison(codes['twenty']!, 'periods', fields, ', until: "2020-12-30"')).toMatchObject({
      latest: null,
      reason: 'No figure is published for this council.',
    });
  });

  it('counts from how many others it does not clearly differ', async () => {
    await world.indicator('estimated');
    await world.figure('estimated', codes['ten']!, '2020', 50, { lower: 48, upper: 52 });
    // Limits overlap, and yet 4 is more than the root of 2 x 2 + 3 x 3 = 3.6.
    await world.figure('estimated', codes['twenty']!, '2020', 54, { lower: 51, upper: 57 });
    await world.figure('estimated', codes['forty']!, '2020', 53, { lower: 50, upper: 56 });
    expect(await amongType('ten', 'estimated')).toMatchObject({ rank: 3, of: 3, notClearlyDifferent: 1 });
    expect(await amongType('forty', 'estimated')).toMatchObject({ rank: 2, of: 3, notClearlyDifferent: 2 });
    await world.figure('estimated', codes['also twenty']!, '2020', 20);
    expect(await amongType('ten', 'estimated')).toMatchObject({ rank: 3, of: 4, notClearlyDifferent: null });
  });

  describe('and the distribution over councils', () => {
    it('has all types but counties where none is asked for', async () => {
      // 10, 20, 20, 40, 50, 80 by populations of 100, 200, 300, 400, 600, 700: 113,000 / 2,300.
      expect(await world.distribution('higher', '', 'count mean weighted maximum')).toEqual({
        count: 6,
        mean: expect.closeTo(113_000 / 2_300, 9),
        weighted: true,
        maximum: 80,
      });
    });

    it('never adds a county to its districts', async () => {
      const refusal = await server.refusal(
        '{ indicator(code: "higher") { distribution(types: [COUNTY, NON_METROPOLITAN_DISTRICT]) { mean } } }',
      );
      expect(refusal).toEqual({
        code: 'BAD_USER_INPUT',
        message:
          '"types" must not have COUNTY together with NON_METROPOLITAN_DISTRICT: a county overlaps its districts, and their people would count twice.',
      });
      expect(await world.distribution('higher', '(types: [COUNTY, UNITARY_AUTHORITY])', 'count mean')).toEqual({
        count: 2,
        mean: 70,
      });
    });

    it('can be of one region and one time', async () => {
      expect(await world.distribution('higher', '(region: "E12000001")', 'count mean')).toEqual({ count: 4, mean: 27 });
      expect(await world.distribution('higher', '(until: "2020-12-31")', 'count')).toEqual({ count: 6 });
      expect(await world.distribution('higher', '(until: "2020-12-30")', 'count')).toBeNull();
      expect(
        await server.refusal(`{ indicator(code: "higher") { distribution(region: "E92000001") { mean } } }`),
      ).toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringContaining('"region" (E92000001)') });
    });

    it('counts no council beside one that replaced it', async () => {
      const before = await world.council('before', { type: 'UNITARY_AUTHORITY', abolished: true, population: 100 });
      const after = await world.council('after', { type: 'UNITARY_AUTHORITY', population: 100 });
      await world.succession(after, before);
      await world.indicator('replaced');
      await world.figure('replaced', codes['unitary']!, '2020', 1);
      await world.figure('replaced', before, '2020', 2);
      await world.figure('replaced', codes['unitary']!, '2021', 3);
      await world.figure('replaced', before, '2021', 4);
      await world.figure('replaced', after, '2021', 5);
      expect(await world.distribution('replaced', '(until: "2020-12-31")', 'count maximum')).toEqual({
        count: 2,
        maximum: 2,
      });
      expect(await world.distribution('replaced', '', 'count minimum maximum')).toEqual({
        count: 2,
        minimum: 3,
        maximum: 5,
      });
    });
  });

  it('is as it was published at a moment, where that is asked', async () => {
    await world.indicator('revised');
    await world.figure('revised', codes['ten']!, '2020', 1);
    await world.figure('revised', codes['twenty']!, '2020', 2);
    await server.dataSource.query(
      `insert into publication (revision, kind, title) values (2, 'INDICATOR_RELEASE', 'Revised')`,
    );
    await server.dataSource.query(
      `insert into observation_revision (indicator_id, area_id, period_start, period_end, value, revision, replaced_in_revision)
       select indicator_id, area_id, period_start, period_end, value, revision, 2 from observation
       where value = 1 and indicator_id = (select id from indicator where code = 'revised')`,
    );
    await server.dataSource.query(
      `update observation set value = 3, revision = 2
       where value = 1 and indicator_id = (select id from indicator where code = 'revised')`,
    );
    const at = async (moment: string): Promise<any> =>
      (
        await server.query(
          `{ council(gssCode: "${codes['ten']}"${moment}) { comparison(indicator: "revised") { latest { value } amongType { rank distribution { mean } } } } }`,
        )
      ).council.comparison;
    // Weighted by 100 and 200: (100 x 3 + 200 x 2) / 300, and before (100 x 1 + 200 x 2) / 300.
    expect(await at('')).toEqual({
      latest: { value: 3 },
      amongType: { rank: 1, distribution: { mean: expect.closeTo(7 / 3, 9) } },
    });
    const [{ moment }] = await server.dataSource.query(
      'select published_at as moment from publication where revision = 1',
    );
    expect(await at(`, asOf: "${moment.toISOString()}"`)).toEqual({
      latest: { value: 1 },
      amongType: { rank: 2, distribution: { mean: expect.closeTo(5 / 3, 9) } },
    });
  });
});
