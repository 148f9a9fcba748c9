import type { JsonValue } from '#core/auth-hash'
import { isJsonObject, parseExactJson } from '#core/exact-json'
import { blockKeys, type ExaminedProvider } from '../examined-provider.ts'
import type { Remark } from '../finding.ts'
import type { ProbeAnswer } from '../probe.ts'

const about = [blockKeys.jwksUri, blockKeys.issuer, blockKeys.userPoolId]

/** Checks the keys that verify ID tokens. */
export async function checkKeys({ facts, probe }: ExaminedProvider): Promise<Remark | undefined> {
  return facts.jwksUri === undefined ? undefined : judgeKeys(await probe.send(facts.jwksUri))
}

/** @see https://www.rfc-editor.org/rfc/rfc7517 */
export function judgeKeys({ status, text }: ProbeAnswer): Remark {
  const document = status === 200 ? parseExactJson(text) : undefined
  const keys = isJsonObject(document) ? document['keys'] : undefined
  if (!Array.isArray(keys)) {
    const message = `the provider's keys can't be read: their address answers ${status}${status === 200 ? ', without keys' : ''}`
    return { level: 'problem', message, fix: 'correct the issuer', about }
  }
  const usable = keys.filter(isUsable)
  if (usable.length > 0) return { level: 'ok', message: `the provider has ${usable.length} usable signing keys`, about }
  return {
    level: 'problem',
    message: 'the provider has no usable signing key',
    fix: 'create one at the provider: EC, OKP, or RSA with 2048 bits or more',
    about,
  }
}

/** Whether a key verifies signatures. The check of a token refuses RSA keys with less than 2048 bits. */
function isUsable(key: JsonValue): boolean {
  if (!isJsonObject(key) || (key['use'] ?? 'sig') !== 'sig') return false
  const { kty, n } = key
  if (kty === 'RSA') return typeof n === 'string' && (n.length * 3) / 4 >= 256
  return kty === 'EC' || kty === 'OKP'
}
