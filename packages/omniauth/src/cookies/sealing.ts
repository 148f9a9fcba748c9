import { CompactEncrypt, compactDecrypt } from 'jose'
import { utf8Bytes } from '#core/encoding'

/** Encrypts and signs small data with a key of its own, so that it may lie where others can reach it. */
export interface Sealer<Data> {
  /** @param place where it will lie, when that must not be changed: it does not open elsewhere. Whoever holds it can read the name of the place. */
  seal(data: Data, place?: string): Promise<string>
  /** undefined for what this sealer has not written, or not for this place, or what was changed. */
  open(sealed: string, place?: string): Promise<Data | undefined>
}

/** A sealer for one purpose: what is sealed for another does not open. The secret has at least 32 bytes. */
export function sealer<Data>(secret: string | Uint8Array, purpose: string): Sealer<Data> {
  const key = deriveKey(secret, purpose)
  return {
    async seal(data, place) {
      const plaintext = utf8Bytes(JSON.stringify(data))
      const header = { alg: 'dir', enc: 'A256GCM', ...(place !== undefined && { place }) }
      return new CompactEncrypt(plaintext).setProtectedHeader(header).encrypt(await key)
    },
    async open(sealed, place) {
      try {
        const { plaintext, protectedHeader } = await compactDecrypt(sealed, await key, {
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
        })
        if (protectedHeader['place'] !== place) return undefined
        // Only this sealer holds the key: what decrypts was written by `seal`.
        return JSON.parse(new TextDecoder().decode(plaintext)) as Data
      } catch {
        return undefined
      }
    },
  }
}

async function deriveKey(secret: string | Uint8Array, purpose: string): Promise<Uint8Array> {
  const bytes = typeof secret === 'string' ? utf8Bytes(secret) : new Uint8Array(secret)
  const material = await crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveBits'])
  const info = utf8Bytes(`poolhouse omniauth ${purpose}, A256GCM`)
  const bits = await crypto.subtle.deriveBits(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info },
    material,
    256,
  )
  return new Uint8Array(bits)
}
