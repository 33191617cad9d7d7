import net from 'node:net';
import type { AddressInfo } from 'node:net';
import type { TestServer } from '../support/server';

/** A connection to a server that is written to byte by byte, as no HTTP client would. */
export class RawConnection {
  /** All that came back. */
  received = '';
  readonly closed: Promise<void>;
  readonly socket: net.Socket;

  private constructor(port: number) {
    this.socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: false });
    this.socket.setEncoding('latin1');
    this.socket.on('data', (text: string) => (this.received += text));
    // The server may cut it at any moment.
    this.socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => this.socket.on('close', () => resolve()));
  }

  static async to(server: TestServer): Promise<RawConnection> {
    if (!server.app.server.listening) await server.app.listen({ port: 0, host: '127.0.0.1' });
    const connection = new RawConnection((server.app.server.address() as AddressInfo).port);
    await new Promise((resolve) => connection.socket.once('connect', resolve));
    return connection;
  }

  write(bytes: string | Buffer): void {
    if (this.socket.writable) this.socket.write(bytes);
  }

  /** The status of the first answer; undefined where there is none. */
  get status(): number | undefined {
    const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(this.received) ?? [];
    return status === undefined ? undefined : Number(status);
  }

  get body(): string {
    return this.received.split('\r\n\r\n').slice(1).join('\r\n\r\n');
  }

  /** Waits until something of an answer has come or the connection is closed, or at most so many milliseconds. */
  async answered(milliseconds = 5_000): Promise<void> {
    const deadline = Date.now() + milliseconds;
    while (Date.now() < deadline && !this.socket.destroyed && !this.received.includes('\r\n\r\n')) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    // The rest of it.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }

  close(): void {
    this.socket.destroy();
  }
}
