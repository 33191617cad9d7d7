import { TestServer } from '../support/server';
import { SmallWorld } from './small-world';

const FIELDS = `latest { value } reason notJoined amongType { rank }
  series { period { label } value lower upper derived method lowReliability observations { area { name } value } }
  change { verdict derived from { derived } to { derived } } trend { points derived }`;

describe("a successor's series", () => {
  let server: TestServer;
  let world: SmallWorld;
  let indicators = 0;
  const codes: Record<string, string> = {};

  beforeAll(async () => {
    server = await TestServer.start('empty');
    world = await SmallWorld.make(server);
    const district = { type: 'NON_METROPOLITAN_DISTRICT', abolished: true };
    codes['county'] = await world.council('county', { type: 'COUNTY', abolished: true, population: 1000 });
    codes['first'] = await world.council('First', { ...district, population: 100 });
    codes['second'] = await world.council('Second', { ...district, population: 300 });
    codes['successor'] = await world.council('Successor', { type: 'UNITARY_AUTHORITY' });
    codes['other'] = await world.council('Other', { type: 'UNITARY_AUTHORITY' });
    await world.succession(codes['successor'], codes['county'], codes['first'], codes['second']);
    await world.succession(codes['other'], codes['county']);
  });
  afterAll(() => server.stop());

  async function comparisonOf(
    figures: [council: string, period: string, value: number | null, lower?: number, upper?: number, marker?: string][],
    { unit, council = 'successor' }: { unit?: string; council?: string } = {},
  ): Promise<any> {
    const indicator = await world.indicator(`made_up_${++indicators}`, unit === undefined ? {} : { unit });
    for (const [name, period, value, lower, upper, marker] of figures) {
      await world.figure(indicator, codes[name]!, period, value, {
        ...(lower !== undefined && { lower }),
        ...(upper !== undefined && { upper }),
        ...(marker !== undefined && { marker }),
      });
    }
    return world.comparison(codes[council]!, indicator, FIELDS);
  }

  it('has the mean of its predecessors, weighted by population, and never their county', async () => {
    const { series } = await comparisonOf([
      ['county', '2020', 99, 98, 100],
      ['first', '2020', 10, 8, 12],
      ['second', '2020', 20, 19, 21],
    ]);
    // A quarter of 10 and three quarters of 20; half widths of 2 x 1/4 and 1 x 3/4 join as the root of their squares.
    const half = Math.hypot(0.5, 0.75);
    expect(series).toEqual([
      {
        period: { label: '2020' },
        value: 17.5,
        lower: expect.closeTo(17.5 - half, 9),
        upper: expect.closeTo(17.5 + half, 9),
        derived: true,
        method: expect.stringMatching(/^Mean of First and Second, weighted by usual residents.*Zou and Donner/),
        lowReliability: false,
        observations: [
          { area: { name: 'First' }, value: 10 },
          { area: { name: 'Second' }, value: 20 },
        ],
      },
    ]);
  });

  it('is labelled as derived wherever it goes, and never ranked', async () => {
    const derived = await comparisonOf([
      ['first', '2019', 10],
      ['second', '2019', 20],
      ['first', '2020', 11],
      ['second', '2020', 21],
    ]);
    expect(derived).toMatchObject({
      latest: null,
      reason:
        'No figure is published for this council. Derived figures of its predecessors are in the series, and are not ranked.',
      amongType: { rank: null },
      change: { verdict: 'SIGNIFICANCE_UNKNOWN', derived: true, from: { derived: true }, to: { derived: true } },
      trend: { points: 2, derived: true },
    });
  });

  it('goes on with its own figures, which come before derived ones', async () => {
    const { series, change, latest, notJoined } = await comparisonOf([
      ['first', '2019', 10],
      ['second', '2019', 20],
      ['first', '2020', 10],
      ['second', '2020', 20],
      ['successor', '2020', 18],
      ['successor', '2021', 19],
    ]);
    expect(series.map(({ value, derived }: any) => [value, derived])).toEqual([
      [17.5, true],
      [18, false],
      [19, false],
    ]);
    expect({ change, latest, notJoined }).toMatchObject({
      change: { derived: false },
      latest: { value: 19 },
      notJoined: null,
    });
  });

  it('fills a gap of its own that its predecessors have figures for', async () => {
    const { series, latest } = await comparisonOf([
      ['first', '2019', 10],
      ['second', '2019', 20],
      ['successor', '2019', null, undefined, undefined, 'x'],
      ['successor', '2020', 18],
    ]);
    expect(series.map(({ derived }: any) => derived)).toEqual([true, false]);
    expect(latest).toEqual({ value: 18 });
  });

  it('says when one of them was of low reliability, and has no limits where one had none', async () => {
    const { series } = await comparisonOf([
      ['first', '2020', 10, 8, 12, 'u'],
      ['second', '2020', 20],
    ]);
    expect(series).toMatchObject([{ value: 17.5, lower: null, upper: null, lowReliability: true }]);
  });

  it.each([
    [
      'a predecessor had no value',
      [
        ['first', '2020', 10],
        ['second', '2020', null, undefined, undefined, 'x'],
      ],
      'Second had no value',
    ],
    ['a predecessor had no figure at all', [['first', '2020', 10]], 'Second had no value'],
  ] as const)('is not joined where %s', async (_, figures, reason) => {
    expect(await comparisonOf(figures as never)).toMatchObject({
      series: [],
      notJoined: `Figures of its predecessors are not joined in 2020: ${reason}.`,
      change: { verdict: 'NOTHING_TO_COMPARE' },
    });
  });

  it('is not joined where values count something', async () => {
    const figures: [string, string, number][] = [
      ['first', '2020', 10],
      ['second', '2020', 20],
    ];
    expect(await comparisonOf(figures, { unit: 'offences' })).toMatchObject({
      series: [],
      notJoined: 'Figures of its predecessors are not joined in 2020: values in offences are not averaged.',
    });
  });

  it('is not joined where a predecessor was divided, or its population is not known', async () => {
    const district = { type: 'NON_METROPOLITAN_DISTRICT', abolished: true };
    codes['divided'] = await world.council('Divided', { ...district, population: 100 });
    codes['uncounted'] = await world.council('Uncounted', district);
    for (const name of ['east', 'west', 'merged']) {
      codes[name] = await world.council(name, { type: 'UNITARY_AUTHORITY' });
    }
    await world.succession(codes['east']!, codes['divided']);
    await world.succession(codes['west']!, codes['divided']);
    await world.succession(codes['merged']!, codes['uncounted']);
    expect(await comparisonOf([['divided', '2020', 10]], { council: 'east' })).toMatchObject({
      series: [],
      notJoined: 'Figures of its predecessors are not joined in 2020: Divided went to several councils.',
    });
    expect(await comparisonOf([['uncounted', '2020', 10]], { council: 'merged' })).toMatchObject({
      series: [],
      notJoined: 'Figures of its predecessors are not joined in 2020: the population of Uncounted is not known.',
    });
  });

  it('is weighted by the populations nearest in time', async () => {
    const district = { type: 'NON_METROPOLITAN_DISTRICT', abolished: true };
    const left = await world.council('Left', { ...district, population: 100 });
    const right = await world.council('Right', { ...district, population: 100 });
    const joined = await world.council('Joined', { type: 'UNITARY_AUTHORITY' });
    await world.succession(joined, left, right);
    await world.figure('population', left, '2011-03-27', 300);
    const indicator = await world.indicator('moved');
    for (const year of ['2012', '2020']) {
      await world.figure(indicator, left, year, 10);
      await world.figure(indicator, right, year, 20);
    }
    const { series } = await world.comparison(joined, indicator, 'series { value }');
    // 300 to 100 in 2012, 100 to 100 in 2020.
    expect(series).toEqual([{ value: 12.5 }, { value: 15 }]);
  });
});
