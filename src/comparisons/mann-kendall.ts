import { median, sum } from 'simple-statistics';

/**
 * Mann (1945) and Kendall (1975): whether values rise or fall over time more steadily than chance would have them. It
 * asks for no shape of the trend and of the errors, which a handful of years cannot show. The p-value is exact, ties
 * included: the usual approximation wants ten points, and most series here have fewer.
 */
export function mannKendall(values: readonly number[]): { statistic: number; pValue: number } {
  const statistic = sum(pairsOf(values).map(([earlier, later]) => Math.sign(later - earlier)));
  const sizes = new Map<number, number>();
  values.forEach((value) => sizes.set(value, (sizes.get(value) ?? 0) + 1));
  const orders = ordersByInversions([...sizes.values()]);
  const untiedPairs = orders.length - 1;
  const atLeastAsSteady = orders.filter(
    (_, inversions) => Math.abs(untiedPairs - 2 * inversions) >= Math.abs(statistic),
  );
  return { statistic, pValue: sum(atLeastAsSteady) / sum(orders) };
}

/** Theil and Sen (1968): the median of the slopes between any two points, which one odd year does not turn. */
export function theilSenSlope(points: readonly { time: number; value: number }[]): number {
  return median(pairsOf(points).map(([first, second]) => (second.value - first.value) / (second.time - first.time)));
}

const pairsOf = <Item>(items: readonly Item[]): [Item, Item][] =>
  items.flatMap((first, index) => items.slice(index + 1).map((second): [Item, Item] => [first, second]));

/**
 * How many orders of values, of which these many are equal each time, have no falling pair, one, two and so on. The
 * counts are the coefficients of a Gaussian multinomial (Andrews 1976, The Theory of Partitions, chapter 3).
 */
function ordersByInversions(sizes: readonly number[]): number[] {
  let orders = [1];
  let placed = 0;
  for (const size of sizes) {
    orders = multiply(orders, gaussianBinomial(size, placed));
    placed += size;
  }
  return orders;
}

/** In how many ways some equal values stand among others, by how many pairs of the two kinds fall. */
function gaussianBinomial(size: number, others: number): number[] {
  let ways: number[][] = Array.from({ length: others + 1 }, () => [1]);
  for (let large = 1; large <= size; large++) {
    const wider: number[][] = [[1]];
    for (let count = 1; count <= others; count++) {
      wider.push(add(ways[count]!, [...Array<number>(large).fill(0), ...wider[count - 1]!]));
    }
    ways = wider;
  }
  return ways[others]!;
}

const add = (left: readonly number[], right: readonly number[]): number[] =>
  Array.from({ length: Math.max(left.length, right.length) }, (_, index) => (left[index] ?? 0) + (right[index] ?? 0));

function multiply(left: readonly number[], right: readonly number[]): number[] {
  const product = Array<number>(left.length + right.length - 1).fill(0);
  left.forEach((first, index) => right.forEach((second, offset) => (product[index + offset]! += first * second)));
  return product;
}
