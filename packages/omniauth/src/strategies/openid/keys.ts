import { compactVerify, createLocalJWKSet, errors, type JSONWebKeySet } from 'jose'
import type { JsonObject, JsonValue } from '#core/auth-hash'
import { isJsonObject, parseExactJson } from '#core/exact-json'
import { invalidCredentials } from '#core/failure'
import type { StrategyServices } from '#core/strategy'
import { isJsonType } from '../oauth2/token.ts'

/** Of these alone: what a shared secret signs is not told apart from what the provider signs, and `none` is not signed. */
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
   * The published key that a token of the provider is signed with; several where the token names none, or more than one has its name. Throws one of jose's errors, or an
   * `OmniauthError` when the keys cannot be had, unless the token is signed by the provider.
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
 * Keys are fetched at first use and each ten minutes. A token that names an unknown key makes them be fetched again, so that a provider may
 * rotate at any time; at most once a minute, so that whoever can send tokens cannot make us call the provider at will.
 */
export function providerKeys(jwksUri: string): ProviderKeys {
  let known: { set: Promise<KeySet>; since: number } | undefined
  let missedAt = Number.NEGATIVE_INFINITY
  function keys({ http, clock }: StrategyServices): Promise<KeySet> {
    if (known !== undefined && clock() - known.since < lifetimeMs) return known.set
    const asked = { set: fetchKeys(http, jwksUri), since: clock() }
    known = asked
    asked.set.catch(() => {
      if (known === asked) known = undefined
    })
    return asked.set
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
        // Somebody else may have fetched new ones meanwhile.
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
    throw invalidCredentials(`The provider's keys were answered with ${answer.status} ${answer.mediaType}`.trim())
  }
  return { published: document.keys, find: createLocalJWKSet(document) }
}

/** A hash with a list of hashes; jose looks at each key when it is used. */
function isKeySet(
  document: JsonValue | undefined,
): document is JsonValue & JSONWebKeySet & { readonly keys: readonly JsonObject[] } {
  if (!isJsonObject(document)) return false
  const keys = document['keys']
  return Array.isArray(keys) && keys.every((key) => isJsonObject(key))
}
