import { SignJWT } from 'jose'
import type { JsonObject } from '#core/auth-hash'
import { hex } from '#core/encoding'
import { blankUid } from '#core/failure'
import { newFindings, problemFree } from '#core/options-reader'
import type { ProviderConfig } from '#core/provider-config'
import type { Strategy, StrategyServices } from '#core/strategy'
import { assertionClient, basicClient, type OpenIdClient, postClient } from './openid/client.ts'
import { infoFrom, type OpenIdPerson, type OpenIdProvider, standardAttributes } from './openid/provider.ts'
import { signingKey } from './openid/signing-key.ts'
import { openidStrategy } from './openid/strategy.ts'
import { type OpenIdConnectOptions, readOpenIdConnectOptions } from './openid-connect-options.ts'

/**
 * Any provider of OpenID Connect, described by options; GitLab's `openid_connect`.
 * @see https://docs.gitlab.com/administration/auth/oidc/
 */
export function openidConnect(config: ProviderConfig): Strategy {
  const findings = newFindings()
  const options = readOpenIdConnectOptions(config, findings)
  problemFree(findings)
  const warnings = findings.warnings.map((warning) => warning.message)
  return openidStrategy({ config, warnings, ...described(options) })
}

function described(options: OpenIdConnectOptions): Omit<OpenIdProvider, 'config' | 'warnings'> {
  const { issuer, discovery, metadata, responseMode, maxAge, idTokenAlg, postLogoutRedirectUrl, ...rest } = options
  return {
    client: clientOf(options),
    source: { issuer, discovery, metadata },
    scope: rest.scope,
    pkce: rest.pkce,
    authorizeParams: rest.authorizeParams,
    fromRequest: rest.fromRequest,
    tokenParams: rest.sendScopeToTokenEndpoint ? { scope: rest.scope } : {},
    ...(rest.redirectUrl !== undefined && { redirectUrl: rest.redirectUrl }),
    ...(responseMode !== undefined && { responseMode }),
    ...(maxAge !== undefined && { maxAge }),
    ...(idTokenAlg !== undefined && { idTokenAlg }),
    ...(postLogoutRedirectUrl !== undefined && { postLogoutRedirectUrl }),
    userInfo: rest.userInfo,
    ...(rest.uidField !== 'sub' && { uidOf: (person) => uidUnder(rest.uidField, person) }),
    infoOf: infoFrom(standardAttributes),
  }
}

/** The field of the user info document, or else of the ID token. If both lack it, the `sub`, as in Ruby. */
function uidUnder(field: string, { document, claims }: OpenIdPerson): string {
  for (const value of [document, claims].map((source) => own(source, field) ?? undefined)) {
    if (Number.isSafeInteger(value) || typeof value === 'string') return String(value)
    if (value !== undefined) throw blankUid(`${field} is neither a text nor an integer`)
  }
  return String(own(claims, 'sub'))
}

const own = (source: JsonObject, name: string) => (Object.hasOwn(source, name) ? source[name] : undefined)

function clientOf({ clientId, auth }: OpenIdConnectOptions): OpenIdClient {
  switch (auth.method) {
    case 'basic':
      return basicClient(clientId, auth.secret)
    case 'post':
      return postClient(clientId, auth.secret)
    case 'jwt_bearer':
      return assertionClient(clientId, (services, audience) =>
        signedAssertion(services, { clientId, audience, ...auth }),
      )
  }
}

/** @see https://www.rfc-editor.org/rfc/rfc7523#section-3 */
async function signedAssertion(
  { clock, randomBytes }: StrategyServices,
  client: { clientId: string; privateKey: string; keyId: string | undefined; audience: string },
): Promise<string> {
  const { clientId, privateKey, keyId, audience } = client
  const { alg, key } = await signingKey(privateKey)
  const now = Math.floor(clock() / 1000)
  return new SignJWT({ jti: hex(randomBytes(16)) })
    .setProtectedHeader({ alg, ...(keyId !== undefined && { kid: keyId }) })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(now + 60)
    .sign(key)
}
