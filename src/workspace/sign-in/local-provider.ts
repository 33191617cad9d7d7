import type { FastifyInstance, FastifyRequest } from 'fastify';
import { SignJWT, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { LOCAL_ISSUER, readOrMakeLocalKey, signLocalToken, signingKey } from '../../identity/local-issuer';
import { sendPage } from '../../web/page';
import { PERSONAS } from './personas';
import { Provider } from './provider';

/*
 * The provider of development: the local issuer with an authorization page of its own, on which one chooses who to be. The
 * site speaks to it as to any other, by the authorization code flow with PKCE. Production has none of this.
 */

const CLIENT = 'the-register';
const PATH = '/local-issuer';
const CODE_SECONDS = 60;
const TOKEN_SECONDS = 8 * 3600;
const CODE_AUDIENCE = `${LOCAL_ISSUER.issuer}:code`;

/** The local provider, as it is at an address of this site. */
export const localProvider = (app: FastifyInstance, origin: string): Provider =>
  new Provider(() => {
    const metadata = {
      issuer: LOCAL_ISSUER.issuer,
      authorization_endpoint: `${origin}${PATH}/authorize`,
      token_endpoint: `${origin}${PATH}/token`,
    };
    const client = { id_token_signed_response_alg: 'ES256' };
    const configuration = new oidc.Configuration(metadata, CLIENT, client, oidc.None());
    oidc.allowInsecureRequests(configuration);
    // It is this server, which may not be reached by the address that the browser has.
    configuration[oidc.customFetch] = async (url, { method, headers, body }) => {
      const payload = body instanceof URLSearchParams ? body.toString() : '';
      const answer = await app.inject({ method: method as 'POST', url: new URL(url).pathname, headers, payload });
      return new Response(answer.body, {
        status: answer.statusCode,
        headers: { 'content-type': String(answer.headers['content-type']) },
      });
    };
    return Promise.resolve(configuration);
  }, 'openid');

type Fields = Record<string, string | undefined>;

/** What the site asks for; null where it is not the site that asks. */
function requestOf(fields: Fields, origin: string) {
  const { client_id: client, redirect_uri: callback, state, nonce, code_challenge: challenge } = fields;
  const isFit =
    client === CLIENT &&
    callback === `${origin}/sign-in/callback` &&
    fields['response_type'] === 'code' &&
    fields['code_challenge_method'] === 'S256';
  return isFit && state && nonce && challenge ? { callback, state, nonce, challenge } : null;
}

/** Serves the local provider. Its key lies in the folder given. */
export function serveLocalProvider(
  app: FastifyInstance,
  directory: string,
  originOf: (request: FastifyRequest) => string,
): void {
  const spent = new Set<string>();

  app.get(`${PATH}/authorize`, (request, reply) => {
    const fields = request.query as Fields;
    if (!requestOf(fields, originOf(request))) return reply.status(400).send({ error: 'invalid_request' });
    void reply.removeHeader('access-control-allow-origin');
    return sendPage(request, reply, {
      template: 'workspace/sign-in/local-provider.njk',
      values: { title: 'Who do you want to be?', fields: Object.entries(fields), personas: PERSONAS },
    });
  });

  app.post(`${PATH}/authorize`, async (request, reply) => {
    const fields = (request.body ?? {}) as Fields;
    const asked = requestOf(fields, originOf(request));
    const persona = PERSONAS.find(({ id }) => id === fields['persona']);
    if (!asked || !persona) return reply.status(400).send({ error: 'invalid_request' });
    const { callback, state, nonce, challenge } = asked;
    const jwk = await readOrMakeLocalKey(directory);
    const code = await new SignJWT({ persona: persona.id, callback, nonce, challenge })
      .setProtectedHeader({ alg: 'ES256' })
      .setAudience(CODE_AUDIENCE)
      .setJti(state)
      .setExpirationTime(`${CODE_SECONDS}s`)
      .sign(await signingKey(jwk));
    return reply.redirect(`${callback}?${new URLSearchParams({ code, state }).toString()}`, 303);
  });

  app.post(`${PATH}/token`, async (request, reply) => {
    const { code = '', redirect_uri, code_verifier = '', client_id } = (request.body ?? {}) as Fields;
    const refuse = () => reply.status(400).send({ error: 'invalid_grant' });
    const jwk = await readOrMakeLocalKey(directory);
    const key = await signingKey(jwk);
    const verified = await jwtVerify(code, await signingKey({ ...jwk, d: undefined }), {
      audience: CODE_AUDIENCE,
      algorithms: ['ES256'],
    }).catch(() => null);
    if (!verified) return refuse();
    const { persona: id, callback, nonce, challenge, jti } = verified.payload;
    const persona = PERSONAS.find((each) => each.id === id);
    const isFit =
      persona !== undefined &&
      redirect_uri === callback &&
      client_id === CLIENT &&
      (await oidc.calculatePKCECodeChallenge(code_verifier)) === challenge &&
      !spent.has(jti!);
    if (!isFit) return refuse();
    spent.add(jti!);
    const { view, organisation, roles, name } = persona;
    const token = { view, organisation, roles, subject: persona.id, expires: `${TOKEN_SECONDS}s` };
    const idToken = await new SignJWT({ name, nonce })
      .setProtectedHeader({ alg: 'ES256', kid: jwk.kid! })
      .setIssuer(LOCAL_ISSUER.issuer)
      .setAudience(CLIENT)
      .setSubject(persona.id)
      .setIssuedAt()
      .setExpirationTime(`${CODE_SECONDS}s`)
      .sign(key);
    return reply.header('cache-control', 'no-store').send({
      access_token: await signLocalToken(directory, token),
      token_type: 'Bearer',
      expires_in: TOKEN_SECONDS,
      id_token: idToken,
    });
  });
}
