import { setTimeout } from 'node:timers/promises';

/** The pauses of something that looks again and again. They do not keep the process from ending. */
export class Pause {
  private ending = new AbortController();

  /**
   * Waits so many milliseconds, or until `end` is called, and not at all where that was since the last pause. Answers
   * whether it was ended.
   */
  async wait(milliseconds: number): Promise<boolean> {
    await setTimeout(milliseconds, undefined, { ref: false, signal: this.ending.signal }).catch(() => undefined);
    const ended = this.ending.signal.aborted;
    if (ended) this.ending = new AbortController();
    return ended;
  }

  /** Ends the pause: there is something to look at. */
  end(): void {
    this.ending.abort();
  }
}
