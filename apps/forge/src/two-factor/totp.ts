import { createHmac, timingSafeEqual } from 'node:crypto'

/** Six digits from HMAC-SHA-1, a new code every 30 seconds: what every authenticator app does without being told. */
const digits = 6
const stepMs = 30_000

/** Bytes of a secret, as RFC 4226 section 4 recommends. */
export const totpSecretBytes = 20

/**
 * The code of a time step (counted from 1970).
 * @see https://www.rfc-editor.org/rfc/rfc6238
 */
export function totpCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = mac.readUInt8(mac.length - 1) & 0xf
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

/**
 * The time step that a code is of: the present one or a neighbour, since clocks differ; undefined for a wrong code. Takes as long whichever it
 * is. That a step is used once is for the caller to see to.
 */
export function matchingStep(secret: Uint8Array, { code, now }: { code: string; now: number }): number | undefined {
  const given = Buffer.from(code)
  const present = Math.floor(now / stepMs)
  const matches = [present - 1, present, present + 1].filter((step) => {
    const expected = Buffer.from(totpCode(secret, step))
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
  return matches.at(-1)
}

/**
 * The address behind the QR code.
 * @see https://github.com/google/google-authenticator/wiki/Key-Uri-Format
 */
export function otpauthUri({ issuer, account, key }: { issuer: string; account: string; key: string }): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`
  return `otpauth://totp/${label}?secret=${key}&issuer=${encodeURIComponent(issuer)}`
}
