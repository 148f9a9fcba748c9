import { describe, type Findings, isHash, type OptionsReader, optionsReader } from '#core/options-reader'
import { readUrl } from '#strategies/oauth2/options'
import type { StrategyKind } from './strategy-kinds.ts'

type Hash = Readonly<Record<string, unknown>>

/** A provider hash in the form that strategies read, and findings that know where each of its parts is in the file. */
export interface NormalHash {
  readonly hash: Hash
  readonly findings: Findings
}

const keys = [
  'name',
  'label',
  'icon',
  'url',
  'verify_ssl',
  'app_id',
  'app_secret',
  'args',
  'gitlab_username_claim',
  'setup',
]

/** GitLab's keys that restrict which users may sign in, and what they may do. Ignoring them would let users in. */
const refusedKeys = ['step_up_auth', 'required_groups', 'external_groups']
/** GitLab's keys that only give more rights. Ignoring them gives no user more rights. */
const ignoredKeys = ['groups_attribute', 'admin_groups', 'auditor_groups']
/** The keys above that the SAML strategy reads. */
const samlKeys = ['groups_attribute', 'required_groups', 'external_groups']

/** Reports keys that a provider hash can not have, and keys that its strategy ignores. */
export function checkKeys(provider: OptionsReader, kind: StrategyKind | undefined): void {
  const read = kind?.classes[0] === 'saml' ? samlKeys : []
  const unread = (key: string) => !read.includes(key)
  provider.onlyKnown([...keys, ...refusedKeys, ...ignoredKeys])
  for (const key of refusedKeys.filter(unread)) {
    if (isSet(provider.value(key)))
      provider.problem(key, 'is not supported, and it decides which users may sign in: remove it')
  }
  if (provider.flag('verify_ssl') === false) provider.problem('verify_ssl', certificatesAreVerified)
  for (const key of ignoredKeys.filter(unread)) {
    if (isSet(provider.value(key))) provider.warning(key, 'is not supported and has no effect')
  }
}

const certificatesAreVerified =
  'is not supported: certificates are always verified. For a private certificate authority, start Node with NODE_EXTRA_CA_CERTS'

function isSet(value: unknown): boolean {
  return value !== undefined && value !== false
}

/**
 * Converts `args` to a hash. GitLab expands a list into a strategy's positional arguments, after `app_id` and
 * `app_secret` if these are present: client id, client secret, and last the options.
 */
export function normalHash(item: Hash, { path, findings }: { path: string; findings: Findings }): NormalHash {
  const places = placesOf(findings)
  const { app_id, app_secret, args, gitlab_username_claim: claim, ...rest } = item
  const positional = [app_id, app_secret].filter((value) => value !== undefined && value !== null)
  const given = Array.isArray(args) ? args : [args ?? {}]
  const options: unknown = given.at(-1)
  const isOptions = isHash(options)
  const leading = [...positional, ...(isOptions ? given.slice(0, -1) : Array.isArray(args) ? given : [])]
  const problem = (message: string) => {
    findings.problems.push({ message: `${path}.args ${message}`, ...findings.place(item, 'args') })
  }
  if (!Array.isArray(args) && !isOptions)
    problem(`is ${describe(args)}: expected a hash, or a list of the strategy's arguments`)
  if (leading.length > 2) problem('has too many arguments: expected client id, client secret and a hash of options')
  const { gitlab_username_claim: innerClaim = claim, ...ownArgs } = isOptions ? options : {}
  const [id, secret] = Array.isArray(args) ? leading : [app_id, app_secret]
  const hash = {
    ...rest,
    ...(id !== undefined && { app_id: id }),
    ...(secret !== undefined && { app_secret: secret }),
    args: places.copy(ownArgs, isOptions ? options : item),
    ...(innerClaim !== undefined && { gitlab_username_claim: innerClaim }),
  }
  return { hash: places.copy(hash, item), findings: places.findings }
}

/** Adds GitLab's defaults for some strategies, and defaults from the settings. The provider's own values win. */
export function withDefaults(
  { hash, findings }: NormalHash,
  { kind, samlMessageMaxByteSize }: { kind: StrategyKind; samlMessageMaxByteSize?: number },
): NormalHash {
  const defaults = { ...defaultArgs(kind, samlMessageMaxByteSize), ...enterpriseServer(kind, { hash, findings }) }
  const { args } = hash
  if (!isHash(args) || Object.keys(defaults).length === 0) return { hash, findings }
  const places = placesOf(findings)
  const merged = { ...hash, args: withMissing(defaults, args, places.copy) }
  return { hash: places.copy(merged, hash), findings: places.findings }
}

function defaultArgs({ classes: [name] }: StrategyKind, samlMessageMaxByteSize: number | undefined): Hash {
  if (name === 'gitlab') return { authorize_params: { gl_auth_type: 'login' } }
  if (name === 'saml' && samlMessageMaxByteSize !== undefined)
    return { saml_message_max_byte_size: samlMessageMaxByteSize }
  return {}
}

/** The endpoints of a GitHub Enterprise server, which GitLab names in `url` next to `args`. */
function enterpriseServer({ classes: [name] }: StrategyKind, { hash, findings }: NormalHash): Hash {
  const { url } = hash
  if (url === undefined || url === null) return {}
  const provider = optionsReader(hash, String(hash['name']), findings)
  if (name !== 'github') {
    provider.warning('url', 'has no effect: write the address of your own server as client_options.site in args')
    return {}
  }
  const address = readUrl(provider, 'url')?.replace(/\/+$/, '')
  if (address === undefined || new URL(address).hostname === 'github.com') return {}
  return {
    client_options: {
      site: `${address}/api/v3`,
      authorize_url: `${address}/login/oauth/authorize`,
      token_url: `${address}/login/oauth/access_token`,
    },
  }
}

function withMissing(defaults: Hash, given: Hash, copy: (made: Hash, from: Hash) => Hash): Hash {
  const merged = Object.entries(defaults).map(([key, value]): [string, unknown] => {
    const own = Object.hasOwn(given, key) ? given[key] : undefined
    if (isHash(value) && isHash(own)) return [key, withMissing(value, own, copy)]
    return [key, own ?? value]
  })
  return copy(Object.fromEntries([...Object.entries(given), ...merged]), given)
}

/** Findings that give a copied hash the place of its original. */
function placesOf(findings: Findings): { findings: Findings; copy(made: Hash, from: Hash): Hash } {
  const originals = new WeakMap<object, object>()
  return {
    findings: {
      ...findings,
      place: (container, key) => findings.place(originals.get(container) ?? container, key),
    },
    copy(made, from) {
      originals.set(made, from)
      return made
    },
  }
}
