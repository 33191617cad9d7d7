import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import type { Logger } from 'pino';
import { z } from 'zod';
import { KEY_PREFIX } from '../api-keys/api-key';
import { ApiKeys } from '../api-keys/api-keys';
import type { Reads } from '../database/database';
import type { View } from '../graph/audience';
import { OrganisationKind } from '../organisations/organisation';
import { organisationByCode } from '../organisations/organisation.reader';
import type { IssuerConfig } from './issuers';
import { LOCAL_ISSUER, readLocalKey } from './local-issuer';
import { PUBLIC_VIEWER, type Viewer, ViewerRole } from './viewer';

/** Seconds that the clocks of the issuer and of this machine may differ by. */
const CLOCK_TOLERANCE = 30;
/** Milliseconds before an issuer is asked for new keys again, or tokens with made-up keys could make us ask and ask. */
const KEY_COOLDOWN = 30_000;
/** Milliseconds to wait for an issuer's keys. */
const KEY_TIMEOUT = 5000;

const API_KEY = new RegExp(`^Bearer (${KEY_PREFIX}\\S*)$`, 'i');

/** The token cannot be taken. The message goes to the caller, so it says nothing that a forger could learn from. */
export class Unauthenticated extends Error {
  override name = 'Unauthenticated';
}

const KINDS: Record<Exclude<View, 'PUBLIC'>, readonly OrganisationKind[]> = {
  COUNCIL: [
    OrganisationKind.COUNCIL,
    OrganisationKind.POLICE_FORCE,
    OrganisationKind.REGULATOR,
    OrganisationKind.PUBLIC_BODY,
    OrganisationKind.SECTOR,
  ],
  GOVERNMENT: [OrganisationKind.DEPARTMENT, OrganisationKind.GOVERNMENT],
  OFFICE: [OrganisationKind.OFFICE],
};

const viewName = z
  .string()
  .toUpperCase()
  .pipe(z.enum(['COUNCIL', 'GOVERNMENT', 'OFFICE']));
/** OpenID Connect Core 1.0, 2: at most 255 characters. It goes into the audit trail. */
const subjectName = z.string().regex(/^\P{C}{1,255}$/u);
const organisationCode = z.string().regex(/^[A-Z0-9_]{1,40}$/);
const roleNames = z
  .union([z.string().transform((role) => [role]), z.array(z.string())])
  .default([])
  // An issuer may give roles that are none of ours.
  .transform((roles) =>
    roles.map((role) => role.toUpperCase()).filter((role): role is ViewerRole => role in ViewerRole),
  );

export interface VerifierOptions {
  issuers: readonly IssuerConfig[];
  /** Whose local issuer to trust as well; undefined in production. */
  localIssuerDirectory: string | undefined;
  /** What the public may read, to find the organisation that a token names, and whose an API key is. */
  reads: Reads;
  logger: Logger;
  keyCooldown?: number;
}

