import { TestServer, UNLIMITED } from '../support/server';
import { type MadeUpFigure, SmallWorld } from './small-world';

const TYPES = ['METROPOLITAN_DISTRICT', 'UNITARY_AUTHORITY', 'NON_METROPOLITAN_DISTRICT'];
const DIRECTIONS = ['HIGHER_IS_BETTER', 'LOWER_IS_BETTER', 'CONTEXT_ONLY'];
const UNITS = ['percent', 'offences', 'score 0-10'];

/** What must hold of any figures whatever, tried on figures drawn at random: with ties, gaps, marks and odd limits. */
describe('comparisons of any figures', () => {
  let server: TestServer;
  let answers: any[];
  const values = new Map<string, { type: string; value: number; population: number | null }[]>();

  let seed = 20_261;
  const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;

  beforeAll(async () => {
    server = await TestServer.start('empty', { limits: UNLIMITED });
    const world = await SmallWorld.make(server);
    const councils: { code: string; type: string; population: number | null }[] = [];
    for (let index = 0; index < 24; index++) {
      const type = TYPES[index % 3]!;
      // One of the types has councils without a population.
      const population = index % 6 === 2 ? null : 1 + random(1_000_000);
      const code = await world.council(`council ${index}`, { type, ...(population !== null && { population }) });
      councils.push({ code, type, population });
    }
    for (const { code } of councils) {
      const others = councils.filter((other) => other.code !== code && random(4) === 0);
      await world.neighbours(code, ...others.map((other) => other.code));
    }
    const figures: MadeUpFigure[] = [];
    for (let index = 0; index < 18; index++) {
      const indicator = await world.indicator(`random_${index}`, {
        direction: DIRECTIONS[index % 3]!,
        unit: UNITS[Math.floor(index / 3) % 3]!,
      });
      const spread = [1, 4, 1000][random(3)]!;
      for (const council of councils) {
        for (let year = 2010; year < 2019; year++) {
          if (random(8) === 0) continue;
          const gap = random(8) === 0;
          const value = random(spread) / (1 + random(3)) - random(2) * spread;
          const limited = random(3) > 0;
          const mark = random(12) === 0 ? 'b' : random(6) === 0 ? 'u' : undefined;
          figures.push({
            indicator,
            area: council.code,
            period: String(year),
            value: gap ? null : value,
            ...(gap ? { marker: 'x' } : mark && { marker: mark }),
            ...(!gap && limited && { lower: value - random(5), upper: value + random(5) }),
          });
          if (year === 2018 && !gap) {
            values.set(indicator, [...(values.get(indicator) ?? []), { ...council, value }]);
          }
        }
      }
    }
    await world.figures(figures);
    const { councils: page } =
      await server.query(`{ councils(first: 100) { nodes { type comparisons(first: 100) { nodes {
      indicator { code direction unit } latest { value period { start } }
      amongType { rank of tiedWith percentile zScore notClearlyDifferent reason
        distribution { count mean weighted minimum lowerQuartile median upperQuartile maximum standardDeviation } }
      amongNeighbours { rank of percentile reason members { rank } }
      change { from { value } to { value } difference lower upper significant verdict }
      trend { direction points slopePerYear pValue reason } } } } } }`);
    answers = page.nodes.flatMap((council: any) =>
      council.comparisons.nodes.map((node: any) => ({ type: council.type, ...node })),
    );
  }, 120_000);
  afterAll(() => server.stop());

  const ranked = (): any[] => answers.filter(({ amongType }) => amongType.rank !== null);

  it('are enough to tell', () => {
    expect(answers.length).toBeGreaterThan(400);
    expect(ranked().length).toBeGreaterThan(200);
    expect(new Set(answers.map(({ change }) => change.verdict)).size).toBe(7);
    expect(new Set(answers.map(({ trend }) => trend.direction)).size).toBeGreaterThan(2);
  });

  it('rank between 1 and the number ranked, or say why not', () => {
    for (const { amongType, amongNeighbours } of answers) {
      for (const standing of [amongType, amongNeighbours]) {
        if (standing.rank === null) {
          expect(standing).toMatchObject({ percentile: null, reason: expect.stringMatching(/\w/) });
          continue;
        }
        expect(standing.rank).toBeGreaterThanOrEqual(1);
        expect(standing.rank).toBeLessThanOrEqual(standing.of);
        expect(standing.percentile).toBeGreaterThan(0);
        expect(standing.percentile).toBeLessThan(100);
        expect(standing.reason).toBeNull();
      }
      expect(amongNeighbours.members.filter(({ rank }: any) => rank !== null).length).toBe(
        amongNeighbours.rank === null ? 0 : amongNeighbours.of,
      );
    }
  });

  it('have the rank and the percentile that counting gives', () => {
    const latest = ranked().filter((answer) => answer.latest.period.start === '2018-01-01');
    expect(latest.length).toBeGreaterThan(150);
    for (const { type, indicator, latest: own, amongType } of latest) {
      const sign = indicator.direction === 'LOWER_IS_BETTER' ? -1 : 1;
      const peers = values.get(indicator.code)!.filter((peer) => peer.type === type);
      const worse = peers.filter(({ value }) => sign * value < sign * own.value).length;
      const equal = peers.filter(({ value }) => value === own.value).length;
      expect(amongType).toMatchObject({
        of: peers.length,
        rank: peers.length - worse - equal + 1,
        tiedWith: equal - 1,
        percentile: expect.closeTo((100 * (worse + equal / 2)) / peers.length, 9),
      });
    }
  });

  it('have standard scores that sum to nothing and are better where positive', () => {
    const groups = new Map<string, any[]>();
    for (const answer of ranked().filter(({ amongType }) => amongType.zScore !== null)) {
      const key = [answer.indicator.code, answer.type, answer.latest.period.start].join();
      groups.set(key, [...(groups.get(key) ?? []), answer]);
      expect(answer.indicator.direction).not.toBe('CONTEXT_ONLY');
    }
    const whole = [...groups.values()].filter((group) => group.length === group[0].amongType.of);
    expect(whole.length).toBeGreaterThan(10);
    for (const group of whole) {
      expect(group.reduce((sum, { amongType }) => sum + amongType.zScore, 0)).toBeCloseTo(0, 6);
      const byScore = [...group].sort((one, other) => other.amongType.zScore - one.amongType.zScore);
      const ranks = byScore.map(({ amongType }) => amongType.rank);
      expect(ranks).toEqual([...ranks].sort((one, other) => one - other));
    }
  });

  it('have means and quartiles within their values', () => {
    for (const { indicator, amongType } of answers) {
      const { distribution } = amongType;
      if (!distribution) continue;
      const { minimum, lowerQuartile, median, upperQuartile, maximum, mean } = distribution;
      const order = [minimum, lowerQuartile, median, upperQuartile, maximum];
      expect(order).toEqual([...order].sort((one, other) => one - other));
      expect(mean).toBeGreaterThanOrEqual(minimum - 1e-9);
      expect(mean).toBeLessThanOrEqual(maximum + 1e-9);
      if (indicator.unit === 'offences') expect(distribution.weighted).toBe(false);
      expect(distribution.count).toBe(amongType.of);
    }
  });

  it('call nothing better or worse without limits, direction and an unbroken series', () => {
    for (const { indicator, change } of answers) {
      const { verdict, difference, lower, upper, significant, from, to } = change;
      if (difference !== null) expect(difference).toBeCloseTo(to.value - from.value, 6);
      if (lower !== null) {
        expect(lower).toBeLessThanOrEqual(difference);
        expect(upper).toBeGreaterThanOrEqual(difference);
        expect(significant).toBe(lower > 0 || upper < 0);
      }
      if (verdict === 'BETTER' || verdict === 'WORSE') {
        const sign = indicator.direction === 'LOWER_IS_BETTER' ? -1 : 1;
        expect(indicator.direction).not.toBe('CONTEXT_ONLY');
        expect(significant).toBe(true);
        expect(Math.sign(difference) * sign).toBe(verdict === 'BETTER' ? 1 : -1);
      }
      if (verdict === 'SERIES_BREAK' || verdict === 'NOTHING_TO_COMPARE') expect(difference).toBeNull();
    }
  });

  it('have p-values of trends that are probabilities', () => {
    for (const { trend } of answers) {
      if (trend.direction === 'NOT_ENOUGH_POINTS') {
        expect(trend).toMatchObject({ pValue: null, slopePerYear: null, reason: expect.any(String) });
        continue;
      }
      expect(trend.points).toBeGreaterThanOrEqual(5);
      expect(trend.pValue).toBeGreaterThan(0);
      expect(trend.pValue).toBeLessThanOrEqual(1);
      expect(trend.direction === 'NO_CLEAR_TREND').toBe(trend.pValue >= 0.05);
    }
  });
});
