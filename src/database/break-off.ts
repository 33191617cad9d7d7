import { connect } from 'node:net';
import type { ClientBase, QueryConfig, QueryResult, QueryResultRow } from 'pg';

/** Marks a message to PostgreSQL that asks to break off what a connection does, where a start-up message has its version. */
const CANCEL_REQUEST = 80_877_102;
/** What PostgreSQL says of a statement that was broken off. */
const QUERY_CANCELED = '57014';
/** Milliseconds that PostgreSQL has to take such a message. */
const PATIENCE = 2_000;

/**
 * Runs a statement that is broken off as soon as `signal` says so, and then fails with the signal's reason: the connection is
 * as good as before then. It is free only when PostgreSQL has done with both, so nothing else can be hit.
 */
export async function queryUntil<Row extends QueryResultRow>(
  client: ClientBase,
  query: QueryConfig,
  signal: AbortSignal | undefined,
): Promise<QueryResult<Row>> {
  if (!signal) return client.query<Row>(query);
  signal.throwIfAborted();
  let breaking: Promise<void> | undefined;
  const breakOff = (): void => {
    breaking = askToBreakOff(client);
  };
  signal.addEventListener('abort', breakOff, { once: true });
  try {
    return await client.query<Row>(query);
  } catch (error) {
    throw signal.aborted && (error as { code?: string }).code === QUERY_CANCELED ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', breakOff);
    await breaking;
  }
}

/** PostgreSQL takes this on a connection of its own, and closes that when it is done. A pooler hands it on. */
function askToBreakOff(client: ClientBase): Promise<void> {
  const { host, port, processID, secretKey } = client as unknown as Record<string, number> & { host: string };
  const message = Buffer.alloc(16);
  [message.length, CANCEL_REQUEST, processID!, secretKey!].forEach((part, index) =>
    message.writeInt32BE(part, 4 * index),
  );
  // A host that is a folder holds a socket of PostgreSQL's.
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port!, host);
  return new Promise((resolve) => {
    socket.setTimeout(PATIENCE, () => socket.destroy());
    // It goes on to its statement_timeout then.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.end(message);
  });
}
