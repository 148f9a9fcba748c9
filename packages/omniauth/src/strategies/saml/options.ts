import { commonArgs } from '#core/mounting'
import { describe, type Findings, type OptionsReader, optionsReader } from '#core/options-reader'
import type { ProviderConfig } from '#core/provider-config'
import { readUrl } from '../oauth2/options.ts'
import { type RequestAttribute, readRequestAttributes, readStatements } from './attribute-options.ts'
import type { Fingerprint } from './certificates.ts'
import { idleArgs, refusedArgs } from './foreign-options.ts'
import { readKeys } from './key-options.ts'
import { type Comparison, comparisons, postBinding } from './names.ts'
import { readSecurity, type Security } from './security-options.ts'

export interface SamlOptions {
  readonly name: string
  /** The URL that receives answers. Undefined: the callback URL. */
  readonly acsUrl: string | undefined
  /** The entity id of this application. Undefined: the URL of the request path. */
  readonly entityId: string | undefined
  readonly ssoUrl: string
  readonly sloUrl: string | undefined
  readonly sloResponseUrl: string | undefined
  /** The entity id of the identity provider. Undefined: any issuer whose answer its certificate signs. */
  readonly idpEntityId: string | undefined
  /** PEM. One of these, or a certificate with one of the fingerprints, must sign each answer. */
  readonly idpCertificates: readonly string[]
  readonly idpFingerprints: readonly Fingerprint[]
  readonly nameIdFormat: string | undefined
  /** The attributes that can supply each info attribute. */
  readonly attributeStatements: Readonly<Record<string, readonly string[]>>
  readonly requestAttributes: readonly RequestAttribute[]
  readonly attributeServiceName: string
  readonly uidAttribute: string | undefined
  /** How far the provider's clock may be off, in milliseconds. */
  readonly skewMs: number
  /** The largest message, in bytes of XML. */
  readonly maxBytes: number
  readonly security: Security
  /** The application's own certificate, as PEM. */
  readonly certificate: string | undefined
  readonly privateKey: string | undefined
  readonly authnContext: readonly string[] | undefined
  readonly comparison: Comparison
  readonly forceAuthn: boolean
  readonly passive: boolean
  /** Parameters of the request phase, and the names under which the identity provider gets them. */
  readonly runtimeParams: Readonly<Record<string, string>>
  readonly allowIdpInitiated: boolean
  readonly groupsAttribute: string | undefined
  readonly requiredGroups: readonly string[]
}

const ownArgs = [
  'assertion_consumer_service_url',
  'assertion_consumer_service_binding',
  'protocol_binding',
  'sp_entity_id',
  'issuer',
  'idp_sso_service_url',
  'idp_sso_target_url',
  'idp_slo_service_url',
  'idp_slo_target_url',
  'idp_slo_response_service_url',
  'idp_entity_id',
  'idp_cert',
  'idp_cert_multi',
  'idp_cert_fingerprint',
  'idp_cert_fingerprint_algorithm',
  'name_identifier_format',
  'attribute_statements',
  'request_attributes',
  'attribute_service_name',
  'uid_attribute',
  'allowed_clock_drift',
  'saml_message_max_byte_size',
  'message_max_bytesize',
  'security',
  'certificate',
  'private_key',
  'authn_context',
  'authn_context_comparison',
  'force_authn',
  'passive',
  'idp_sso_service_url_runtime_params',
  'idp_sso_target_url_runtime_params',
  'upstream_two_factor_authn_contexts',
  'allow_idp_initiated',
]

/** The default and the largest accepted clock difference, in seconds. */
const usualDrift = 60
const mostDrift = 300
const usualSize = 250_000
const mostSize = 10_000_000

/**
 * Reads the options of omniauth-saml and ruby-saml as GitLab's administrators write them. An option that would accept
 * answers for another application is an error. An option that only concerns the Ruby library is a warning.
 * @see https://docs.gitlab.com/ee/integration/saml.html
 */
