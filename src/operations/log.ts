import pino, { type DestinationStream, type Logger } from 'pino';

/**
 * What holds the words of callers or says who they are, as lines would have it: at their top, because to look deeper costs
 * each line more than all else of it. What is deeper is an error, which is described by itself.
 */
const HIDDEN = ['authorization', 'cookie', 'token', 'subject', 'email', 'target', 'variables', 'parameters', 'payload'];

/** The log of a server: JSON lines on standard output. What is personal does not get into it. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError },
    redact: { paths: HIDDEN, censor: '[hidden]' },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** What PostgreSQL says of values, and what triggers say, repeats the values. */
const REPEATS_VALUES = /^(22|P0001)/;

interface Described {
  type: string;
  message: string;
  stack: string;
  code?: string;
  table?: string;
  constraint?: string;
  cause?: Described;
}

/**
 * An error for the log: what it is and where it was thrown. Errors of PostgreSQL, of TypeORM and of tokens carry
 * statements, their parameters, rows and claims, so nothing else of an error is taken.
 */
export function describeError(error: unknown): Described {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'Something was thrown that is no error.', stack: '' };
  const { code, table, constraint } = error as Error & { code?: unknown; table?: unknown; constraint?: unknown };
  const repeats = typeof code === 'string' && REPEATS_VALUES.test(code);
  return {
    type: error.constructor.name,
    message: repeats ? `PostgreSQL refused a value (${code}).` : error.message,
    // It begins with the message, which may have lines of its own.
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
    ...(typeof code === 'string' && { code }),
    ...(typeof table === 'string' && { table }),
    ...(typeof constraint === 'string' && { constraint }),
    ...(error.cause instanceof Error && { cause: describeError(error.cause) }),
  };
}
