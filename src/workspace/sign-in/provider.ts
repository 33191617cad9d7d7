import * as oidc from 'openid-client';
import type { SignInConfig } from '../../config';
import type { SessionContent } from './session-store';

/** Seconds to wait for the provider. */
const TIMEOUT = 5;

/** What must come back as it was sent out, kept by the browser of who signs in meanwhile. */
export interface Checks {
  state: string;
  nonce: string;
  /** The other half of what the provider was shown: PKCE. */
  verifier: string;
}

/** Where people sign in: an OIDC provider, spoken to by its authorization code flow with PKCE. */
export class Provider {
  private found: Promise<oidc.Configuration> | undefined;

  constructor(
    /** Finds out what the provider's addresses are. */
    private readonly find: () => Promise<oidc.Configuration>,
    private readonly scope: string,
  ) {}

  /** The address to send a browser to, and what to check when it comes back from there. */
  async begin(callback: string): Promise<{ address: string; checks: Checks }> {
    const checks = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
    };
    const address = oidc.buildAuthorizationUrl(await this.configuration(), {
      redirect_uri: callback,
      scope: this.scope,
      state: checks.state,
      nonce: checks.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(checks.verifier),
      code_challenge_method: 'S256',
    });
    return { address: address.href, checks };
  }

  /** What a browser that came back to an address with a code is given for it. */
  async finish(address: URL, { state, nonce, verifier }: Checks): Promise<SessionContent> {
    const tokens = await oidc.authorizationCodeGrant(await this.configuration(), address, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims()!;
    const name = [claims['name'], claims['preferred_username'], claims['email'], claims.sub].find(
      (each): each is string => typeof each === 'string' && each.trim() !== '',
    )!;
    return { name: name.slice(0, 100), idToken: tokens.id_token, ...accessOf(tokens) };
  }

  /** The session with another access token; null where the provider gives none any more. */
  async renew(content: SessionContent): Promise<SessionContent | null> {
    try {
      const tokens = await oidc.refreshTokenGrant(await this.configuration(), content.refreshToken!);
      const access = accessOf(tokens);
      return { ...content, ...access, refreshToken: access.refreshToken ?? content.refreshToken };
    } catch (error) {
      // It has said no: the person has signed out there, or may no longer sign in.
      if (error instanceof oidc.ResponseBodyError && error.status < 500) return null;
      throw error;
    }
  }

  /** Where the person signs out of the provider as well; null where it has no such page. */
  async endAddress(content: SessionContent, afterwards: string): Promise<string | null> {
    const configuration = await this.configuration();
    if (configuration.serverMetadata().end_session_endpoint === undefined || content.idToken === undefined) return null;
    const parameters = { id_token_hint: content.idToken, post_logout_redirect_uri: afterwards };
    return oidc.buildEndSessionUrl(configuration, parameters).href;
  }

  private configuration(): Promise<oidc.Configuration> {
    // A failure is not kept: the next who signs in asks again.
    this.found ??= this.find().catch((error: unknown) => {
      this.found = undefined;
      throw error;
    });
    return this.found;
  }
}

function accessOf(tokens: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers) {
  const seconds = tokens.expiresIn() ?? 300;
  return {
    accessToken: tokens.access_token,
    accessTokenEndsAt: Math.floor(Date.now() / 1000) + seconds,
    refreshToken: tokens.refresh_token,
  };
}

/** The provider for who comes by an address of this site. */
export type ProviderAt = (origin: string) => Provider;

/** The provider of the configuration. */
export const configuredProvider = ({ issuer, clientId, clientSecret, scope }: SignInConfig): Provider =>
  new Provider(
    () =>
      oidc.discovery(
        new URL(issuer.issuer),
        clientId,
        undefined,
        clientSecret === undefined ? oidc.None() : oidc.ClientSecretBasic(clientSecret),
        {
          timeout: TIMEOUT,
          // Where the address says so it is whoever runs the server that does: a provider beside it.
          ...(issuer.issuer.startsWith('http:') && { execute: [oidc.allowInsecureRequests] }),
        },
      ),
    scope,
  );
