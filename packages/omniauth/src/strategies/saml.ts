import type { AuthHash } from '#core/auth-hash'
import { hex } from '#core/encoding'
import { csrfDetected, invalidTicket, OmniauthError } from '#core/failure'
import { newFindings, problemFree } from '#core/options-reader'
import { labelOf, type ProviderConfig } from '#core/provider-config'
import type { RequestAnswer, RequestPhase, SignOut, Strategy, StrategyServices, UnsolicitedPhase } from '#core/strategy'
import type { Statement } from './saml/assertion.ts'
import { metadataXml } from './saml/metadata.ts'
import { readSamlOptions, type SamlOptions } from './saml/options.ts'
import { receiveLogout } from './saml/receive-logout.ts'

/**
 * A SAML 2.0 identity provider, with the options of omniauth-saml. The request is a redirect, the answer is a form
 * post. It runs on Node only, and loads its library at the first use. The uid is the `NameID`, or the attribute that
 * `uid_attribute` names.
 * @see https://docs.oasis-open.org/security/saml/v2.0/saml-profiles-2.0-os.pdf section 4.1
 */
export function saml(config: ProviderConfig): Strategy {
  const findings = newFindings()
  const options = readSamlOptions(config, findings)
  problemFree(findings)
  return {
    name: config.name,
    label: labelOf(config),
    ...(config.icon !== undefined && { icon: config.icon }),
    warnings: findings.warnings.map((warning) => warning.message),
    stateParameter: 'RelayState',
    responseMode: 'form_post',
    maxFormBytes: formBytes(options.maxBytes),
    requestPhase: (services, phase) => requestPhase(options, services, phase),
    callbackPhase: (services, phase) => {
      const requestId = phase.kept['request_id']
      if (requestId === undefined) throw invalidTicket('The sign-in has no id of its request')
      return signIn(options, services, { ...phase, requestId })
    },
    unsolicited: async (services, phase) => {
      if (options.allowIdpInitiated) return signIn(options, services, { ...phase, requestId: undefined })
      throw csrfDetected('The sign-in did not begin at this application. Sign in with the button of the provider here')
    },
    others: {
      metadata: async (_, phase) => ({ response: metadata(options, phase) }),
      slo: (services, phase) => receiveLogout({ ...options, entityId: entityIdOf(options, phase) }, services, phase),
    },
    signOutUrl: (services, signOut) => signOutUrl(options, services, signOut),
    facts: async () => ({
      protocol: 'saml',
      authorizeUrl: options.ssoUrl,
      signingCertificates: options.idpCertificates,
      ...(options.entityId !== undefined && { clientId: options.entityId }),
      ...(options.acsUrl !== undefined && { redirectUrl: options.acsUrl }),
    }),
  }
}

/** Base64 is a third longer than its bytes, and a form escapes some of its characters. The other fields are small. */
function formBytes(messageBytes: number): number {
  return Math.ceil(messageBytes * 1.6) + 64 * 1024
}

type At = Pick<UnsolicitedPhase, 'callbackUrl'>

/** The default of the gem is the request path's URL. */
function entityIdOf({ entityId }: SamlOptions, { callbackUrl }: At): string {
  return entityId ?? callbackUrl.replace(/\/callback$/, '')
}

async function requestPhase(
  options: SamlOptions,
  { randomBytes }: StrategyServices,
  phase: RequestPhase,
): Promise<RequestAnswer> {
  const { library } = await import('#strategies/saml/library')
  const requestId = `_${hex(randomBytes(20))}`
  const { authnContext, security, privateKey, comparison, forceAuthn, passive } = options
  const client = await library({
    issuer: entityIdOf(options, phase),
    callbackUrl: options.acsUrl ?? phase.callbackUrl,
    entryPoint: options.ssoUrl,
    identifierFormat: options.nameIdFormat ?? null,
    generateUniqueId: () => requestId,
    racComparison: comparison,
    forceAuthn,
    passive,
    signatureAlgorithm: security.signatureAlgorithm,
    ...(authnContext !== undefined && { authnContext: [...authnContext] }),
    ...(security.signRequests && privateKey !== undefined && { privateKey }),
  })
  const query = new URL(phase.request.url).searchParams
  const own = Object.entries(options.runtimeParams).flatMap(([name, target]) => {
    const value = query.get(name)
    return value === null ? [] : [[target, value]]
  })
  const location = await client.getAuthorizeUrlAsync(phase.state, undefined, {
    additionalParams: Object.fromEntries(own),
  })
  return { location, keep: { request_id: requestId } }
}

