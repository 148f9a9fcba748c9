import { hex } from '#core/encoding'
import { invalidTicket } from '#core/failure'
import { safePlace } from '#core/origin'
import type { OtherAnswer, OtherPhase, StrategyServices } from '#core/strategy'
import { judgeLogout } from './logout.ts'
import { messageText } from './message.ts'
import type { SamlOptions } from './options.ts'
import { requestShape, signaturesOf } from './structure.ts'
import { parseXml, type XmlElement } from './xml.ts'

type Receiver = SamlOptions & { readonly entityId: string }

/**
 * Receives sign-out requests of the identity provider, and its answers to those of the application. A request must be
 * signed with the configured certificate, in its query or inside; a fingerprint is not enough. An answer is not
 * verified, because it only redirects the browser to a page of the application.
 */
export async function receiveLogout(
  options: Receiver,
  services: StrategyServices,
  phase: OtherPhase,
): Promise<OtherAnswer> {
  const own = new URL(phase.callbackUrl)
  const relayState = phase.params.get('RelayState') ?? ''
  if (phase.params.has('SAMLResponse') && !phase.params.has('SAMLRequest'))
    return { response: redirect(ownPlace(relayState, own.origin)) }
  const request = await verifiedRequest(options, phase)
  const { id, issuer, expiresAt, who } = judgeLogout(request, {
    destination: own.origin + new URL(phase.request.url).pathname,
    issuer: options.idpEntityId,
    uidIsNameId: options.uidAttribute === undefined,
    now: services.clock(),
    skew: options.skewMs,
  })
  const key = `saml logout ${JSON.stringify([options.name, issuer, id])}`
  if (!(await services.singleUse.first(key, expiresAt))) throw invalidTicket('The request was already used')
  const location = await answerUrl(options, { id, relayState, services, phase })
  const response = location === undefined ? new Response(null, { status: 204 }) : redirect(location)
  return { response, signedOut: { provider: options.name, ...who } }
}

async function verifiedRequest(options: Receiver, { request, params }: OtherPhase): Promise<XmlElement> {
  const { idpCertificates: certificates, maxBytes } = options
  if (certificates.length === 0) throw invalidTicket('Sign-out requests need idp_cert: a fingerprint is not enough')
  if (request.method === 'GET') {
    const { signedQueryMessage } = await import('#strategies/saml/redirect-binding')
    return parseXml(signedQueryMessage(request.url, { certificates, maxBytes }))
  }
  const { library, verifyRequest } = await import('#strategies/saml/library')
  const parameters = params.getAll('SAMLRequest')
  const [parameter] = parameters
  if (parameter === undefined || parameters.length > 1)
    throw invalidTicket('The form must have exactly one SAMLRequest')
  const xml = messageText(parameter, maxBytes)
  const parsed = parseXml(xml)
  requestShape(parsed)
  if (signaturesOf(parsed).length === 0) throw invalidTicket('The request is not signed')
  const { checkSigned } = await import('#strategies/saml/signature')
  checkSigned(parsed, certificates)
  const saml = await library({ issuer: options.entityId, callbackUrl: request.url, idpCert: [...certificates] })
  await verifyRequest(saml, xml)
  return parsed
}

/**
 * The URL with which the browser brings the answer to the identity provider. Undefined if it has no URL for answers.
 */
async function answerUrl(
  { sloUrl, sloResponseUrl = sloUrl, entityId, security, privateKey }: Receiver,
  of: { id: string; relayState: string; services: StrategyServices; phase: OtherPhase },
): Promise<string | undefined> {
  if (sloResponseUrl === undefined) return undefined
  const { id, relayState, services, phase } = of
  const { library } = await import('#strategies/saml/library')
  const saml = await library({
    issuer: entityId,
    callbackUrl: phase.callbackUrl,
    entryPoint: sloResponseUrl,
    logoutUrl: sloResponseUrl,
    generateUniqueId: () => `_${hex(services.randomBytes(20))}`,
    signatureAlgorithm: security.signatureAlgorithm,
    ...(security.signLogoutResponses && privateKey !== undefined && { privateKey }),
  })
  const logoutRequest = { ID: id, issuer: '', nameID: '', nameIDFormat: '' }
  return saml.getLogoutResponseUrlAsync(logoutRequest, relayState, {}, true)
}

/** An attacker can choose `RelayState`, so it only leads to pages of this application. */
function ownPlace(relayState: string, fullHost: string): string {
  return fullHost + (safePlace(relayState, { fullHost, allowedOrigins: [] }) ?? '/')
}

function redirect(location: string): Response {
  return new Response(null, { status: 302, headers: { location, 'cache-control': 'no-store' } })
}
