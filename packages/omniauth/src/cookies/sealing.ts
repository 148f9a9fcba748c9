import { CompactEncrypt, compactDecrypt } from 'jose'
import { utf8Bytes } from '#core/encoding'

/** Encrypts and authenticates small data, so that it can be stored where others can read or change it. */
export interface Sealer<Data> {
  /** @param place where the data will be stored. It opens only in the same place. The place itself is not encrypted. */
  seal(data: Data, place?: string): Promise<string>
  /** undefined when this sealer did not write the data, when it is for another place, or when it was changed. */
  open(sealed: string, place?: string): Promise<Data | undefined>
}

/** A sealer for one purpose. It can not open data for another purpose. The secret must have at least 32 bytes. */
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
        // Only this sealer has the key, so `seal` wrote the data.
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
