import { createServer, type Server } from 'node:http';
import type { Metrics } from './metrics';

/**
 * Serves `/metrics` at an address of its own, which a proxy for the public does not lead to. `look` is called before each
 * answer, to read what is not at hand.
 */
export function createMetricsServer({ registry }: Metrics, look: () => Promise<void>): Server {
  return createServer((request, response) => {
    const answer = async (): Promise<void> => {
      if (request.url?.split('?', 1)[0] !== '/metrics') {
        response.writeHead(404, { 'content-type': 'text/plain' }).end('There is nothing here but /metrics.\n');
        return;
      }
      await look();
      const text = await registry.metrics();
      response.writeHead(200, { 'content-type': registry.contentType }).end(text);
    };
    answer().catch(() => response.writeHead(500).end());
  });
}

/** Ends a server that has no connections worth waiting for. */
export function closeMetricsServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
