import type { Random } from '#foundation/crypto/random'
import { toBase64, toBase64Url, toHex } from './encoding.ts'

const digitAlphabet = '0123456789'
const lowerCase = 'abcdefghijklmnopqrstuvwxyz'
const upperCase = lowerCase.toUpperCase()

/** `<region>_<9 letters or digits>`, such as `us-east-1_AbC123xyz`. */
export const newUserPoolId = (random: Random, region: string): string =>
  `${region}_${randomText(random, { alphabet: upperCase + lowerCase + digitAlphabet, length: 9 })}`

/** 26 lower case letters or digits. */
export const newClientId = (random: Random): string =>
  randomText(random, { alphabet: lowerCase + digitAlphabet, length: 26 })

/** 52 lower case letters or digits, about 268 bits. */
export const newClientSecret = (random: Random): string =>
  randomText(random, { alphabet: lowerCase + digitAlphabet, length: 52 })

/** 20 upper case letters or digits. The prefix distinguishes Poolhouse's keys from AWS's. */
export const newAccessKeyId = (random: Random): string =>
  `PHIA${randomText(random, { alphabet: upperCase + digitAlphabet, length: 16 })}`

/** 40 characters of the base64 alphabet, 240 bits, in the form of AWS secret access keys. */
export const newSecretAccessKey = (random: Random): string => toBase64(random.bytes(30))

/** A user's immutable subject identifier. */
export const newSub = (random: Random): string => newUuid(random)

/** The id of one request, in its response and in the log. */
export const newRequestId = (random: Random): string => newUuid(random)

/** A random UUID. @see https://www.rfc-editor.org/rfc/rfc9562#section-5.4 */
export const newUuid = (random: Random): string => uuidFromBytes(random.bytes(16))

/** A version 4 UUID from 16 bytes. Use random bytes, or a digest if the same input must give the same id. */
export function uuidFromBytes(bytes: Uint8Array): string {
  const copy = Buffer.from(bytes.subarray(0, 16))
  if (copy.length !== 16) throw new RangeError('A UUID takes 16 bytes.')
  copy.writeUInt8((copy.readUInt8(6) & 0x0f) | 0x40, 6)
  copy.writeUInt8((copy.readUInt8(8) & 0x3f) | 0x80, 8)
  return grouped(copy)
}

/**
 * Looks like the UUID that Cognito sends, but all 128 bits are random. A version 4 UUID has only 122 random bits.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-10.10
 */
export const newAuthorizationCode = (random: Random): string => grouped(random.bytes(16))

/** An opaque token: random bytes in base64url. */
export const randomToken = (random: Random, bytes = 32): string => toBase64Url(random.bytes(bytes))

/** A code that a user types: decimal digits, all equally likely. */
export const numericCode = (random: Random, digits = 6): string =>
  randomText(random, { alphabet: digitAlphabet, length: digits })

/** Random characters of the alphabet, all equally likely. */
export function randomText(random: Random, { alphabet, length }: { alphabet: string; length: number }): string {
  // Discard the bytes above the last full multiple of the alphabet's length: they would favour its first characters.
  const limit = 256 - (256 % alphabet.length)
  let text = ''
  while (text.length < length) {
    for (const byte of random.bytes(length - text.length)) {
      if (byte < limit) text += alphabet[byte % alphabet.length]
    }
  }
  return text
}

function grouped(bytes: Buffer): string {
  const hex = toHex(bytes)
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
