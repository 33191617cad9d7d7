import type { Answer } from './kept-connections';

/** What tells how the server is made: a stack, a module of it, or PostgreSQL's own words. */
const INSIDES: Readonly<Record<string, RegExp>> = {
  'a stack': /\bat [\w.<>[\] ]*\(?[^\s"]*\.[cm]?[jt]s:\d+/,
  'a path of the server': /node_modules|\/src\/|\/dist\//,
  'a kind of error of ours': /QueryFailedError|TypeError|RangeError|ReferenceError|AssertionError|ECONN|EPIPE/,
  'words of PostgreSQL': new RegExp(
    [
      'syntax error at or near',
      'relation "[^"]*" does not exist',
      'column "?[\\w.]+"? does not exist',
      'violates [\\w-]+ constraint',
      'violates row-level security',
      'invalid input syntax for type',
      'permission denied for',
      'value too long for type',
      'out of range for type',
      'SQLSTATE',
    ].join('|'),
  ),
  'a statement': /\bselect\b[^"]*\bfrom (public|as_of|observation|council|organisation|progress_update)\b/i,
};

/** Codes of errors that an answer may have; an unforeseen one (INTERNAL_SERVER_ERROR) is none of them. */
const FORESEEN = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'PERSISTED_QUERY_NOT_FOUND',
  'LIMIT_EXCEEDED',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
]);

export interface Judged {
  /** What is wrong with the answer; empty where nothing is. */
  faults: string[];
  data: Record<string, any> | null | undefined;
  errors: { message: string; path?: (string | number)[]; extensions: { code: string } }[];
}

/** Holds an answer of the graph to what every answer must be, whatever was sent. */
export function judge({ status, headers, text }: Answer): Judged {
  const faults: string[] = [];
  if (status >= 500) faults.push(`status ${status}`);
  if (!/^application\/(graphql-response\+)?json/.test(headers['content-type'] ?? '')) {
    faults.push(`content type ${headers['content-type']}`);
  }
  for (const [what, pattern] of Object.entries(INSIDES)) {
    const found = pattern.exec(text);
    if (found) faults.push(`${what}: ${found[0]}`);
  }
  let body: any;
  try {
    body = JSON.parse(text);
  } catch {
    return { faults: [...faults, 'no JSON'], data: undefined, errors: [] };
  }
  const errors: any[] = body.errors ?? [];
  if (body.errors !== undefined && errors.length === 0) faults.push('an empty list of errors');
  if (body.data == null && errors.length === 0) faults.push('neither data nor errors');
  for (const { message, extensions } of errors) {
    if (typeof message !== 'string' || message === '') faults.push('an error without a message');
    if (!FORESEEN.has(extensions?.code)) faults.push(`${extensions?.code ?? 'no code'}: ${message}`);
  }
  return { faults, data: body.data, errors };
}
