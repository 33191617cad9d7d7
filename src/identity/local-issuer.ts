import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import type { IssuerConfig } from './issuers';

/**
 * The issuer of development: it signs with a key that lies in the data folder, made when the first token is asked for.
 * Whoever can read that folder can read the database too. Production never trusts it.
 */
export const LOCAL_ISSUER: IssuerConfig = {
  issuer: 'urn:social-cohesion-register:local',
  audience: 'social-cohesion-register',
  algorithms: ['ES256'],
  viewClaim: 'view',
  organisationClaim: 'organisation',
  rolesClaim: 'roles',
};

const keyFile = (dataDirectory: string): string => path.join(dataDirectory, 'local-issuer-key.json');

/** The public half of the key; null where no token was ever made. */
export async function readLocalKey(dataDirectory: string): Promise<JWK | null> {
  if (!existsSync(keyFile(dataDirectory))) return null;
  const { d: _private, ...publicKey } = JSON.parse(await readFile(keyFile(dataDirectory), 'utf8')) as JWK;
  return publicKey;
}

export interface TokenRequest {
  view: string;
  organisation: string;
  roles: string[];
  subject: string;
  /** As jose takes it: 1h, 30m, 7d. */
  expires: string;
}

export async function signLocalToken(dataDirectory: string, request: TokenRequest): Promise<string> {
  const jwk = await readOrMakeLocalKey(dataDirectory);
  const { issuer, audience } = LOCAL_ISSUER;
  return new SignJWT({ view: request.view, organisation: request.organisation, roles: request.roles })
    .setProtectedHeader({ alg: 'ES256', kid: jwk.kid! })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(request.subject)
    .setIssuedAt()
    .setExpirationTime(request.expires)
    .sign(await signingKey(jwk));
}

export const signingKey = (jwk: JWK) => importJWK(jwk, 'ES256');

/** The whole key, made if there is none. */
export async function readOrMakeLocalKey(dataDirectory: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const named: JWK = { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' };
  await mkdir(dataDirectory, { recursive: true });
  await writeFile(keyFile(dataDirectory), JSON.stringify(named), { mode: 0o600, flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
  return JSON.parse(await readFile(keyFile(dataDirectory), 'utf8')) as JWK;
}
