import { labelOf } from '#core/provider-config'
import type { ProviderFacts, Strategy, StrategyServices } from '#core/strategy'
import { openidCallback, openidRequest } from './phases.ts'
import type { OpenIdProvider } from './provider.ts'
import type { OpenIdScene } from './scene.ts'
import { openidServer } from './server.ts'
import { backchannelLogout, openidSignOutUrl } from './sign-out.ts'
import { refreshOpenId, revokeOpenId } from './token.ts'

/**
 * The strategy of a provider of OpenID Connect: discovery, PKCE, nonce, a validated ID token, and user info about the
 * same person.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth
 */
export function openidStrategy(provider: OpenIdProvider): Strategy {
  const { config, warnings, responseMode } = provider
  const server = openidServer(provider.source)
  const scene = async (services: StrategyServices): Promise<OpenIdScene> => ({
    provider,
    server: await server(services),
    services,
  })
  return {
    name: config.name,
    label: labelOf(config),
    ...(config.icon !== undefined && { icon: config.icon }),
    warnings,
    ...(responseMode !== undefined && { responseMode }),
    requestPhase: async (services, phase) => openidRequest(await scene(services), phase),
    callbackPhase: async (services, phase) => openidCallback(await scene(services), phase),
    others: { backchannel_logout: async (services, phase) => backchannelLogout(await scene(services), phase) },
    signOutUrl: async (services, signOut) => openidSignOutUrl(await scene(services), signOut),
    refreshTokens: async (services, held) => refreshOpenId(await scene(services), held),
    revokeToken: async (services, { token }) => revokeOpenId(await scene(services), token),
    facts: async (services) => factsOf(await scene(services)),
  }
}

function factsOf({ provider, server }: OpenIdScene): ProviderFacts {
  const { client, scope, redirectUrl } = provider
  const { issuer, token_endpoint, userinfo_endpoint, jwks_uri } = server.metadata
  return {
    protocol: 'openid-connect',
    issuer,
    authorizeUrl: server.authorizeUrl,
    ...(token_endpoint !== undefined && { tokenUrl: token_endpoint }),
    ...(userinfo_endpoint !== undefined && provider.userInfo !== false && { userInfoUrl: userinfo_endpoint }),
    ...(jwks_uri !== undefined && { jwksUri: jwks_uri }),
    clientId: client.clientId,
    ...(client.clientSecret !== undefined && { clientSecret: client.clientSecret }),
    authScheme: client.authScheme,
    scope,
    ...(redirectUrl !== undefined && { redirectUrl }),
  }
}
