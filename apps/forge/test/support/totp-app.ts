import { createHmac } from 'node:crypto'

/**
 * The code of an authenticator app at a time (epoch milliseconds), for a key in base32. It does not use Forge's code, so it
 * checks that code.
 */
export function totpAt(key: string, time: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  let bits = 0n
  for (const letter of key) bits = (bits << 5n) | BigInt(alphabet.indexOf(letter))
  const length = Math.floor((key.length * 5) / 8)
  const hex = (bits >> BigInt(key.length * 5 - length * 8)).toString(16).padStart(length * 2, '0')
  const counter = Math.floor(time / 30_000)
    .toString(16)
    .padStart(16, '0')
  const mac = createHmac('sha1', Buffer.from(hex, 'hex')).update(Buffer.from(counter, 'hex')).digest()
  const offset = (mac.at(-1) ?? 0) % 16
  const four = mac.subarray(offset, offset + 4).readInt32BE()
  return String((four & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
