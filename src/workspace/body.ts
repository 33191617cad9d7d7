import { Fields } from './fields';

/** What a form sends beside what people fill in. */
export interface Sent {
  token: string | undefined;
  /** Which form of the page it is. */
  form: string;
  /** The idempotency key. */
  key: string;
  /** The version that the page showed. */
  version: string;
  fields: Fields;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads the body of a form, with or without files. Of a field that comes more than once, the last counts. */
export function readBody(body: unknown): Sent {
  const values: Record<string, string> = Object.create(null) as Record<string, string>;
  const files: Record<string, string | null> = {};
  for (const [name, given] of Object.entries((body ?? {}) as Record<string, unknown>)) {
    const value: unknown = Array.isArray(given) ? given.at(-1) : given;
    if (Buffer.isBuffer(value)) files[name] = textOf(value);
    else if (typeof value === 'string') values[name] = value;
  }
  const { token, form = '', key = '', version = '' } = values;
  return { token, form, key, version, fields: new Fields(values, files) };
}

/** The text in a file; null where it is none. */
function textOf(content: Buffer): string | null {
  try {
    return utf8.decode(content);
  } catch {
    return null;
  }
}
