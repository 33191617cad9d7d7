import { Readable } from 'node:stream';
import { GraphQLError } from 'graphql';
import type { View } from '../graph/audience';
import { describeExcess, type LimitName, type Limits } from '../limits/limits';

/** As many long answers as may be are being read. Nothing was done. */
export class Busy extends GraphQLError {
  constructor(name: LimitName, limit: number, had: number) {
    super(`${describeExcess(name, limit, had)} Nothing was done.`, {
      extensions: { code: 'BUSY', met: { name, limit, had } },
    });
  }
}

/**
 * The long answers that are being read. Each holds a connection of its view until its reader has all of it, so there may
 * be so many in a view, fewer of one caller, and none may take for ever: who reads too slowly is cut off.
 */
export class LongAnswers {
  private readonly running = new Map<string, number>();

  constructor(private readonly limits: Limits) {}

  /** Counts one more, until what this gives is called; throws Busy where there may not be. */
  begin(view: View, caller: string): () => void {
    const counted: [LimitName, string][] = [
      ['csvOfCaller', `${view} ${caller}`],
      ['csvAtOnce', view],
    ];
    for (const [name, key] of counted) {
      const had = (this.running.get(key) ?? 0) + 1;
      if (had > this.limits[name]) throw new Busy(name, this.limits[name], had);
    }
    const add = (number: number): void => {
      for (const [, key] of counted) {
        const count = (this.running.get(key) ?? 0) + number;
        if (count > 0) this.running.set(key, count);
        else this.running.delete(key);
      }
    };
    add(1);
    return () => add(-1);
  }

  /** An answer as a stream, which breaks off where nothing of it is read for too long, or not all of it in time. */
  streamOf(pieces: AsyncIterable<string>): Readable {
    const { csvStalledMilliseconds, csvMilliseconds } = this.limits;
    const breakOffAfter = (milliseconds: number): NodeJS.Timeout | undefined =>
      Number.isFinite(milliseconds)
        ? setTimeout(() => body.destroy(new Error('It was read too slowly.')), milliseconds).unref()
        : undefined;
    const late = breakOffAfter(csvMilliseconds);
    const watched = async function* (): AsyncGenerator<string> {
      for await (const piece of pieces) {
        // Not while the next is being made: that is nobody's fault.
        const stalled = breakOffAfter(csvStalledMilliseconds);
        try {
          yield piece;
        } finally {
          clearTimeout(stalled);
        }
      }
    };
    const body = Readable.from(watched(), { objectMode: false });
    return body.once('close', () => clearTimeout(late));
  }
}
