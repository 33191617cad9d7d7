/**
 * How often answers make room for connections, at most, before one of them goes on: as many come in before it as there can
 * be in the kernel's queue.
 */
const MOST_TURNS = 512;

const waiting: (() => void)[] = [];
let isScheduled = false;
let hasAccepted = false;
let turnsMade = 0;

/**
 * Waits for a turn of the event loop in which no other answer goes on, and, while there are any, for those who connect.
 *
 * libuv takes in one new connection in each turn of the loop (since 1.45). Where a turn is as long as what ten rows of
 * results give to do, callers would wait by the hundred in the kernel's queue, where nobody knows of them: neither answered
 * nor sent away. So answers go on one in a turn, and after whoever is at the door.
 */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    schedule();
  });
}

/** That a connection has come in, so that there may be more. */
export function noteConnection(): void {
  hasAccepted = true;
}

function schedule(): void {
  if (isScheduled) return;
  isScheduled = true;
  setImmediate(goOn);
}

function goOn(): void {
  isScheduled = false;
  if (hasAccepted && turnsMade < MOST_TURNS) {
    hasAccepted = false;
    turnsMade++;
  } else {
    turnsMade = 0;
    waiting.shift()!();
  }
  if (waiting.length > 0) schedule();
}
