import { importPKCS8, SignJWT } from 'jose'
import type { AuthInfo, JsonObject } from '#core/auth-hash'
import { isJsonObject, parseExactJson } from '#core/exact-json'
import { invalidCredentials } from '#core/failure'
import { type Findings, newFindings, problemFree } from '#core/options-reader'
import type { ProviderConfig } from '#core/provider-config'
import type { Strategy, StrategyServices } from '#core/strategy'
import { refuse } from './oauth2/options.ts'
import { postClient } from './openid/client.ts'
import { type OpenIdRequestOptions, openBlock, readRequestOptions } from './openid/options.ts'
import type { OpenIdPerson } from './openid/provider.ts'
import { openidStrategy } from './openid/strategy.ts'

export interface AppleOptions extends OpenIdRequestOptions {
  /** The Services ID. */
  readonly clientId: string
  readonly teamId: string
  readonly keyId: string
  /** The content of the .p8 file. */
  readonly pem: string
}

const refused: Readonly<Record<string, string>> = {
  authorized_client_ids: 'is not supported: this strategy does not accept tokens of native apps',
  client_secret: 'must not be set: the strategy builds it from team_id, key_id and pem',
  nonce: 'must not be set: each sign-in gets a new one',
}

/**
 * Reads the options of omniauth-apple: `team_id`, `key_id` and `pem`. The strategy builds the client secret from them
 * and ignores an empty `app_secret`.
 */
export function readAppleOptions(config: ProviderConfig, findings: Findings): AppleOptions {
  const { provider, args } = openBlock(config, findings, {
    args: ['team_id', 'key_id', 'pem', ...Object.keys(refused)],
    clientOptions: [],
  })
  refuse(args, refused)
  const clientId = provider.text('app_id') || args.text('client_id') || ''
  if (clientId === '') provider.problem('app_id', 'is missing: expected the Services ID')
  const needed = (key: string, expected: string) => {
    const value = args.text(key) ?? ''
    if (value === '') args.problem(key, `is missing: expected ${expected}`)
    return value
  }
  return {
    clientId,
    teamId: needed('team_id', 'the ten characters of the developer team'),
    keyId: needed('key_id', 'the ten characters of the key'),
    pem: needed('pem', 'the content of the .p8 file'),
    ...readRequestOptions(args, { scope: 'openid email name', options: [], fromRequest: [], addsOpenId: true }),
  }
}

/**
 * Sign in with Apple. Apple answers with a POST. The email address comes from the ID token. Apple sends the name at the
 * first sign-in only, and through the browser, so the person can change it.
 * @see https://developer.apple.com/documentation/signinwithapplerestapi
 */
export function apple(config: ProviderConfig): Strategy {
  const findings = newFindings()
  const options = readAppleOptions(config, findings)
  problemFree(findings)
  const { clientId, teamId: _team, keyId: _key, pem: _pem, ...request } = options
  return openidStrategy({
    config,
    warnings: findings.warnings.map((warning) => warning.message),
    client: postClient(clientId, (services) => clientSecret(services, options)),
    source: { issuer: 'https://appleid.apple.com', discovery: true, metadata: {} },
    ...request,
    responseMode: 'form_post',
    tokenParams: {},
    userInfo: false,
    infoOf,
  })
}

/** @see https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret */
async function clientSecret({ clock }: StrategyServices, options: AppleOptions): Promise<string> {
  const { clientId, teamId, keyId, pem } = options
  const key = await importPKCS8(pem.trim(), 'ES256').catch(() => undefined)
  if (key === undefined)
    throw invalidCredentials('The pem of the Apple provider can not be read: expected the content of the .p8 file')
  const now = Math.floor(clock() / 1000)
  return new SignJWT()
    .setProtectedHeader({ alg: 'ES256', kid: keyId })
    .setIssuer(teamId)
    .setSubject(clientId)
    .setAudience('https://appleid.apple.com')
    .setIssuedAt(now)
    .setExpirationTime(now + 60)
    .sign(key)
}

function infoOf({ claims, params }: OpenIdPerson): AuthInfo {
  const { email, email_verified: verified, is_private_email: hidden } = claims
  const { firstName, lastName } = nameIn(params)
  return {
    ...(typeof email === 'string' && { email, email_verified: verified === true || verified === 'true' }),
    ...(hidden !== undefined && { is_private_email: hidden === true || hidden === 'true' }),
    ...(firstName !== undefined && { first_name: firstName }),
    ...(lastName !== undefined && { last_name: lastName }),
  }
}

function nameIn(params: URLSearchParams): { firstName?: string; lastName?: string } {
  const user = parseExactJson(params.get('user') ?? '')
  const name: JsonObject = isJsonObject(user) && isJsonObject(user['name']) ? user['name'] : {}
  const { firstName, lastName } = name
  return {
    ...(typeof firstName === 'string' && { firstName }),
    ...(typeof lastName === 'string' && { lastName }),
  }
}
