/** How many answers are kept. */
const KEPT = 100;

interface Answer {
  etag: string;
  text: string;
}

/**
 * The latest answers and their tags, by address: the register says in a few bytes that an answer is still true. Node.js
 * keeps nothing of what it fetches; in a browser this does what the browser's own cache would.
 */
export class KnownAnswers {
  private readonly answers = new Map<string, Answer>();

  get(address: string): Answer | undefined {
    return this.answers.get(address);
  }

  keep(address: string, etag: string | null, text: string): void {
    this.answers.delete(address);
    if (etag === null) return;
    this.answers.set(address, { etag, text });
    // A map gives its keys in the order they were set: the first is the oldest.
    if (this.answers.size > KEPT) this.answers.delete(this.answers.keys().next().value!);
  }
}