/** @see https://www.rfc-editor.org/rfc/rfc7522 for what an attacker can do with a stolen bearer assertion */
async function signIn(
  options: SamlOptions,
  { clock, singleUse }: StrategyServices,
  phase: UnsolicitedPhase & { requestId: string | undefined },
): Promise<AuthHash> {
  const { provedStatement } = await import('#strategies/saml/answer')
  const parameters = phase.params.getAll('SAMLResponse')
  const [parameter] = parameters
  if (parameter === undefined || parameters.length > 1)
    throw invalidTicket('The callback must have exactly one SAMLResponse')
  const expected = {
    requestId: phase.requestId,
    audience: entityIdOf(options, phase),
    recipient: options.acsUrl ?? phase.callbackUrl,
    issuer: options.idpEntityId,
    now: clock(),
    skew: options.skewMs,
  }
  const statement = await provedStatement(options, { parameter, expected })
  const key = `saml assertion ${JSON.stringify([options.name, statement.issuer, statement.assertionId])}`
  if (!(await singleUse.first(key, statement.expiresAt))) throw invalidTicket('The assertion was already used')
  checkGroups(options, statement)
  return authHash(options, statement)
}

function checkGroups({ requiredGroups, groupsAttribute = '' }: SamlOptions, { attributes }: Statement): void {
  if (requiredGroups.length === 0) return
  const groups = attributes.get(groupsAttribute) ?? []
  if (!requiredGroups.some((required) => groups.includes(required)))
    throw new OmniauthError('access_denied', 'The person is not in a group that may sign in')
}

function authHash(options: SamlOptions, statement: Statement): AuthHash {
  const { attributes, nameId, nameIdFormat, sessionIndex, authnContexts } = statement
  const first = (names: readonly string[]) =>
    names.map((name) => attributes.get(name)?.[0]).find((value) => value !== undefined)
  const info = Object.entries(options.attributeStatements).flatMap(([key, names]) => {
    const value = first(names)
    return value === undefined ? [] : [[key, value] as const]
  })
  const { uidAttribute } = options
  const uid = uidAttribute === undefined ? nameId : first([uidAttribute])
  if (uid === undefined) throw invalidTicket(`The assertion has no attribute ${uidAttribute}`)
  return {
    provider: options.name,
    uid,
    info: Object.fromEntries(info),
    // SAML gives no access token.
    credentials: { token: '', expires: false },
    extra: {
      raw_info: Object.fromEntries(attributes),
      name_id: nameId,
      ...(nameIdFormat !== undefined && { name_id_format: nameIdFormat }),
      ...(sessionIndex !== undefined && { session_index: sessionIndex }),
      authn_contexts: authnContexts,
    },
  }
}

function metadata(options: SamlOptions, phase: UnsolicitedPhase): Response {
  const sloUrl = new URL(new URL(phase.request.url).pathname.replace(/metadata\/?$/i, 'slo'), phase.callbackUrl).href
  const acsUrl = options.acsUrl ?? phase.callbackUrl
  return new Response(metadataXml(options, { entityId: entityIdOf(options, phase), acsUrl, sloUrl }), {
    headers: { 'content-type': 'application/samlmetadata+xml; charset=utf-8', 'x-content-type-options': 'nosniff' },
  })
}

async function signOutUrl(
  options: SamlOptions,
  { randomBytes }: StrategyServices,
  { returnTo, nameId, nameIdFormat, sessionIndex, callbackUrl }: SignOut,
): Promise<string | undefined> {
  const { sloUrl, security, privateKey } = options
  if (sloUrl === undefined || nameId === undefined) return undefined
  const { library } = await import('#strategies/saml/library')
  const client = await library({
    issuer: entityIdOf(options, { callbackUrl }),
    callbackUrl,
    entryPoint: sloUrl,
    logoutUrl: sloUrl,
    generateUniqueId: () => `_${hex(randomBytes(20))}`,
    signatureAlgorithm: security.signatureAlgorithm,
    ...(security.signLogoutRequests && privateKey !== undefined && { privateKey }),
  })
  const format = nameIdFormat ?? 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified'
  const person = { issuer: '', nameID: nameId, nameIDFormat: format }
  const session = sessionIndex === undefined ? {} : { sessionIndex }
  return client.getLogoutUrlAsync({ ...person, ...session }, returnTo, {})
}
