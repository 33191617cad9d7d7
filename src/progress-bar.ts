import { SingleBar } from 'cli-progress';

export interface ProgressBar {
  add(count: number): void;
  end(): void;
}

/** On a terminal a bar that fills up to a total and then goes away; elsewhere, as in a log, nothing. */
export function showProgress(what: string, total: number): ProgressBar {
  if (!process.stderr.isTTY) return { add: () => undefined, end: () => undefined };
  const bar = new SingleBar({
    format: `${what} {bar} {percentage}% | {eta_formatted} left`,
    clearOnComplete: true,
    hideCursor: true,
  });
  bar.start(total, 0);
  return { add: (count) => bar.increment(count), end: () => bar.stop() };
}
