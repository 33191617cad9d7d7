import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestServer } from '../support/server';

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

/** Connections to a server that are used again and again, as a load balancer's are: many requests at a time, quickly. */
export class KeptConnections {
  private readonly agent: http.Agent;

  private constructor(
    private readonly server: TestServer,
    most: number,
  ) {
    this.agent = new http.Agent({ keepAlive: true, maxSockets: most });
  }

  static async to(server: TestServer, most = 8): Promise<KeptConnections> {
    if (!server.app.server.listening) await server.app.listen({ port: 0, host: '127.0.0.1' });
    return new KeptConnections(server, most);
  }

  /** Sends a question to the graph. */
  ask(question: unknown, token?: string): Promise<Answer> {
    return this.send('POST', '/graphql', JSON.stringify(question), {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    });
  }

  send(method: string, path: string, body?: string | Buffer, headers: http.OutgoingHttpHeaders = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const { port } = this.server.app.server.address() as AddressInfo;
      const options = { agent: this.agent, host: '127.0.0.1', port, method, path, headers };
      const request = http.request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode!, headers: response.headers, text });
        });
      });
      request.on('error', reject);
      request.end(body);
    });
  }

  /** Closes them, and stops the server. */
  async stop(): Promise<void> {
    this.agent.destroy();
    await this.server.stop();
  }
}
