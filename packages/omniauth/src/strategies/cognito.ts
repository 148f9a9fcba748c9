import type { JWTVerifyGetKey } from 'jose'
import type { AuthHash, AuthInfo, JsonObject } from '#auth-hash'
import { constantTimeEqual, hex } from '#encoding'
import { invalidCredentials } from '#failure'
import { newFindings, problemFree } from '#options-reader'
import { labelOf, type ProviderConfig } from '#provider-config'
import type { CallbackPhase, RequestPhase, Strategy, StrategyServices } from '#strategy'
import { type CognitoOptions, domainEndpoints, readCognitoOptions } from './cognito-options.ts'
import { type DiscoveredProvider, discover } from './discovery.ts'
import { remoteKeys, verifyIdToken } from './id-token.ts'
import { authorizationCode, authorizationUrl, pkcePair } from './oauth2-authorization.ts'
import { credentialsOf, requestToken } from './oauth2-token.ts'
import { infoOf } from './response-structure.ts'
import { fetchUserInfo } from './user-info.ts'

/** Cognito's claims under OmniAuth's names. */
const attributes = {
  name: 'name',
  email: 'email',
  nickname: 'nickname',
  first_name: 'given_name',
  last_name: 'family_name',
  image: 'picture',
  phone: 'phone_number',
}

/**
 * A Cognito user pool, on AWS or on Poolhouse, as an OpenID provider: discovery, PKCE, nonce, a validated ID token, and user info that must
 * be about the same person. The uid is the `sub`.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
 */
export function cognito(config: ProviderConfig): Strategy {
  const findings = newFindings()
  const options = readCognitoOptions(config, findings)
  problemFree(findings)
  const pool = knownPool(options)
  return {
    name: config.name,
    label: labelOf(config),
    ...(config.icon !== undefined && { icon: config.icon }),
    warnings: findings.warnings.map((warning) => warning.message),
    requestPhase: async (services, phase) => requestPhase(options, await pool(services), { services, phase }),
    callbackPhase: async (services, phase) => callbackPhase(options, await pool(services), { services, phase }),
    async facts(services) {
      const { issuer, authorizeUrl, tokenUrl, userInfoUrl, jwksUri } = await pool(services)
      const { clientId, clientSecret, scope } = options
      const endpoints = { issuer, authorizeUrl, tokenUrl, userInfoUrl, jwksUri }
      return { protocol: 'openid-connect', ...endpoints, clientId, clientSecret, authScheme: 'basic_auth', scope }
    },
  }
}

interface Pool extends DiscoveredProvider {
  readonly keys: JWTVerifyGetKey
}

const metadataLifetimeMs = 60 * 60 * 1000

/** The pool's endpoints and keys, asked for at first use and each hour; a failed attempt is not remembered. */
function knownPool(options: CognitoOptions): (services: StrategyServices) => Promise<Pool> {
  let known: { pool: Promise<Pool>; since: number } | undefined
  return async ({ http, clock }) => {
    if (known !== undefined && clock() - known.since < metadataLifetimeMs) return known.pool
    const asked = {
      since: clock(),
      pool: discover(http, options.issuer).then((found) => ({
        ...found,
        ...(options.site !== undefined && domainEndpoints(options.site)),
        keys: remoteKeys(http, found.jwksUri),
      })),
    }
    known = asked
    asked.pool.catch(() => {
      if (known === asked) known = undefined
    })
    return asked.pool
  }
}

async function requestPhase(
  options: CognitoOptions,
  pool: Pool,
  { services, phase }: { services: StrategyServices; phase: RequestPhase },
): Promise<{ location: string; keep: Record<string, string> }> {
  const { verifier, challenge } = await pkcePair(services.randomBytes)
  const nonce = hex(services.randomBytes(24))
  const location = authorizationUrl(pool.authorizeUrl, {
    client_id: options.clientId,
    redirect_uri: phase.callbackUrl,
    response_type: 'code',
    scope: options.scope,
    state: phase.state,
    nonce,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  })
  return { location, keep: { verifier, nonce } }
}

async function callbackPhase(
  options: CognitoOptions,
  pool: Pool,
  { services, phase }: { services: StrategyServices; phase: CallbackPhase },
): Promise<AuthHash> {
  const { params, kept } = phase
  const code = authorizationCode(params)
  // RFC 9207: an issuer that names itself in the answer must be the one that was asked.
  if (params.has('iss') && params.get('iss') !== options.issuer) throw invalidCredentials('Another issuer has answered')
  const { verifier, nonce } = kept
  if (verifier === undefined || nonce === undefined)
    throw invalidCredentials('The sign-in began without nonce and verifier')
  const token = await requestToken(services.http, {
    tokenUrl: pool.tokenUrl,
    clientId: options.clientId,
    clientSecret: options.clientSecret,
    authScheme: 'basic_auth',
    params: { grant_type: 'authorization_code', code, redirect_uri: phase.callbackUrl, code_verifier: verifier },
  })
  if (token.idToken === undefined) throw invalidCredentials('The token endpoint gave no ID token')
  const now = services.clock()
  const claims = await verifyIdToken(pool.keys, token.idToken, {
    issuer: options.issuer,
    clientId: options.clientId,
    nonce,
    now,
  })
  const document = await fetchUserInfo(services.http, pool.userInfoUrl, token.accessToken)
  if (!isAbout(document, claims.sub)) throw invalidCredentials('The user info is about somebody else than the ID token')
  return {
    provider: options.name,
    uid: claims.sub,
    info: cognitoInfo(document),
    credentials: credentialsOf(token, now),
    extra: { raw_info: document, id_info: claims, id_token: token.idToken },
  }
}

/** @see https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse */
function isAbout(document: JsonObject, sub: string): boolean {
  const told = document['sub']
  return typeof told === 'string' && constantTimeEqual(told, sub)
}

function cognitoInfo(document: JsonObject): AuthInfo {
  return infoOf(document, { rootPath: [], idPath: ['sub'], attributes })
}
