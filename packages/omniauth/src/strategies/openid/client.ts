import { type AuthorizationServer, type Client, type ClientAuth, clockSkew, clockTolerance } from 'oauth4webapi'
import { base64, utf8Bytes } from '#core/encoding'
import type { StrategyServices } from '#core/strategy'

/** How the application authenticates itself to a provider. */
export interface OpenIdClient {
  readonly clientId: string
  /** For the doctor. Absent if the client authenticates with a key. */
  readonly clientSecret?: string
  readonly authScheme: 'basic_auth' | 'request_body' | 'none'
  /** Secrets that the client sends. They are removed from error descriptions in case the provider repeats them. */
  readonly secrets: readonly string[]
  /** Adds the client authentication to a token request. */
  authenticate(services: StrategyServices, metadata: AuthorizationServer): ClientAuth
}

/**
 * Id and secret in an Authorization header. Both are form-encoded first. This does not change letters, digits and
 * `-._*`, so the usual pairs also work with providers that do not decode them.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1
 */
export function basicClient(clientId: string, clientSecret: string): OpenIdClient {
  const pair = base64(utf8Bytes(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`))
  return {
    clientId,
    clientSecret,
    authScheme: 'basic_auth',
    secrets: [clientSecret, pair],
    authenticate: () => (_as, _client, _body, headers) => {
      headers.set('authorization', `Basic ${pair}`)
    },
  }
}

/** Id and secret in the form. The secret is a function if each request needs a new one. */
export function postClient(
  clientId: string,
  clientSecret: string | ((services: StrategyServices) => Promise<string>),
): OpenIdClient {
  return {
    clientId,
    ...(typeof clientSecret === 'string' && { clientSecret }),
    authScheme: 'request_body',
    secrets: typeof clientSecret === 'string' ? [clientSecret] : [],
    authenticate: (services) => async (_as, _client, body) => {
      body.set('client_id', clientId)
      body.set('client_secret', typeof clientSecret === 'string' ? clientSecret : await clientSecret(services))
    },
  }
}

/**
 * An assertion signed with the client's own key.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication
 */
export function assertionClient(
  clientId: string,
  sign: (services: StrategyServices, audience: string) => Promise<string>,
): OpenIdClient {
  return {
    clientId,
    authScheme: 'none',
    secrets: [],
    authenticate:
      (services, { issuer }) =>
      async (_as, _client, body) => {
        body.set('client_id', clientId)
        body.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
        body.set('client_assertion', await sign(services, issuer))
      },
  }
}

/** The client as `oauth4webapi` needs it. Its clock is the application's clock. */
export function clientFacts({ clientId }: OpenIdClient, { clock }: StrategyServices, idTokenAlg?: string): Client {
  return {
    client_id: clientId,
    ...(idTokenAlg !== undefined && { id_token_signed_response_alg: idTokenAlg }),
    [clockSkew]: Math.floor((clock() - Date.now()) / 1000),
    [clockTolerance]: 60,
  }
}

const formEncoded = (text: string) => new URLSearchParams({ '': text }).toString().slice(1)