export function readSamlOptions(config: ProviderConfig, findings: Findings): SamlOptions {
  const provider = optionsReader(config, config.name, findings)
  const args = provider.hash('args')
  args.onlyKnown([...commonArgs, ...ownArgs, ...Object.keys(refusedArgs), ...Object.keys(idleArgs)])
  for (const [key, why] of Object.entries(refusedArgs)) if (isSet(args.value(key))) args.problem(key, why)
  for (const [key, why] of Object.entries(idleArgs)) if (isSet(args.value(key))) args.warning(key, why)
  for (const key of ['assertion_consumer_service_binding', 'protocol_binding']) {
    if ((args.text(key) ?? postBinding) !== postBinding) args.problem(key, `is not supported: expected ${postBinding}`)
  }
  const either = (newer: string, older: string, read: (key: string) => string | undefined) => read(newer) ?? read(older)
  const url = (key: string) => readUrl(args, key)
  const ssoUrl = either('idp_sso_service_url', 'idp_sso_target_url', url)
  if (
    ssoUrl === undefined &&
    args.value('idp_sso_service_url') === undefined &&
    args.value('idp_sso_target_url') === undefined
  )
    args.problem('idp_sso_service_url', 'is missing: expected the sign-in URL of the identity provider')
  const keys = readKeys(args)
  const options: SamlOptions = {
    name: config.name,
    acsUrl: url('assertion_consumer_service_url'),
    entityId: either('sp_entity_id', 'issuer', args.text),
    ssoUrl: ssoUrl ?? '',
    sloUrl: either('idp_slo_service_url', 'idp_slo_target_url', url),
    sloResponseUrl: url('idp_slo_response_service_url'),
    idpEntityId: args.text('idp_entity_id'),
    ...keys,
    nameIdFormat: args.text('name_identifier_format'),
    attributeStatements: readStatements(args),
    requestAttributes: readRequestAttributes(args),
    attributeServiceName: args.text('attribute_service_name') ?? 'Required attributes',
    uidAttribute: args.text('uid_attribute'),
    skewMs: readNumber(args, 'allowed_clock_drift', { usual: usualDrift, most: mostDrift, unit: 'seconds' }) * 1000,
    maxBytes: readSize(args),
    security: readSecurity(args.hash('security'), { hasKey: keys.privateKey !== undefined }),
    authnContext: args.value('authn_context') === undefined ? undefined : readTexts(args, 'authn_context'),
    comparison: args.oneOf('authn_context_comparison', comparisons) ?? 'exact',
    forceAuthn: args.flag('force_authn') ?? false,
    passive: args.flag('passive') ?? false,
    runtimeParams: readRuntimeParams(args),
    allowIdpInitiated: args.flag('allow_idp_initiated') ?? false,
    ...readGroups(provider),
  }
  readTexts(args, 'upstream_two_factor_authn_contexts')
  if (options.nameIdFormat?.endsWith(':transient') && options.uidAttribute === undefined) {
    args.warning(
      'name_identifier_format',
      'is transient: the uid is different at each sign-in, so no account is found again. Expected persistent, or a uid_attribute',
    )
  }
  if (options.allowIdpInitiated) {
    args.warning(
      'allow_idp_initiated',
      "is on: an attacker with an account at the identity provider can sign another person's browser in to it",
    )
  }
  return options
}

/** An option that is false or empty has no effect. */
function isSet(value: unknown): boolean {
  return value !== undefined && value !== false && value !== ''
}

/** A list of texts, or one text as a list. An absent option is an empty list. */
function readTexts(reader: OptionsReader, key: string): readonly string[] {
  const value = reader.value(key)
  const list: unknown = typeof value === 'string' ? [value] : (value ?? [])
  if (Array.isArray(list) && list.every((item): item is string => typeof item === 'string')) return list
  reader.problem(key, `is ${describe(value)}: expected a list of texts`)
  return []
}

function readNumber(
  reader: OptionsReader,
  key: string,
  { usual, most, unit }: { usual: number; most: number; unit: string },
): number {
  const value = reader.value(key)
  if (value === undefined) return usual
  const number = typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : value
  if (typeof number === 'number' && number >= 0 && number <= most) return number
  reader.problem(key, `is ${describe(value)}: expected a number of ${unit}, at most ${most}`)
  return usual
}

/** GitLab's setting, which applies to every SAML provider. `message_max_bytesize` is the Ruby library's name for it. */
function readSize(args: OptionsReader): number {
  const size = { most: mostSize, unit: 'bytes' }
  const gitlabs = readNumber(args, 'saml_message_max_byte_size', { usual: usualSize, ...size })
  return readNumber(args, 'message_max_bytesize', { usual: gitlabs, ...size })
}

const reservedParams = ['SAMLRequest', 'RelayState', 'SigAlg', 'Signature']

function readRuntimeParams(args: OptionsReader): Record<string, string> {
  const found: [string, string][] = []
  for (const key of ['idp_sso_target_url_runtime_params', 'idp_sso_service_url_runtime_params']) {
    const given = args.hash(key)
    for (const name of given.keys()) {
      const target = given.text(name)
      if (target === undefined) continue
      if (reservedParams.includes(target)) given.problem(name, `sets ${target}, which must not be set`)
      else found.push([name, target])
    }
  }
  return Object.fromEntries(found)
}

/** These options are outside of `args`, as in GitLab. The account policy uses `external_groups`. */
function readGroups(provider: OptionsReader): Pick<SamlOptions, 'groupsAttribute' | 'requiredGroups'> {
  const groupsAttribute = provider.text('groups_attribute')
  const requiredGroups = readTexts(provider, 'required_groups')
  const externalGroups = readTexts(provider, 'external_groups')
  if (groupsAttribute === undefined && requiredGroups.length + externalGroups.length > 0) {
    provider.problem(
      'groups_attribute',
      'is missing: expected the attribute that names the groups of required_groups and external_groups',
    )
  }
  return { groupsAttribute, requiredGroups }
}
