import { type Run, median, percentile } from './load';

export interface Measured {
  /** Answers a second, round by round. */
  rates: number[];
  /** Answers a second: the median of the rounds. */
  rate: number;
  /** Milliseconds, of all answers of all rounds. */
  p50: number;
  p99: number;
  /** Answers that were errors, or none. */
  failures: number;
}

/**
 * Measures contenders in turns, so that the machine's drift falls on all of them alike; every other round begins with
 * the last, because whoever goes later finds a warmer machine. `settle` waits for what the one before left behind.
 */
export async function inTurns(
  rounds: number,
  contenders: ReadonlyMap<string, () => Promise<Run>>,
  settle: () => Promise<void>,
): Promise<Map<string, Measured>> {
  const runs = new Map<string, Run[]>([...contenders.keys()].map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const order = [...contenders];
    if (round % 2 === 1) order.reverse();
    for (const [name, drive] of order) {
      await settle();
      runs.get(name)!.push(await drive());
    }
  }
  return new Map([...runs].map(([name, each]) => [name, summarise(each)]));
}

function summarise(runs: readonly Run[]): Measured {
  const latencies = runs.flatMap((run) => run.latencies);
  const rates = runs.map(({ rate }) => rate);
  return {
    rates,
    rate: median(rates),
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    failures: runs.reduce((sum, run) => sum + run.failures, 0),
  };
}

/** How many times as fast as another: the median of the rounds' own ratios. */
export function ratio(one: Measured | undefined, other: Measured | undefined): number | undefined {
  if (!one || !other || one.failures > 0 || other.failures > 0) return undefined;
  const found = median(one.rates.map((rate, round) => rate / other.rates[round]!));
  // A round in which nothing came back tells nothing.
  return Number.isFinite(found) ? found : undefined;
}
