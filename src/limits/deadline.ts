import { setMaxListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import { LIMITS } from './limits';

export const TIMEOUT = 'TIMEOUT';

/** The request, or a statement of it, took longer than it may. */
export class TimedOut extends GraphQLError {
  constructor(name: 'requestMilliseconds' | 'statementMilliseconds', limit: number) {
    const { on, unit, advice } = LIMITS[name];
    super(`The limit on ${on} is ${limit.toLocaleString('en-GB')} ${unit}, and this took longer. ${advice}`, {
      extensions: { code: TIMEOUT, met: { name, limit, had: limit }, http: { status: 503 } },
    });
  }
}

/** Nobody is there to be answered. */
class ClientGone extends GraphQLError {
  constructor() {
    super('The client has gone away.', { extensions: { code: 'CLIENT_GONE', http: { status: 499 } } });
  }
}

/** When a request must be done, and whether it still has to be: what it reads is broken off by `signal`. */
export class Deadline {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout | undefined;

  constructor(
    milliseconds: number,
    private readonly response: ServerResponse,
    /** Whether anybody else waits for the same answer. */
    private readonly isAwaited: () => boolean,
  ) {
    // Each statement that is under way listens.
    setMaxListeners(0, this.signal);
    if (Number.isFinite(milliseconds)) {
      const passed = (): void => this.controller.abort(new TimedOut('requestMilliseconds', milliseconds));
      this.timer = setTimeout(passed, milliseconds).unref();
    }
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /**
   * Breaks off when the client goes away: said of what only reads. A mutation is carried to its end, so that the same
   * idempotency key tells what became of it.
   */
  followClient(): void {
    this.response.once('close', this.clientGone);
  }

  private readonly clientGone = (): void => {
    if (!this.response.writableFinished && !this.isAwaited()) this.controller.abort(new ClientGone());
  };

  /** What a promise comes to, or the reason why it was not waited for. */
  async race<Result>(result: Promise<Result>): Promise<Result> {
    const { signal } = this;
    let stop!: () => void;
    const broken = new Promise<never>((_resolve, reject) => {
      stop = () => reject(signal.reason as Error);
      signal.addEventListener('abort', stop);
    });
    try {
      return await Promise.race([result, broken]);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /** Said when the request is answered. */
  end(): void {
    clearTimeout(this.timer);
    this.response.removeListener('close', this.clientGone);
  }
}
