import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import { fromBase64Url, toBase64Url } from '#foundation/encoding'
import type { Random } from './random.ts'

/** Seals secrets that the server must read again, and makes digests of secrets that it only has to recognise. */
export interface Sealer {
  /** `context` names the place (table, row id, column). A sealed text that is moved to another place can not be opened. */
  seal(plaintext: string, context: string): string
  /** @throws SealError when the key is not known, the text was altered, or it belongs to another place */
  open(sealed: string, context: string): string
  /** A digest keyed with the primary key (43 characters of base64url). A value can be found by it, but not read from it. */
  digest(purpose: string, value: string): string
  /** The digests under all keys, the primary first. They also find a value that was stored before the keys changed. */
  digests(purpose: string, value: string): string[]
}

/** A sealed text could not be opened. The message says why, but nothing about the content. */
export class SealError extends Error {
  override readonly name = 'SealError'
}

export interface SealerOptions {
  /** The key that seals, 32 bytes. It also opens what it sealed. */
  primary: Uint8Array
  /** Former master keys. They only open. */
  others?: Uint8Array[]
  random: Random
}

const formatVersion = 'v1'
const nonceLength = 12
const tagLength = 16

/** AES-256-GCM with a subkey of the master key. The form is `v1.<key id>.<nonce, ciphertext, tag>`. */
export function createSealer({ primary, others = [], random }: SealerOptions): Sealer {
  const first = subkeysOf(primary)
  const all = [first, ...others.map(subkeysOf)]
  const byId = new Map(all.map((keys) => [keys.id, keys]))

  return {
    seal(plaintext, context) {
      const nonce = random.bytes(nonceLength)
      const cipher = createCipheriv('aes-256-gcm', first.sealing, nonce).setAAD(Buffer.from(context))
      const body = Buffer.concat([nonce, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${formatVersion}.${first.id}.${toBase64Url(body)}`
    },
    open(sealed, context) {
      const [version, keyId = '', text = '', ...more] = sealed.split('.')
      const body = fromBase64Url(text)
      if (version !== formatVersion || more.length > 0 || !body || body.length < nonceLength + tagLength) {
        throw new SealError('The text is not a sealed text of a known version.')
      }
      const keys = byId.get(keyId)
      if (!keys)
        throw new SealError(`The text was sealed with the master key ${keyId}, which the server does not have.`)
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
    Buffer.from(hkdfSync('sha256', master, '', `poolhouse ${formatVersion} ${purpose}`, length))
  return { id: toBase64Url(derive('key id', 6)), sealing: derive('sealing', 32), digesting: derive('digest', 32) }
}

// The purpose is digested first, so that two different pairs of purpose and value never give the same input.
const digestUnder = (keys: Subkeys, purpose: string, value: string): string =>
  createHmac('sha256', createHmac('sha256', keys.digesting).update(purpose).digest()).update(value).digest('base64url')

function decrypt({ key, body, context }: { key: Buffer; body: Buffer; context: string }): string {
  const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, nonceLength), { authTagLength: tagLength })
  decipher.setAAD(Buffer.from(context)).setAuthTag(body.subarray(-tagLength))
  try {
    const plaintext = decipher.update(body.subarray(nonceLength, -tagLength))
    return Buffer.concat([plaintext, decipher.final()]).toString('utf8')
  } catch (cause) {
    throw new SealError('The sealed text was altered, or it belongs to another place.', { cause })
  }
}
