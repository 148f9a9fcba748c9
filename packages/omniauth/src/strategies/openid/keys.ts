import { compactVerify, createLocalJWKSet, errors, type JSONWebKeySet } from 'jose'
import type { JsonObject, JsonValue } from '#core/auth-hash'
import { isJsonObject, parseExactJson } from '#core/exact-json'
import { invalidCredentials } from '#core/failure'
import type { StrategyServices } from '#core/strategy'
import { isJsonType } from '../oauth2/token.ts'

/**
 * Only asymmetric algorithms. With a shared secret, the client could have signed the token too, and `none` has no
 * signature.
 */
export const signatureAlgorithms: readonly string[] = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]

/** The keys of a provider. */
export interface ProviderKeys {
  /**
   * The published key that signed a token. Several keys if the token names no key, or if more than one key has its
   * name. Throws one of jose's errors if the provider did not sign the token, and an `OmniauthError` if the keys can
   * not be fetched.
   */
  verify(services: StrategyServices, token: string): Promise<readonly JsonObject[]>
}

interface KeySet {
  readonly published: readonly JsonObject[]
  readonly find: ReturnType<typeof createLocalJWKSet>
}

const lifetimeMs = 10 * 60 * 1000
const coolDownMs = 60 * 1000

/**
 * Fetches the keys at first use and every ten minutes. A token with an unknown key causes another fetch, so a provider
 * can rotate its keys at any time. This happens at most once a minute, so that an attacker can not use such tokens to
 * flood the provider with requests.
 */
export function providerKeys(jwksUri: string): ProviderKeys {
  let known: { set: Promise<KeySet>; since: number } | undefined
  let missedAt = Number.NEGATIVE_INFINITY
  function keys({ http, clock }: StrategyServices): Promise<KeySet> {
    if (known !== undefined && clock() - known.since < lifetimeMs) return known.set
    const fetched = { set: fetchKeys(http, jwksUri), since: clock() }
    known = fetched
    fetched.set.catch(() => {
      if (known === fetched) known = undefined
    })
    return fetched.set
  }
  return {
    async verify(services, token) {
      const used = await keys(services)
      try {
        return await signersOf(token, used)
      } catch (thrown) {
        if (!(thrown instanceof errors.JWKSNoMatchingKey)) throw thrown
        const now = services.clock()
        if (now - missedAt >= coolDownMs) {
          missedAt = now
          known = undefined
        }
        // Another call may have fetched new keys in the meantime.
        const newer = await keys(services)
        if (newer === used) throw thrown
        return await signersOf(token, newer)
      }
    },
  }
}

async function signersOf(token: string, { published, find }: KeySet): Promise<readonly JsonObject[]> {
  const { protectedHeader } = await compactVerify(token, find, { algorithms: [...signatureAlgorithms] })
  const { kid } = protectedHeader
  return published.filter((key) => kid === undefined || key['kid'] === kid)
}

async function fetchKeys(http: StrategyServices['http'], jwksUri: string): Promise<KeySet> {
  const answer = await http.send(jwksUri, { method: 'GET', headers: { accept: 'application/json' } })
  const document = answer.status === 200 && isJsonType(answer.mediaType) ? parseExactJson(answer.text) : undefined
  if (!isKeySet(document)) {
    throw invalidCredentials(
      `The provider answered the request for its keys with ${answer.status} ${answer.mediaType}`.trim(),
    )
  }
  return { published: document.keys, find: createLocalJWKSet(document) }
}

/** Checks only for a hash with a list of hashes. jose checks each key when it uses it. */
function isKeySet(
  document: JsonValue | undefined,
): document is JsonValue & JSONWebKeySet & { readonly keys: readonly JsonObject[] } {
  if (!isJsonObject(document)) return false
  const keys = document['keys']
  return Array.isArray(keys) && keys.every((key) => isJsonObject(key))
}
