import { createHmac, timingSafeEqual } from 'node:crypto'

/** Six digits from HMAC-SHA-1, a new code every 30 seconds: the defaults of every authenticator app. */
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
 * The time step of a code: the current step, the one before, or the one after, because clocks differ. Undefined for a wrong
 * code. The comparison always takes the same time. The caller makes sure that a step is used once.
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
 * The URI in the QR code.
 * @see https://github.com/google/google-authenticator/wiki/Key-Uri-Format
 */
export function otpauthUri({ issuer, account, key }: { issuer: string; account: string; key: string }): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`
  return `otpauth://totp/${label}?secret=${key}&issuer=${encodeURIComponent(issuer)}`
}
