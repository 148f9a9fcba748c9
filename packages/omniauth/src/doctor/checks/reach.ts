import type { ProviderFacts } from '#core/strategy'
import { blockKeys } from '../examined-provider.ts'
import type { Remark } from '../finding.ts'
import { type Certificate, type Probe, ProbeFailure } from '../probe.ts'
import { day, endsSoon, expired, notInForce } from './validity.ts'

const { issuer, userPoolId, site, authorizeUrl, ssoServiceUrl, ssoTargetUrl } = blockKeys
/** SAML's addresses come first, because its `issuer` is the application's name. */
const about = [ssoServiceUrl, ssoTargetUrl, site, issuer, userPoolId, authorizeUrl]

/** Checks name, connection and certificate of each of the provider's servers. */
export async function checkReach(
  { probe, clock }: { probe: Probe; clock: () => number },
  addresses: readonly string[],
): Promise<Remark[]> {
  const origins = [...new Set(addresses.filter((url) => URL.canParse(url)).map((url) => new URL(url).origin))]
  return Promise.all(origins.map((origin) => checkOrigin({ probe, clock }, origin)))
}

export function addressesOf(facts: ProviderFacts): string[] {
  const { issuer, authorizeUrl, tokenUrl, userInfoUrl, jwksUri } = facts
  return [issuer, authorizeUrl, tokenUrl, userInfoUrl, jwksUri].filter((url) => url !== undefined)
}

async function checkOrigin({ probe, clock }: { probe: Probe; clock: () => number }, origin: string): Promise<Remark> {
  const { protocol, hostname, port } = new URL(origin)
  const host = hostname.replace(/^\[|\]$/g, '')
  try {
    await probe.resolve(host)
    if (protocol === 'https:')
      return judgeCertificate(origin, await probe.certificate(host, Number(port || 443)), clock())
    await probe.send(`${origin}/`)
    return judgePlain(origin, host)
  } catch (thrown) {
    if (!(thrown instanceof ProbeFailure)) throw thrown
    const fix = 'correct the address, or allow this machine to connect to it'
    return { level: 'problem', message: `${origin} can't be reached: ${thrown.message}`, fix, about }
  }
}

function judgePlain(origin: string, host: string): Remark {
  if (isLoopback(host)) return { level: 'ok', message: `${origin} answers without TLS, on this machine`, about }
  const message = `${origin} answers without TLS: others can read codes, tokens and the secret on the network`
  return { level: 'warning', message, fix: 'use the https address', about }
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || /^127\./.test(host) || host === '::1'
}

/** @param now epoch milliseconds */
export function judgeCertificate(origin: string, certificate: Certificate, now: number): Remark {
  const { validTo, distrust } = certificate
  const words = { whose: `the certificate of ${origin}`, renew: 'renew it' }
  const ended = distrust === 'CERT_HAS_EXPIRED' ? expired(words, certificate) : undefined
  const distrusted = distrust === undefined ? undefined : judgeDistrust(origin, distrust)
  const wrong = ended ?? notInForce(words, certificate, now) ?? distrusted ?? endsSoon(words, certificate, now)
  if (wrong !== undefined) return { ...wrong, about }
  return { level: 'ok', message: `${origin} answers; its certificate is valid until ${day(validTo)}`, about }
}

function judgeDistrust(origin: string, distrust: string): Remark {
  if (/SELF_SIGNED/.test(distrust)) {
    const message = `the certificate of ${origin} is self-signed, and not trusted (${distrust})`
    return { level: 'problem', message, fix: 'start the application with NODE_EXTRA_CA_CERTS set to its file', about }
  }
  if (distrust === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const message = `the certificate of ${origin} is for another name (${distrust})`
    return {
      level: 'problem',
      message,
      fix: 'use the name in the certificate, or renew the certificate for this name',
      about,
    }
  }
  const message = `the certificate of ${origin} is not trusted (${distrust})`
  const fix =
    'make the server send the whole chain, or start the application with NODE_EXTRA_CA_CERTS set to the file of its authority'
  return { level: 'problem', message, fix, about }
}
