import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import { fromBase64Url, toBase64Url } from '#foundation/encoding'
import type { Random } from './random.ts'

/** Keeps secrets that the server must be able to read again, and recognises those that it need not read. */
export interface Sealer {
  /** `context` names the place (table, row id, column): a sealed text moved elsewhere does not open. */
  seal(plaintext: string, context: string): string
  /** @throws SealError when the key is not ours, the text was altered, or it belongs to another place */
  open(sealed: string, context: string): string
  /** A keyed digest (43 characters of base64url, under the primary key) by which a value can be found again, never read. */
  digest(purpose: string, value: string): string
  /** The same under every key, the primary first: for finding what was stored before the keys were changed. */
  digests(purpose: string, value: string): string[]
}

/** A sealed text could not be opened. The message says why, and nothing of what is inside. */
export class SealError extends Error {
  override readonly name = 'SealError'
}

export interface SealerOptions {
  /** 32 bytes; seals, and opens what it sealed. */
  primary: Uint8Array
  /** Former master keys that still open. */
  others?: Uint8Array[]
  random: Random
}

const VERSION = 'v1'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** AES-256-GCM under a subkey of the master key; the text reads `v1.<key id>.<nonce, ciphertext, tag>`. */
export function createSealer({ primary, others = [], random }: SealerOptions): Sealer {
  const first = subkeysOf(primary)
  const all = [first, ...others.map(subkeysOf)]
  const byId = new Map(all.map((keys) => [keys.id, keys]))

  return {
    seal(plaintext, context) {
      const nonce = random.bytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', first.sealing, nonce).setAAD(Buffer.from(context))
      const body = Buffer.concat([nonce, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${VERSION}.${first.id}.${toBase64Url(body)}`
    },
    open(sealed, context) {
      const [version, keyId = '', text = '', ...more] = sealed.split('.')
      const body = fromBase64Url(text)
      if (version !== VERSION || more.length > 0 || !body || body.length < NONCE_BYTES + TAG_BYTES) {
        throw new SealError('This is not a sealed text of a known version.')
      }
      const keys = byId.get(keyId)
      if (!keys) throw new SealError(`Sealed under the master key ${keyId}, which is not among those given.`)
      return decrypt({ key: keys.sealing, body, context })
    },
    digest: (purpose, value) => digestUnder(first, purpose, value),
    digests: (purpose, value) => all.map((keys) => digestUnder(keys, purpose, value)),
  }
}

interface Subkeys {
  id: string
  sealing: Buffer
  digesting: Buffer
}

function subkeysOf(master: Uint8Array): Subkeys {
  if (master.length !== 32) throw new SealError('A master key has 32 bytes.')
  const derive = (purpose: string, length: number) =>
    Buffer.from(hkdfSync('sha256', master, '', `poolhouse ${VERSION} ${purpose}`, length))
  return { id: toBase64Url(derive('key id', 6)), sealing: derive('sealing', 32), digesting: derive('digest', 32) }
}

// The purpose goes in by its own digest, so that no pair of purpose and value can pass for another.
const digestUnder = (keys: Subkeys, purpose: string, value: string): string =>
  createHmac('sha256', createHmac('sha256', keys.digesting).update(purpose).digest()).update(value).digest('base64url')

function decrypt({ key, body, context }: { key: Buffer; body: Buffer; context: string }): string {
  const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(context)).setAuthTag(body.subarray(-TAG_BYTES))
  try {
    const plaintext = decipher.update(body.subarray(NONCE_BYTES, -TAG_BYTES))
    return Buffer.concat([plaintext, decipher.final()]).toString('utf8')
  } catch (cause) {
    throw new SealError('The sealed text was altered, or it belongs to another place.', { cause })
  }
}
