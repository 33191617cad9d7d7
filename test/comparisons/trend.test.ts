import { mannKendall, theilSenSlope } from '../../src/comparisons/mann-kendall';
import { TestServer } from '../support/server';
import { SmallWorld } from './small-world';

/** The test by its definition: all orders of the values, one by one. */
function byEnumeration(values: number[]): number {
  const statistic = (order: number[]): number =>
    order.reduce(
      (total, first, index) =>
        total + order.slice(index + 1).reduce((inner, second) => inner + Math.sign(second - first), 0),
      0,
    );
  const orders = (rest: number[]): number[][] =>
    rest.length === 0
      ? [[]]
      : rest.flatMap((first, index) =>
          orders(rest.filter((_, other) => other !== index)).map((tail) => [first, ...tail]),
        );
  const all = orders(values);
  return all.filter((order) => Math.abs(statistic(order)) >= Math.abs(statistic(values))).length / all.length;
}

describe('the Mann-Kendall test', () => {
  it.each([
    [[1, 2, 3, 4], 2 / 24],
    [[1, 2, 3, 4, 5], 2 / 120],
    [[5, 4, 3, 2, 1], 2 / 120],
    // One pair out of order, S = 8: four orders have it so, four the reverse, and two are steadier still.
    [[1, 2, 3, 5, 4], 10 / 120],
    [[2, 2, 2, 2, 2], 1],
  ])('gives %j the p-value that tables have', (values, pValue) => {
    expect(mannKendall(values).pValue).toBeCloseTo(pValue, 12);
  });

  it('agrees with the enumeration of all orders, ties or none', () => {
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let round = 0; round < 60; round++) {
      const values = Array.from({ length: 2 + random(6) }, () => random(6));
      expect(mannKendall(values).pValue).toBeCloseTo(byEnumeration(values), 12);
    }
  });

  it('keeps its probabilities together for long series', () => {
    const rising = Array.from({ length: 40 }, (_, index) => index);
    expect(mannKendall(rising).pValue).toBeLessThan(1e-40);
    // 40 values of two kinds in turn: as steady as chance has it.
    expect(mannKendall(rising.map((index) => index % 2)).pValue).toBeGreaterThan(0.5);
  });

  it('has the median of slopes for its size', () => {
    // Slopes 1, 1, 97/3... of 0, 1, 2, 99 at 0, 1, 2, 3: 1, 1, 33, 1, 49, 97, whose median is (1 + 33) / 2.
    expect(theilSenSlope([0, 1, 2, 99].map((value, time) => ({ time, value })))).toBe(17);
  });
});

describe('a trend', () => {
  let server: TestServer;
  let world: SmallWorld;
  let place: string;
  let indicators = 0;

  beforeAll(async () => {
    server = await TestServer.start('empty');
    world = await SmallWorld.make(server);
    place = await world.council('place');
  });
  afterAll(() => server.stop());

  async function trendOver(
    figures: [period: string, value: number | null, marker?: string][],
    days = '',
  ): Promise<any> {
    const indicator = await world.indicator(`made_up_${++indicators}`);
    for (const [period, value, marker] of figures) {
      await world.figure(indicator, place, period, value, marker === undefined ? {} : { marker });
    }
    const fields = 'trend { direction points from { label } to { label } slopePerYear pValue derived reason method }';
    return (await world.comparison(place, indicator, fields, days)).trend;
  }
  const years = (first: number, values: (number | null)[]): [string, number | null, string?][] =>
    values.map((value, index) => [
      String(first + index),
      value,
      ...(value === null ? (['x'] as const) : ([] as const)),
    ]);

  it('rises or falls where values do so more steadily than chance explains', async () => {
    expect(await trendOver(years(2017, [10, 11, 12, 13, 14]))).toEqual({
      direction: 'RISING',
      points: 5,
      from: { label: '2017' },
      to: { label: '2021' },
      slopePerYear: expect.closeTo(1, 2),
      pValue: expect.closeTo(2 / 120, 9),
      derived: false,
      reason: null,
      method: expect.stringContaining('Mann-Kendall'),
    });
    expect(await trendOver(years(2017, [5, 4, 3, 2, 1]))).toMatchObject({ direction: 'FALLING' });
  });

  it('is not clear where they waver', async () => {
    expect(await trendOver(years(2017, [10, 11, 12, 14, 13]))).toMatchObject({
      direction: 'NO_CLEAR_TREND',
      pValue: expect.closeTo(10 / 120, 9),
      slopePerYear: expect.closeTo(1, 2),
    });
    expect(await trendOver(years(2017, [7, 7, 7, 7, 7]))).toMatchObject({
      direction: 'NO_CLEAR_TREND',
      slopePerYear: 0,
    });
  });

  it('takes five points at least, gaps not counted', async () => {
    expect(await trendOver(years(2017, [10, 11, null, 12, 13]))).toEqual({
      direction: 'NOT_ENOUGH_POINTS',
      points: 4,
      from: { label: '2017' },
      to: { label: '2021' },
      slopePerYear: null,
      pValue: null,
      derived: false,
      reason: 'Comparable points: 4; it takes at least 5.',
      method: null,
    });
    expect(await trendOver([])).toMatchObject({ direction: 'NOT_ENOUGH_POINTS', points: 0, from: null });
    expect(await trendOver(years(2016, [10, 11, null, 12, 13, 14]))).toMatchObject({ direction: 'RISING', points: 5 });
  });

  it('begins after the last break of the series', async () => {
    const broken = years(2015, [1, 2, 3, 4, 5, 6, 7]);
    broken[3] = ['2018', 4, 'b'];
    expect(await trendOver(broken)).toMatchObject({
      direction: 'NOT_ENOUGH_POINTS',
      points: 4,
      from: { label: '2018' },
      reason: 'Comparable points: 4; it takes at least 5. The publisher marks a break in the series (marker b).',
    });
  });

  it('leaves out periods that overlap, which share their data', async () => {
    const rolling = Array.from({ length: 10 }, (_, index): [string, number] => [`${2000 + index}-01-01/P3Y`, index]);
    // 2009 to 2011, 2006 to 2008, 2003 to 2005, 2000 to 2002.
    expect(await trendOver(rolling)).toMatchObject({ direction: 'NOT_ENOUGH_POINTS', points: 4 });
  });

  it('ends with the day that is looked at', async () => {
    expect(await trendOver(years(2015, [1, 2, 3, 4, 5, 0, 0]), ', until: "2019-12-31"')).toMatchObject({
      direction: 'RISING',
      points: 5,
      to: { label: '2019' },
    });
  });
});
