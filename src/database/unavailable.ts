/** Seconds after which to ask again where the database cannot be reached. */
export const RETRY_AFTER = 5;

/**
 * What PostgreSQL says where it cannot serve: class 08 of connections, and 53 of what it has too little of (connections,
 * disk, memory); that it stops (57P01, 57P02), starts (57P03) or takes no writes (25006); and errors of its disk (58030).
 */
const OF_POSTGRESQL = /^(08...|53...|57P0[1-5]|25006|25P03|58030)$/;
/** What Node.js says of a connection. */
const OF_THE_NETWORK =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/** What `pg` says of one, without a code. */
const OF_THE_DRIVER =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout|timeout expired)/;

/** Whether an error says that the database cannot be reached, or cannot serve now, whatever it was asked. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { originalError } = error as { originalError?: unknown };
  if (originalError instanceof Error) return isUnavailable(originalError);
  const { code = '', message } = error as Error & { code?: unknown };
  if (typeof code !== 'string') return false;
  return OF_POSTGRESQL.test(code) || OF_THE_NETWORK.test(code) || OF_THE_DRIVER.test(message);
}

/** Whether an error leaves nothing to be said on its connection: it is cut, or does not answer. */
export const isOfConnection = (error: unknown): boolean =>
  isUnavailable(error) && !/^(53[124]|25006|58030)/.test(String((error as { code?: string }).code ?? ''));
