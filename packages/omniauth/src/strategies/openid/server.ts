import { type AuthorizationServer, discoveryRequest, processDiscoveryResponse } from 'oauth4webapi'
import { isJsonObject, parseExactJson } from '#core/exact-json'
import { invalidCredentials } from '#core/failure'
import type { StrategyServices } from '#core/strategy'
import { isWebUrl } from '../oauth2/options.ts'
import { jsonAnswer, judged, through } from './http.ts'
import { type ProviderKeys, providerKeys } from './keys.ts'

/** The source of a provider's metadata. */
export interface MetadataSource {
  /** The issuer for discovery. The discovery document must name the same one. */
  readonly issuer: string
  readonly discovery: boolean
  /** Metadata of the configuration. Discovery overrides it. */
  readonly metadata: Partial<AuthorizationServer>
  /** Overrides discovery, such as the endpoints on Cognito's domain. */
  readonly overriding?: Partial<AuthorizationServer>
  /** Whether the discovery document may also name this issuer. Default: never. */
  acceptsIssuer?(issuer: string): boolean
}

/** A provider with checked metadata. */
export interface OpenIdServer {
  readonly metadata: AuthorizationServer
  readonly authorizeUrl: string
  readonly endSessionUrl: string | undefined
  readonly keys: ProviderKeys
}

const lifetimeMs = 60 * 60 * 1000

/** Loads the provider's metadata at first use and every hour. A failed attempt is not remembered. */
export function openidServer(source: MetadataSource): (services: StrategyServices) => Promise<OpenIdServer> {
  let known: { server: Promise<OpenIdServer>; since: number } | undefined
  return (services) => {
    if (known !== undefined && services.clock() - known.since < lifetimeMs) return known.server
    const loaded = { server: load(source, services), since: services.clock() }
    known = loaded
    loaded.server.catch(() => {
      if (known === loaded) known = undefined
    })
    return loaded.server
  }
}

async function load(source: MetadataSource, services: StrategyServices): Promise<OpenIdServer> {
  const found = source.discovery ? await discover(source, services) : { issuer: source.issuer }
  const metadata = { ...source.metadata, ...found, ...source.overriding }
  for (const member of ['userinfo_endpoint', 'revocation_endpoint'] as const) endpoint(metadata, member)
  needed(metadata, 'token_endpoint')
  return {
    metadata,
    authorizeUrl: needed(metadata, 'authorization_endpoint'),
    endSessionUrl: endpoint(metadata, 'end_session_endpoint'),
    keys: providerKeys(needed(metadata, 'jwks_uri')),
  }
}

/**
 * Fetches an issuer's metadata. A document that names another issuer is refused before any value of it is used.
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation
 */
async function discover(source: MetadataSource, { http }: StrategyServices): Promise<AuthorizationServer> {
  const response = await discoveryRequest(new URL(source.issuer), through(http, source.issuer))
  await jsonAnswer("The issuer's discovery document", response)
  const issuer = await issuerIn(response.clone())
  if (issuer !== source.issuer && !(issuer !== undefined && source.acceptsIssuer?.(issuer) === true))
    throw invalidCredentials('The discovery document names another issuer than the configured one')
  return judged('The discovery document', () => processDiscoveryResponse(new URL(issuer), response))
}

async function issuerIn(response: Response): Promise<string | undefined> {
  const document = parseExactJson(await response.text())
  const issuer = isJsonObject(document) ? document['issuer'] : undefined
  return typeof issuer === 'string' && URL.canParse(issuer) ? issuer : undefined
}

type Member =
  | 'authorization_endpoint'
  | 'token_endpoint'
  | 'jwks_uri'
  | 'userinfo_endpoint'
  | 'end_session_endpoint'
  | 'revocation_endpoint'

function needed(metadata: AuthorizationServer, member: Member): string {
  const value = endpoint(metadata, member)
  if (value === undefined) throw invalidCredentials(`The provider's metadata has no ${member}`)
  return value
}

/** An endpoint of the metadata. If the issuer uses TLS, its endpoints must too. */
function endpoint(metadata: AuthorizationServer, member: Member): string | undefined {
  const value: unknown = metadata[member]
  if (value === undefined) return undefined
  const safe =
    typeof value === 'string' && isWebUrl(value) && (value.startsWith('https:') || metadata.issuer.startsWith('http:'))
  if (!safe) throw invalidCredentials(`The provider's metadata has no usable ${member}`)
  return value
}
