import type { FastifyRequest } from 'fastify';
import { londonToday } from '../writes/london-today';

/** What the address of a page asks for. */
export class Asked {
  readonly path: string;
  /** The day in London that the page is made on. */
  readonly today = londonToday();
  private readonly parameters: URLSearchParams;

  constructor(private readonly request: FastifyRequest) {
    const [path, search] = request.url.split('?', 2) as [string, string?];
    this.path = path;
    this.parameters = new URLSearchParams(search);
  }

  /** A part of the path, such as a council's code. */
  part(name: string): string {
    return (this.request.params as Record<string, string>)[name]!;
  }

  /** What a parameter says; undefined where it is missing or empty, as forms send what nobody filled in. */
  one(name: string): string | undefined {
    return this.parameters.get(name)?.trim() || undefined;
  }

  many(name: string): string[] {
    return this.parameters.getAll(name).filter((value) => value.trim() !== '');
  }

  /** One of the values that a parameter may have; undefined for any other. */
  oneOf<Value extends string>(name: string, values: readonly Value[]): Value | undefined {
    return values.find((value) => value === this.one(name));
  }

  /** This address with some parameters changed, or taken away by null; others stay. */
  with(changes: Record<string, string | null>): string {
    const parameters = new URLSearchParams([...this.parameters].filter(([, value]) => value.trim() !== ''));
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) parameters.delete(name);
      else parameters.set(name, value);
    }
    return parameters.size > 0 ? `${this.path}?${parameters.toString()}` : this.path;
  }

  /** The address of this server, as whoever asks has it. */
  get origin(): string {
    return `${this.request.protocol}://${this.request.host}`;
  }
}
