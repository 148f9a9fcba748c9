import type { Clock } from '#foundation/clock'
import {
  authorizationHeaderUnreadable,
  authorizationParameterMissing,
  credentialMalformed,
  credentialOfAnotherDate,
  credentialOfAnotherRegion,
  credentialOfAnotherService,
  missingAuthenticationToken,
  signatureAlgorithmNotSupported,
  signatureDateMalformed,
  signatureDateMissing,
  signatureDoesNotMatch,
  signatureExpired,
  signatureMalformed,
  signatureNotYetCurrent,
  signedHeaderMissing,
  unrecognizedClient,
} from '#foundation/exceptions/callers'
import { constantTimeEqual } from './compare.ts'
import {
  amzDate,
  type CredentialScope,
  canonicalHeader,
  type SignableRequest,
  scopeText,
  sha256Hex,
  signatureOf,
  signingAlgorithm,
} from './sigv4-canonical.ts'

export type { SignableRequest } from './sigv4-canonical.ts'

export interface RequestVerification {
  clock: Clock
  /** The secret of an active access key. */
  findSecret(accessKeyId: string): Promise<string | undefined>
  region: string
  service: string
}

const maxClockSkew = 5 * 60_000

/**
 * Verifies the AWS Signature Version 4 in the Authorization header, and returns the access key that signed. Refuses presigned
 * queries, SigV4A and session tokens. Accepts a replay within five minutes, as AWS does: TLS protects requests from capture.
 * @throws MissingAuthenticationToken, IncompleteSignature, UnrecognizedClient or InvalidSignature exceptions
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export async function verifyRequest(
  { clock, findSecret, region, service }: RequestVerification,
  request: SignableRequest,
): Promise<{ accessKeyId: string }> {
  const { accessKeyId, scope, signedHeaders, signature } = parseAuthorization(request)
  const date = signedDate(request)
  mustCoverTheRequest(request, signedHeaders)
  mustBeFor({ region, service, date }, scope)
  mustBeCurrent(clock, date)
  mustHaveItsPayload(request)
  // A session token means temporary credentials, which Poolhouse does not issue.
  if (canonicalHeader(request, 'x-amz-security-token') !== undefined) throw unrecognizedClient()

  const secret = await findSecret(accessKeyId)
  if (secret === undefined || secret === '') throw unrecognizedClient()
  const expected = signatureOf({ secret, scope, date }, { ...request, signedHeaders })
  if (expected === undefined || !constantTimeEqual(expected, signature)) throw signatureDoesNotMatch()
  return { accessKeyId }
}

/** The headers that sign an outgoing request. Add them to its own headers, which must include `host`. */
export function signRequest(
  of: { clock: Clock; accessKeyId: string; secret: string; region: string; service: string },
  request: SignableRequest,
): Record<'x-amz-date' | 'authorization', string> {
  const date = amzDate(of.clock.now())
  const scope = { date: date.slice(0, 8), region: of.region, service: of.service }
  const headers = { ...request.headers, 'x-amz-date': date }
  const signedHeaders = Object.keys(headers).sort()
  const signature = signatureOf({ secret: of.secret, scope, date }, { ...request, headers, signedHeaders })
  if (signature === undefined) throw new TypeError('The query of the request is not percent-encoded.')
  const credential = `${of.accessKeyId}/${scopeText(scope)}`
  return {
    'x-amz-date': date,
    authorization: `${signingAlgorithm} Credential=${credential}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`,
  }
}

interface Authorization {
  accessKeyId: string
  scope: CredentialScope
  signedHeaders: string[]
  signature: string
}

