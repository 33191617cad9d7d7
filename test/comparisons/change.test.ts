import { TestServer } from '../support/server';
import { SmallWorld } from './small-world';

const CHANGE =
  'change { from { value period { label } } to { value period { label } } difference lower upper relativeDifference significant verdict reason derived lowReliability method }';

describe('a change', () => {
  let server: TestServer;
  let world: SmallWorld;
  let place: string;
  let indicators = 0;

  beforeAll(async () => {
    server = await TestServer.start('empty');
    world = await SmallWorld.make(server);
    place = await world.council('place', { population: 100 });
  });
  afterAll(() => server.stop());

  type Figure = [value: number | null, lower?: number, upper?: number, marker?: string];

  /** The change in the council between the figures of an indicator of its own. */
  async function changeOver(direction: string, figures: Record<string, Figure>, days = ''): Promise<any> {
    const indicator = await world.indicator(`made_up_${++indicators}`, { direction });
    for (const [period, [value, lower, upper, marker]] of Object.entries(figures)) {
      await world.figure(indicator, place, period, value, {
        ...(lower !== undefined && { lower }),
        ...(upper !== undefined && { upper }),
        ...(marker !== undefined && { marker }),
      });
    }
    return (await world.comparison(place, indicator, CHANGE, days)).change;
  }

  // Half widths 2 and 3 leave the difference a half width of the root of 4 + 9 = 3.606: 4 is clear of 0, though the
  // limits of the two overlap, and 3 is not.
  const CLEAR: Record<string, Figure> = { '2020': [50, 48, 52], '2021': [54, 51, 57] };
  const UNCLEAR: Record<string, Figure> = { '2020': [50, 48, 52], '2021': [53, 50, 56] };
  const WITHOUT_LIMITS: Record<string, Figure> = { '2020': [50], '2021': [54] };
  const LIMITS_OF_ONE: Record<string, Figure> = { '2020': [50, 48, 52], '2021': [54] };
  const EQUAL: Record<string, Figure> = { '2020': [50], '2021': [50] };

  it.each([
    ['HIGHER_IS_BETTER', CLEAR, 'BETTER', true],
    ['LOWER_IS_BETTER', CLEAR, 'WORSE', true],
    ['CONTEXT_ONLY', CLEAR, 'CONTEXT_ONLY', true],
    ['HIGHER_IS_BETTER', UNCLEAR, 'NO_CLEAR_CHANGE', false],
    ['LOWER_IS_BETTER', UNCLEAR, 'NO_CLEAR_CHANGE', false],
    ['CONTEXT_ONLY', UNCLEAR, 'CONTEXT_ONLY', false],
    ['HIGHER_IS_BETTER', WITHOUT_LIMITS, 'SIGNIFICANCE_UNKNOWN', null],
    ['LOWER_IS_BETTER', WITHOUT_LIMITS, 'SIGNIFICANCE_UNKNOWN', null],
    ['CONTEXT_ONLY', WITHOUT_LIMITS, 'CONTEXT_ONLY', null],
    ['HIGHER_IS_BETTER', EQUAL, 'NO_CLEAR_CHANGE', null],
    ['HIGHER_IS_BETTER', LIMITS_OF_ONE, 'SIGNIFICANCE_UNKNOWN', null],
  ])('where %s over %j is called %s', async (direction, figures, verdict, significant) => {
    expect(await changeOver(direction, figures)).toMatchObject({ verdict, significant });
  });

  it('says how much, between which limits, and how that was worked out', async () => {
    const half = Math.sqrt(13);
    expect(await changeOver('HIGHER_IS_BETTER', CLEAR)).toEqual({
      from: { value: 50, period: { label: '2020' } },
      to: { value: 54, period: { label: '2021' } },
      difference: 4,
      lower: expect.closeTo(4 - half, 9),
      upper: expect.closeTo(4 + half, 9),
      relativeDifference: 8,
      significant: true,
      verdict: 'BETTER',
      reason:
        'Higher is better, it is higher, and the difference is more than chance explains: its 95% confidence limits lie on one side of 0.',
      derived: false,
      lowReliability: false,
      method: expect.stringContaining('Zou and Donner 2008'),
    });
  });

  it('is the z test of two independent estimates where limits are symmetric', async () => {
    // z = (x2 - x1) / root of (se1 squared + se2 squared), clear beyond 1.96.
    for (const difference of [3.5, 3.6, 3.61, 3.7]) {
      const z = difference / Math.hypot(4 / 3.92, 6 / 3.92);
      const figures: Record<string, Figure> = {
        '2020': [50, 48, 52],
        '2021': [50 + difference, 47 + difference, 53 + difference],
      };
      expect((await changeOver('HIGHER_IS_BETTER', figures)).significant).toBe(z > 1.96);
    }
  });

  it('takes each side of limits that are not symmetric for itself', async () => {
    // Up from 2 (1 to 4) to 5 (3 to 9): the sides that face each other are 2 and 2, so the lower limit is 3 - root of 8.
    const change = await changeOver('HIGHER_IS_BETTER', { '2020': [2, 1, 4], '2021': [5, 3, 9] });
    expect(change).toMatchObject({
      lower: expect.closeTo(3 - Math.sqrt(8), 9),
      upper: expect.closeTo(3 + Math.sqrt(17), 9),
    });
    expect(change.verdict).toBe('BETTER');
  });

  it('is refused across a break that the publisher marks, on a gap too', async () => {
    const broken = {
      verdict: 'SERIES_BREAK',
      difference: null,
      relativeDifference: null,
      lower: null,
      significant: null,
    };
    expect(await changeOver('HIGHER_IS_BETTER', { '2020': [50, 48, 52], '2021': [54, 51, 57, 'b'] })).toMatchObject({
      ...broken,
      reason: 'The publisher marks a break in the series (marker b).',
    });
    const across = { '2019': [50], '2020': [51, undefined, undefined, 'b'], '2021': [52] } as Record<string, Figure>;
    expect(await changeOver('HIGHER_IS_BETTER', across)).toMatchObject({
      verdict: 'SIGNIFICANCE_UNKNOWN',
      difference: 1,
    });
    expect(await changeOver('HIGHER_IS_BETTER', across, ', since: "2019-12-31"')).toMatchObject(broken);
    const gap = { '2019': [50], '2020': [null, undefined, undefined, 'b'], '2021': [52] } as Record<string, Figure>;
    const indicator = await world.indicator('marked_gap');
    await world.figure(indicator, place, '2019', 50);
    await world.figure(indicator, place, '2020', null, { marker: 'b', note: 'Other questions from here on.' });
    await world.figure(indicator, place, '2021', 52);
    expect((await world.comparison(place, indicator, CHANGE)).change).toMatchObject({
      ...broken,
      reason: 'Other questions from here on.',
    });
    expect(await changeOver('CONTEXT_ONLY', gap)).toMatchObject(broken);
  });

  it('is measured since the latest figure that was complete by a day', async () => {
    const figures: Record<string, Figure> = { '2018': [1], '2019': [2], '2020': [3], '2021': [5] };
    const since = async (day: string): Promise<any> => changeOver('CONTEXT_ONLY', figures, `, since: "${day}"`);
    expect((await since('2019-12-31')).from.value).toBe(2);
    expect((await since('2019-12-30')).from.value).toBe(1);
    expect(await since('2018-12-30')).toMatchObject({
      from: null,
      to: { value: 5 },
      verdict: 'NOTHING_TO_COMPARE',
      reason: 'There is no figure complete by 2018-12-30 of a period as long that does not overlap the latest.',
    });
    expect(await since('2021-12-31')).toMatchObject({
      verdict: 'NOTHING_TO_COMPARE',
      reason: 'The latest figure was complete by 2021-12-31 already.',
    });
    const both = ', since: "2018-12-31", until: "2020-12-31"';
    expect(await changeOver('CONTEXT_ONLY', figures, both)).toMatchObject({ from: { value: 1 }, to: { value: 3 } });
    expect(
      await server.refusal(
        `{ council(gssCode: "${place}") { comparison(indicator: "population", since: "2021-01-01", until: "2020-01-01") { reason } } }`,
      ),
    ).toEqual({ code: 'BAD_USER_INPUT', message: '"since" (2021-01-01) must not be after "until" (2020-01-01).' });
  });

  it('is measured over periods that are as long and do not overlap', async () => {
    const figures: Record<string, Figure> = {
      '2016-04-01/P3Y': [1],
      '2017-04-01/P3Y': [2],
      '2018-04-01/P3Y': [3],
      '2019': [7],
      '2019-04-01/P3Y': [4],
    };
    expect(await changeOver('CONTEXT_ONLY', figures)).toMatchObject({ from: { value: 1 }, to: { value: 4 } });
    expect(await changeOver('CONTEXT_ONLY', { '2019-Q4': [1], '2020': [4] })).toMatchObject({
      from: null,
      verdict: 'NOTHING_TO_COMPARE',
    });
    // Quarters and leap years are not all of a length, and still alike.
    expect(await changeOver('CONTEXT_ONLY', { '2020-Q1': [1], '2020-Q3': [4] })).toMatchObject({ difference: 3 });
  });

  it('says when a figure is of low reliability', async () => {
    const figures: Record<string, Figure> = { '2020': [50, 48, 52, 'u'], '2021': [54, 51, 57] };
    expect(await changeOver('HIGHER_IS_BETTER', figures)).toMatchObject({ verdict: 'BETTER', lowReliability: true });
  });

  it('is nothing where there is no figure or one', async () => {
    expect(await changeOver('HIGHER_IS_BETTER', {})).toMatchObject({
      from: null,
      to: null,
      verdict: 'NOTHING_TO_COMPARE',
      reason: 'There is no figure.',
    });
    expect(await changeOver('HIGHER_IS_BETTER', { '2020': [1] })).toMatchObject({
      from: null,
      to: { value: 1 },
      reason: 'There is no earlier figure of a period as long that does not overlap the latest.',
    });
    expect(
      await server.query(`{ council(gssCode: "${place}") { comparison(indicator: "no_such_indicator") { reason } } }`),
    ).toEqual({ council: { comparison: null } });
  });

  it('has no relative size where it began from 0', async () => {
    expect(await changeOver('CONTEXT_ONLY', { '2020': [0], '2021': [4] })).toMatchObject({
      difference: 4,
      relativeDifference: null,
    });
  });
});
