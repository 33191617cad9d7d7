import http from 'node:http';
import type net from 'node:net';
import { exportJWK, generateKeyPair, type CryptoKey, SignJWT } from 'jose';

/** An OIDC provider as real ones are: discovery and keys over HTTP, and it may rotate its keys. */
export class Provider {
  url = '';
  asked = 0;
  keys = new Map<string, { privateKey: CryptoKey; publicKey: CryptoKey }>();
  private readonly server = http.createServer((request, response) => {
    this.asked += 1;
    void this.answer(request.url!).then((body) => {
      response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body ?? {}));
    });
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, 'localhost', resolve));
    this.url = `http://localhost:${(this.server.address() as net.AddressInfo).port}`;
    await this.rotate('first');
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  async rotate(kid: string): Promise<void> {
    this.keys = new Map([[kid, await generateKeyPair('RS256', { extractable: true })]]);
  }

  private async answer(url: string): Promise<object | null> {
    if (url === '/.well-known/openid-configuration') return { issuer: this.url, jwks_uri: `${this.url}/keys` };
    if (url !== '/keys') return null;
    const keys = [...this.keys].map(async ([kid, { publicKey }]) => ({
      ...(await exportJWK(publicKey)),
      kid,
      alg: 'RS256',
    }));
    return { keys: await Promise.all(keys) };
  }

  /** A token as the provider signs them, but for what is changed. */
  async token(
    claims: Record<string, unknown> = {},
    signer: { key?: CryptoKey; alg?: string; [header: string]: unknown } = {},
  ): Promise<string> {
    const [kid, { privateKey }] = [...this.keys][0]!;
    const now = Math.floor(Date.now() / 1000);
    const payload = {
      iss: this.url,
      aud: 'register',
      sub: 'someone',
      iat: now,
      exp: now + 600,
      view: 'council',
      organisation: 'E08000004',
      roles: ['submitter', 'something of theirs'],
      ...claims,
    };
    const { key = privateKey, ...header } = signer;
    return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid, ...header }).sign(key);
  }
}
