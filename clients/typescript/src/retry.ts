/**
 * Statuses by which a server asks to be asked again. It has done nothing, or it has done a mutation that took too long: then
 * the idempotency key of the same mutation has it done once.
 */
const RETRIED = [429, 503];
const FIRST_WAIT = 0.5;

/** How often a request is sent again that the register could not answer just then. */
export interface RetryOptions {
  /** How many times at most; 3 where not given. */
  attempts?: number;
  /** The longest wait before one of them, in seconds; 30 where not given. Where the register asks for more, it fails at once. */
  longestWait?: number;
}

/** Seconds that the register asks to wait, by the header Retry-After: a number, or a moment. */
export function retryAfter({ headers }: Response): number | undefined {
  const said = headers.get('retry-after');
  if (said === null) return undefined;
  const seconds = /^\d+$/.test(said) ? Number(said) : (Date.parse(said) - Date.now()) / 1_000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

/** Sends until it is answered otherwise than by "later", or has been sent often enough. */
export async function sendPatiently(
  send: () => Promise<Response>,
  { attempts = 3, longestWait = 30 }: RetryOptions,
  signal: AbortSignal | undefined,
): Promise<Response> {
  for (let attempt = 0; ; attempt++) {
    const response = await send();
    if (!RETRIED.includes(response.status) || attempt >= attempts) return response;
    // Half of the wait is chance: those who were refused together do not come back together.
    const wait = retryAfter(response) ?? FIRST_WAIT * 2 ** attempt * (0.5 + Math.random());
    if (wait > longestWait) return response;
    await response.body?.cancel();
    await pause(wait, signal);
  }
}

function pause(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      // Whatever the reason is, fetch throws the same.
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      reject(signal!.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, seconds * 1_000);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