/** Turns the Authorization header of a request into a viewer, or throws Unauthenticated. */
export function createVerifier({
  issuers,
  localIssuerDirectory,
  reads,
  logger,
  keyCooldown = KEY_COOLDOWN,
}: VerifierOptions) {
  const remoteKeys = new Map<string, Promise<JWTVerifyGetKey>>();
  const apiKeys = new ApiKeys(reads);

  async function keysOf(issuer: IssuerConfig): Promise<JWTVerifyGetKey> {
    if (issuer === LOCAL_ISSUER) {
      const key = await readLocalKey(localIssuerDirectory!);
      return createLocalJWKSet({ keys: key ? [key] : [] });
    }
    let keys = remoteKeys.get(issuer.issuer);
    if (!keys) {
      // The set keeps the keys it has fetched, and fetches anew when a token names one it does not have: a rotation.
      keys = discoverKeys(issuer.issuer).then((address) =>
        createRemoteJWKSet(address, { timeoutDuration: KEY_TIMEOUT, cooldownDuration: keyCooldown }),
      );
      remoteKeys.set(issuer.issuer, keys);
      // A failure is kept for a while as well, and then tried again.
      keys.catch(() => setTimeout(() => remoteKeys.delete(issuer.issuer), keyCooldown).unref());
    }
    return keys;
  }

  async function verify(token: string): Promise<{ issuer: IssuerConfig; claims: JWTPayload }> {
    const claimed = decodeJwt(token).iss;
    const trusted = localIssuerDirectory === undefined ? issuers : [...issuers, LOCAL_ISSUER];
    const issuer = trusted.find((each) => each.issuer === claimed);
    if (!issuer) throw new Unauthenticated('The token is of an issuer that is not known here.');
    const { payload } = await jwtVerify(token, await keysOf(issuer), {
      issuer: issuer.issuer,
      audience: issuer.audience,
      algorithms: issuer.algorithms,
      clockTolerance: CLOCK_TOLERANCE,
      requiredClaims: ['exp', 'iat', 'sub'],
    });
    if (payload.iat! > Date.now() / 1000 + CLOCK_TOLERANCE) {
      throw new Unauthenticated('The token is issued in the future.');
    }
    return { issuer, claims: payload };
  }

  async function toViewer({ issuer, claims }: { issuer: IssuerConfig; claims: JWTPayload }): Promise<Viewer> {
    const view = viewName.safeParse(claims[issuer.viewClaim]);
    const code = organisationCode.safeParse(claims[issuer.organisationClaim]);
    if (!view.success || !code.success) {
      throw new Unauthenticated('The token does not name a view and an organisation.');
    }
    // Looked up each time: an organisation may have been abolished since the token was made.
    const [organisation] = await organisationByCode(reads, [code.data]);
    if (!organisation?.isCurrent || !KINDS[view.data].includes(organisation.kind)) {
      throw new Unauthenticated('The token names an organisation that has no such view.');
    }
    const subject = subjectName.safeParse(claims.sub);
    if (!subject.success) throw new Unauthenticated('The token does not say in 1 to 255 characters who its bearer is.');
    const roles = roleNames.safeParse(claims[issuer.rolesClaim]);
    return { view: view.data, organisation, roles: roles.data ?? [], subject: subject.data };
  }

  return async (authorization: string | undefined): Promise<Viewer> => {
    if (authorization === undefined) return PUBLIC_VIEWER;
    const [, key] = API_KEY.exec(authorization) ?? [];
    if (key !== undefined) {
      const viewer = await apiKeys.viewerOf(key);
      if (!viewer) throw new Unauthenticated('The API key is not known here, or no longer.');
      return viewer;
    }
    const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(authorization) ?? [];
    if (token === undefined) throw new Unauthenticated('The Authorization header must be "Bearer" and a token.');
    return toViewer(await verify(token).catch((error: unknown) => refuse(error, logger)));
  };
}

/** Why a token cannot be verified is for the log; an issuer that cannot be reached is no reason to trust its tokens. */
function refuse(error: unknown, logger: Logger): never {
  if (error instanceof Unauthenticated) throw error;
  if (error instanceof errors.JWTExpired) throw new Unauthenticated('The token has expired.');
  logger.warn({ err: error }, 'a token was refused');
  throw new Unauthenticated('The token cannot be verified.');
}

const discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });

/** Where an issuer publishes its keys: OpenID Connect Discovery 1.0. */
async function discoverKeys(issuer: string): Promise<URL> {
  try {
    const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
      signal: AbortSignal.timeout(KEY_TIMEOUT),
    });
    const found = discovery.parse(await response.json());
    if (found.issuer !== issuer) throw new Error(`It says that it is ${found.issuer}.`);
    return new URL(found.jwks_uri);
  } catch (error) {
    throw new Error(`The keys of the issuer ${issuer} cannot be found.`, { cause: error });
  }
}
