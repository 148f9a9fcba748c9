import { createPrivateKey, createPublicKey, diffieHellman, getDiffieHellman, type KeyObject } from 'node:crypto'

/** The 3072-bit prime. @see https://www.rfc-editor.org/rfc/rfc3526#section-4 */
export const N = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`)

/** The generator of the group. */
export const G = 2n

/** The longest exponent that is accepted, in bits: twice what the group's strength needs, and below the group's order. */
const maxExponentBits = 512

/**
 * `base ^ exponent mod N`, computed by OpenSSL on the thread pool in constant time. A Diffie-Hellman agreement computes exactly
 * this: the exponent is the private key of one side, the base is the public key of the other.
 */
export async function modPow(base: bigint, exponent: bigint): Promise<bigint> {
  mustBeInRange(exponent)
  const reduced = ((base % N) + N) % N
  // OpenSSL refuses these public keys, because they reveal the private key. Their results are known without computing.
  if (exponent === 0n) return 1n
  if (reduced <= 1n) return reduced
  if (reduced === N - 1n) return exponent % 2n === 0n ? 1n : reduced
  return new Promise((resolve, reject) => {
    diffieHellman({ privateKey: privateKeyOf(exponent), publicKey: publicKeyOf(reduced) }, (error, secret) =>
      error ? reject(error) : resolve(BigInt(`0x${secret.toString('hex')}`)),
    )
  })
}

/**
 * `G ^ exponent mod N`. OpenSSL always computes the public key when it imports a private key. Reading it from there saves a
 * second exponentiation.
 */
export function powerOfG(exponent: bigint): bigint {
  mustBeInRange(exponent)
  if (exponent === 0n) return 1n
  const spki = createPublicKey(privateKeyOf(exponent)).export({ format: 'der', type: 'spki' })
  const bitString = element(element(element(spki).content).rest).content
  // The first byte of a bit string is the number of its unused bits. Here it is 0.
  return BigInt(`0x${element(bitString.subarray(1)).content.toString('hex')}`)
}

function mustBeInRange(exponent: bigint): void {
  if (exponent < 0n || exponent >> BigInt(maxExponentBits) !== 0n) {
    throw new RangeError('The exponent is out of range.')
  }
}

/** The first DER element of these bytes, and the bytes after it. @see https://www.itu.int/rec/T-REC-X.690 */
function element(bytes: Buffer): { content: Buffer; rest: Buffer } {
  const first = bytes.readUInt8(1)
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(2, lengthBytes)
  const start = 2 + lengthBytes
  return { content: bytes.subarray(start, start + length), rest: bytes.subarray(start + length) }
}

const tlv = (tag: number, ...content: Uint8Array[]): Buffer => {
  const body = Buffer.concat(content)
  return Buffer.concat([Buffer.from([tag]), lengthOf(body.length), body])
}

const lengthOf = (length: number): Buffer =>
  length < 0x80
    ? Buffer.from([length])
    : length < 0x100
      ? Buffer.from([0x81, length])
      : Buffer.from([0x82, length >> 8, length & 0xff])

const integer = (value: bigint): Buffer => {
  const hex = value.toString(16)
  const even = hex.length % 2 === 0 ? hex : `0${hex}`
  // DER integers are signed, so a zero byte goes before a set top bit.
  return tlv(0x02, Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex'))
}

/** dhKeyAgreement with this group. @see https://www.rfc-editor.org/rfc/rfc3279#section-2.3.3 */
const algorithmIdentifier = tlv(0x30, Buffer.from('06092a864886f70d010301', 'hex'), tlv(0x30, integer(N), integer(G)))

const privateKeyOf = (exponent: bigint): KeyObject =>
  createPrivateKey({
    key: tlv(0x30, integer(0n), algorithmIdentifier, tlv(0x04, integer(exponent))),
    format: 'der',
    type: 'pkcs8',
  })

const publicKeyOf = (base: bigint): KeyObject =>
  createPublicKey({
    key: tlv(0x30, algorithmIdentifier, tlv(0x03, Buffer.from([0]), integer(base))),
    format: 'der',
    type: 'spki',
  })
