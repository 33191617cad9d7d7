import type { Server } from 'node:http';
import type { FastifyHttpOptions } from 'fastify';
import { DATA_HEADERS } from '../protocol/protocol';
import { LIMIT_EXCEEDED } from './limit-exceeded';
import { LIMITS, type Limits } from './limits';

/** Milliseconds between looks at connections whose requests do not arrive. */
const LOOK_EVERY = 500;
/** Milliseconds that a connection may wait for a next request: longer than proxies and load balancers keep theirs. */
const KEPT_ALIVE = 72_000;
const UNBOUNDED = 2 ** 31 - 1;

interface Refusal {
  status: string;
  code: string;
  message: string;
}

/** What the HTTP server does about requests that come too slowly, are too long in their headers, or are none. */
export function arrival(
  limits: Limits,
): Pick<FastifyHttpOptions<Server>, 'requestTimeout' | 'keepAliveTimeout' | 'http' | 'clientErrorHandler'> {
  const { arrivalMilliseconds, headerBytes } = limits;
  // To Node.js, 0 is no limit.
  const milliseconds = Number.isFinite(arrivalMilliseconds) ? arrivalMilliseconds : 0;
  const refuse = (code: string): Refusal => {
    switch (code) {
      case 'ERR_HTTP_REQUEST_TIMEOUT':
        return met('408 Request Timeout', 'arrivalMilliseconds', arrivalMilliseconds);
      case 'HPE_HEADER_OVERFLOW':
        return met('431 Request Header Fields Too Large', 'headerBytes', headerBytes);
      default:
        return { status: '400 Bad Request', code: 'BAD_REQUEST', message: 'This is no request of HTTP/1.1.' };
    }
  };

  return {
    requestTimeout: milliseconds,
    keepAliveTimeout: KEPT_ALIVE,
    http: {
      headersTimeout: milliseconds,
      connectionsCheckingInterval: LOOK_EVERY,
      maxHeaderSize: Math.min(headerBytes, UNBOUNDED),
    },
    clientErrorHandler(error, socket) {
      if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
      const { status, code, message } = refuse(error.code);
      const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
      const headers = {
        ...DATA_HEADERS,
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
        connection: 'close',
      };
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
      socket.end(`HTTP/1.1 ${status}\r\n${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
    },
  };
}

function met(status: string, name: 'arrivalMilliseconds' | 'headerBytes', limit: number): Refusal {
  const { on, unit, advice } = LIMITS[name];
  const message = `The limit on ${on} is ${limit.toLocaleString('en-GB')} ${unit}, and this had more. ${advice}`;
  return { status, code: LIMIT_EXCEEDED, message };
}
