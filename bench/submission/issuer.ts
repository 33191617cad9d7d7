import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { IssuerConfig } from '../../src/identity/issuers';

const AUDIENCE = 'bench';

/** An OIDC provider that is this process: a server in production takes no token of the local issuer. */
export interface BenchIssuer {
  config: Partial<IssuerConfig>;
  sign(view: string, organisation: string): Promise<string>;
  close(): Promise<void>;
}

/** Who the tokens are of. */
export const SUBJECT = 'bench';

export async function openIssuer(): Promise<BenchIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'bench', alg: 'RS256', use: 'sig' }] });
  let issuer = '';
  const server = createServer((request, response) => {
    const body = request.url === '/keys' ? keys : JSON.stringify({ issuer, jwks_uri: `${issuer}/keys` });
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    config: { issuer, audience: AUDIENCE, algorithms: ['RS256'] },
    sign: (view, organisation) =>
      new SignJWT({ view, organisation, roles: ['SUBMITTER'] })
        .setProtectedHeader({ alg: 'RS256', kid: 'bench' })
        .setIssuer(issuer)
        .setAudience(AUDIENCE)
        .setSubject(SUBJECT)
        .setIssuedAt()
        .setExpirationTime('12h')
        .sign(privateKey),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
