import type { AuthExtra, AuthInfo, JsonObject, JsonValue } from '#core/auth-hash'
import { blankUid } from '#core/failure'
import { type Findings, newFindings, problemFree } from '#core/options-reader'
import { labelOf, type ProviderConfig } from '#core/provider-config'
import type { ProviderHttp } from '#core/provider-http'
import type { Strategy, StrategyServices } from '#core/strategy'
import { oauth2Flow, type Person } from './flow.ts'
import { type Oauth2Defaults, type Oauth2Options, readOauth2Options } from './options.ts'
import { usableUid, valueAt } from './response-structure.ts'
import type { TokenAnswer } from './token.ts'
import { askAsHolder, userInfoOf } from './user-info.ts'

/** What a provider's functions need to read user info after a token was received. */
export interface UserInfoContext<Own> {
  readonly http: ProviderHttp
  readonly options: Oauth2Options
  /** The provider's own options. */
  readonly own: Own
  readonly token: TokenAnswer
}

/**
 * An OAuth 2.0 provider as data: its endpoints, and the places of uid and info in its user info. `Own` are the options
 * that only this provider has.
 */
export interface Oauth2Provider<Own = undefined> {
  /** The provider's usual name, for messages. */
  readonly title: string
  readonly defaults: Oauth2Defaults
  /** Reads the provider's own options from `args`. */
  readOwn(provider: ProviderConfig, findings: Findings): Own
  /** Headers that the provider requires on each request. */
  readonly headers?: Readonly<Record<string, string>>
  /** The query of the user info request. */
  userInfoQuery?(context: UserInfoContext<Own>): Promise<Readonly<Record<string, string>>>
  /** The member of user info that is the uid. */
  readonly uid: string
  /** The user info member of each info attribute: a key, or a path of keys. Values that are not texts are ignored. */
  readonly info: Readonly<Record<string, string | readonly string[]>>
  /** The same for the entries of `urls`. */
  readonly urls?: Readonly<Record<string, string>>
  /** Further info and extra, from user info or from more requests. A null attribute removes the one from `info`. */
  more?(
    context: UserInfoContext<Own>,
    document: JsonObject,
  ): Promise<{ info?: AuthInfo; extra?: Readonly<Record<string, unknown>> }>
  /** Whether the provider gives refresh tokens. */
  readonly refreshes: boolean
  /** Revokes a token at the provider. */
  revoke?(services: StrategyServices, held: { token: string; options: Oauth2Options }): Promise<void>
}

/** The two functions of a `StrategyKind`, for a provider that is data. */
export function oauth2Kind<Own>(provider: Oauth2Provider<Own>): {
  read(config: ProviderConfig, findings: Findings): Oauth2Options
  build(config: ProviderConfig): Strategy
} {
  const read = (config: ProviderConfig, findings: Findings) => {
    provider.readOwn(config, findings)
    return readOauth2Options(config, { findings, defaults: provider.defaults })
  }
  return { read, build: (config) => oauth2Strategy(provider, config) }
}

/** For a provider without options of its own. */
export const noOwnOptions = (): undefined => undefined

function oauth2Strategy<Own>(provider: Oauth2Provider<Own>, config: ProviderConfig): Strategy {
  const findings = newFindings()
  const options = readOauth2Options(config, { findings, defaults: provider.defaults })
  const own = provider.readOwn(config, findings)
  problemFree(findings)
  const { refreshTokens, ...flow } = oauth2Flow({ ...options, headers: provider.headers }, (http, token) =>
    personOf(provider, { http, options, own, token }),
  )
  const { revoke } = provider
  return {
    name: config.name,
    label: labelOf(config),
    ...(config.icon !== undefined && { icon: config.icon }),
    warnings: findings.warnings.map((warning) => warning.message),
    ...flow,
    ...(provider.refreshes && { refreshTokens }),
    ...(revoke && { revokeToken: (services, { token }) => revoke(services, { token, options }) }),
  }
}

async function personOf<Own>(provider: Oauth2Provider<Own>, context: UserInfoContext<Own>): Promise<Person> {
  const { http, options, token } = context
  const url = new URL(options.userInfoUrl)
  for (const [name, value] of Object.entries((await provider.userInfoQuery?.(context)) ?? {}))
    url.searchParams.set(name, value)
  const { accessToken } = token
  const document = userInfoOf(await askAsHolder(http, { url: url.href, accessToken, headers: provider.headers ?? {} }))
  const uid = usableUid(valueAt(document, [provider.uid]))
  if (uid === undefined) throw blankUid(`${provider.title}'s user info has no usable ${provider.uid}`)
  const more = await provider.more?.(context, document)
  const extra: AuthExtra = { ...more?.extra, raw_info: document }
  const info = Object.entries({ ...infoOf(provider, document), ...more?.info }).filter(([, value]) => value !== null)
  return { uid, info: Object.fromEntries(info), extra }
}

/** The answers of these providers are documented, and these members are texts. A value of another type is ignored. */
function infoOf(
  { info, urls = {} }: Pick<Oauth2Provider<never>, 'info' | 'urls'>,
  document: JsonObject,
): Record<string, JsonValue> {
  const texts = pick(info, document)
  const addresses = pick(urls, document)
  return Object.keys(addresses).length > 0 ? { ...texts, urls: addresses } : texts
}

function pick(
  paths: Readonly<Record<string, string | readonly string[]>>,
  document: JsonObject,
): Record<string, JsonValue> {
  const found = Object.entries(paths).map(([name, path]): [string, JsonValue | undefined] => [
    name,
    valueAt(document, typeof path === 'string' ? [path] : path),
  ])
  return Object.fromEntries(
    found.filter((entry): entry is [string, JsonValue] => typeof entry[1] === 'string' && entry[1].trim() !== ''),
  )
}
