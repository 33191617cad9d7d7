import { setTimeout } from 'node:timers/promises';

/** Budgets are full again at each minute of the clock: waits for the next one where this has too little left for a test. */
export async function untilMinuteHasRoom(milliseconds = 8_000): Promise<void> {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < milliseconds) await setTimeout(left + 10);
}
