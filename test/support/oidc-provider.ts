import { createHash, randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { SignInConfig } from '../../src/config';
import type { IssuerConfig } from '../../src/identity/issuers';
import type { Caller } from './server';

interface Grant {
  person: Caller;
  nonce: string;
  challenge: string;
  callback: string;
}

const CLIENT = { id: 'the-register', secret: 'a secret of theirs' };

/**
 * An OIDC provider over HTTP, as councils and the Office have one: whoever comes to its authorization page is signed in as
 * `person`. It gives access tokens that the register takes, and new ones for refresh tokens, each of which it takes once.
 */
export class OidcProvider {
  url = '';
  person: Caller | undefined;
  /** What is wrong with its answers, to see that the site notices. */
  faults: { nonce?: string; issuer?: string; audience?: string } = {};
  /** Seconds that an access token lasts. */
  lasts = 600;
  givesRefreshTokens = false;
  refreshes = 0;
  private readonly codes = new Map<string, Grant>();
  private readonly refreshTokens = new Map<string, Caller>();
  private keys!: { privateKey: CryptoKey; publicKey: CryptoKey };
  private readonly server = http.createServer((request, response) => void this.answer(request, response));

  async start(): Promise<void> {
    this.keys = await generateKeyPair('RS256', { extractable: true });
    await new Promise<void>((resolve) => this.server.listen(0, 'localhost', resolve));
    this.url = `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  get issuer(): IssuerConfig {
    const claims = { viewClaim: 'view', organisationClaim: 'organisation', rolesClaim: 'roles' };
    return { issuer: this.url, audience: 'register', algorithms: ['RS256'], ...claims };
  }

  get signIn(): SignInConfig {
    return { issuer: this.issuer, clientId: CLIENT.id, clientSecret: CLIENT.secret, scope: 'openid profile' };
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const send = (status: number, body: object, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    };
    const { pathname, searchParams } = new URL(request.url!, this.url);
    switch (pathname) {
      case '/.well-known/openid-configuration':
        return send(200, {
          issuer: this.url,
          authorization_endpoint: `${this.url}/authorize`,
          token_endpoint: `${this.url}/token`,
          jwks_uri: `${this.url}/keys`,
          end_session_endpoint: `${this.url}/end`,
        });
      case '/keys':
        return send(200, { keys: [{ ...(await exportJWK(this.keys.publicKey)), kid: 'one', alg: 'RS256' }] });
      case '/authorize':
        return send(302, {}, { location: this.authorize(searchParams) });
      case '/token': {
        let text = '';
        for await (const part of request) text += String(part);
        const tokens = await this.tokens(new URLSearchParams(text), request.headers.authorization);
        return tokens ? send(200, tokens) : send(400, { error: 'invalid_grant' });
      }
      default:
        return send(404, {});
    }
  }

  private authorize(asked: URLSearchParams): string {
    const [callback, state, nonce, challenge] = ['redirect_uri', 'state', 'nonce', 'code_challenge'].map((name) =>
      asked.get(name),
    ) as [string, string, string, string];
    if (asked.get('code_challenge_method') !== 'S256' || !challenge) throw new Error('It was asked without PKCE.');
    if (!this.person) return `${callback}?${new URLSearchParams({ error: 'access_denied', state }).toString()}`;
    const code = randomUUID();
    this.codes.set(code, { person: this.person, nonce, challenge, callback });
    return `${callback}?${new URLSearchParams({ code, state }).toString()}`;
  }

  private async tokens(asked: URLSearchParams, authorization: string | undefined): Promise<object | null> {
    const [id, secret] = Buffer.from(authorization?.replace(/^Basic /, '') ?? '', 'base64')
      .toString()
      .split(':')
      .map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
    if (id !== CLIENT.id || secret !== CLIENT.secret) return null;
    if (asked.get('grant_type') === 'refresh_token') {
      const token = asked.get('refresh_token')!;
      const person = this.refreshTokens.get(token);
      this.refreshTokens.delete(token);
      this.refreshes += 1;
      return person ? this.access(person) : null;
    }
    const code = asked.get('code')!;
    const grant = this.codes.get(code);
    this.codes.delete(code);
    const verifier = createHash('sha256')
      .update(asked.get('code_verifier') ?? '')
      .digest('base64url');
    if (!grant || grant.challenge !== verifier || grant.callback !== asked.get('redirect_uri')) return null;
    const { nonce = grant.nonce, issuer = this.url, audience = CLIENT.id } = this.faults;
    const idToken = { iss: issuer, aud: audience, nonce, name: `Name of ${this.subjectOf(grant.person)}` };
    return { ...(await this.access(grant.person)), id_token: await this.sign(grant.person, idToken, 600) };
  }

  private async access(person: Caller): Promise<object> {
    const { view, organisation, roles = [] } = person;
    const claims = { iss: this.url, aud: 'register', view, organisation, roles };
    const refreshToken = randomUUID();
    if (this.givesRefreshTokens) this.refreshTokens.set(refreshToken, person);
    return {
      token_type: 'Bearer',
      expires_in: this.lasts,
      access_token: await this.sign(person, claims, this.lasts),
      ...(this.givesRefreshTokens && { refresh_token: refreshToken }),
    };
  }

  private subjectOf = ({ subject, organisation }: Caller): string => subject ?? `somebody at ${organisation}`;

  private sign(person: Caller, claims: Record<string, unknown>, seconds: number): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ ...claims, sub: this.subjectOf(person), iat: now, exp: now + seconds })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .sign(this.keys.privateKey);
  }

  /** Forgets all refresh tokens, as when somebody is no longer let in. */
  revoke(): void {
    this.refreshTokens.clear();
  }
}