function parseAuthorization(request: SignableRequest): Authorization {
  const header = canonicalHeader(request, 'authorization')
  if (header === undefined || header === '') throw missingAuthenticationToken()
  const [algorithm, ...rest] = header.split(' ')
  if (algorithm !== signingAlgorithm) throw signatureAlgorithmNotSupported(signingAlgorithm)

  const parameters = new Map<string, string>()
  for (const part of rest.join(' ').split(',')) {
    const [, name = '', value = ''] = /^ ?([A-Za-z]+)=(\S+)$/.exec(part) ?? []
    if (name === '' || parameters.has(name)) throw authorizationHeaderUnreadable()
    parameters.set(name, value)
  }
  const parameter = (name: string): string => {
    const value = parameters.get(name)
    if (value === undefined) throw authorizationParameterMissing(name)
    return value
  }

  const [accessKeyId = '', date = '', region = '', service = '', end, ...more] = parameter('Credential').split('/')
  if (end !== 'aws4_request' || more.length > 0 || !/^\d{8}$/.test(date) || !/^\w{16,128}$/.test(accessKeyId)) {
    throw credentialMalformed()
  }
  const signature = parameter('Signature')
  if (!/^[0-9a-f]{64}$/.test(signature)) throw signatureMalformed()
  return {
    accessKeyId,
    scope: { date, region, service },
    signature,
    signedHeaders: parameter('SignedHeaders').split(';'),
  }
}

/** The signed time, in the form of the string to sign. */
function signedDate(request: SignableRequest): string {
  const date = canonicalHeader(request, dateHeaderOf(request)) ?? ''
  if (/^\d{8}T\d{6}Z$/.test(date)) return date
  const epochMs = /^[A-Z][a-z]{2}, .* GMT$/.test(date) ? Date.parse(date) : Number.NaN
  if (Number.isNaN(epochMs)) throw signatureDateMissing()
  return amzDate(epochMs)
}

const dateHeaderOf = (request: SignableRequest): 'x-amz-date' | 'date' =>
  canonicalHeader(request, 'x-amz-date') === undefined ? 'date' : 'x-amz-date'

/** All headers that influence the request must be signed: an attacker could add or change an unsigned one. */
function mustCoverTheRequest(request: SignableRequest, signedHeaders: readonly string[]): void {
  const present = Object.keys(request.headers).filter((name) => request.headers[name] !== undefined)
  const required = present.filter((name) => name.startsWith('x-amz-') || name === 'content-type')
  const missing = ['host', dateHeaderOf(request), ...required].find((name) => !signedHeaders.includes(name))
  if (missing !== undefined) throw signedHeaderMissing(missing)
  const sorted = [...new Set(signedHeaders)].sort()
  if (sorted.join(';') !== signedHeaders.join(';') || sorted.some((name) => !present.includes(name))) {
    throw signatureDoesNotMatch()
  }
}

function mustBeFor(
  { region, service, date }: { region: string; service: string; date: string },
  scope: CredentialScope,
): void {
  if (scope.region !== region) throw credentialOfAnotherRegion(shown(scope.region))
  if (scope.service !== service) throw credentialOfAnotherService(service)
  if (scope.date !== date.slice(0, 8)) throw credentialOfAnotherDate({ scopeDate: scope.date, signedAt: date })
}

const shown = (text: string): string => text.replace(/[^\w-]/g, '?').slice(0, 32)

function mustBeCurrent(clock: Clock, date: string): void {
  const now = clock.now()
  const signed = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  if (Number.isNaN(signed)) throw signatureDateMalformed(date)
  if (signed < now - maxClockSkew) {
    throw signatureExpired({ signedAt: date, earliest: amzDate(now - maxClockSkew), now: amzDate(now) })
  }
  if (signed > now + maxClockSkew) {
    throw signatureNotYetCurrent({ signedAt: date, latest: amzDate(now + maxClockSkew), now: amzDate(now) })
  }
}

/** The digest that a client declares must match the body. `UNSIGNED-PAYLOAD` is refused, because it is not a digest. */
function mustHaveItsPayload(request: SignableRequest): void {
  const declared = canonicalHeader(request, 'x-amz-content-sha256')
  if (declared !== undefined && declared !== sha256Hex(request.body)) throw signatureDoesNotMatch()
}
