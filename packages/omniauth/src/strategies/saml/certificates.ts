import { constantTimeEqual, hex } from '#core/encoding'
import { bytesOfBase64 } from './message.ts'

/**
 * Normalizes a certificate to PEM. Accepts PEM with any line breaks, or only the base64. Undefined if the text is not a
 * certificate.
 */
export function certificatePem(text: string): string | undefined {
  const inside = /-----BEGIN CERTIFICATE-----([\s\S]+?)-----END CERTIFICATE-----/.exec(text)?.[1] ?? text
  const base64 = inside.replace(/\s/g, '')
  return isDer(base64) ? pemOf('CERTIFICATE', base64) : undefined
}

/** Normalizes a private key to PEM with lines of 64 characters. Undefined if the text is not a private key. */
export function privateKeyPem(text: string): string | undefined {
  const [, label, inside = ''] = /-----BEGIN ((?:RSA )?PRIVATE KEY)-----([\s\S]+?)-----END \1-----/.exec(text) ?? []
  const base64 = inside.replace(/\s/g, '')
  return label !== undefined && isDer(base64) ? pemOf(label, base64) : undefined
}

export function base64OfPem(pem: string): string {
  return pem.replace(/-----[^-]+-----|\s/g, '')
}

function isDer(base64: string): boolean {
  // A DER sequence of more than 127 bytes: every RSA certificate and key begins with one.
  return /^MI[A-Za-z\d+/]+={0,2}$/.test(base64) && base64.length % 4 === 0
}

function pemOf(label: string, base64: string): string {
  return `-----BEGIN ${label}-----\n${base64.match(/.{1,64}/g)?.join('\n')}\n-----END ${label}-----\n`
}

export interface Fingerprint {
  readonly hash: FingerprintHash
  /** In lower case, without colons. */
  readonly hex: string
}

export type FingerprintHash = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'

/** Hashes by the number of hex digits that they have. */
const hashes: Readonly<Record<number, FingerprintHash>> = { 40: 'SHA-1', 64: 'SHA-256', 96: 'SHA-384', 128: 'SHA-512' }

/** Reads a fingerprint with or without colons. Its length shows the hash. */
export function readFingerprint(text: string): Fingerprint | undefined {
  const digits = text.replace(/[:\s]/g, '').toLowerCase()
  const hash = hashes[digits.length]
  return hash !== undefined && /^[\da-f]+$/.test(digits) ? { hash, hex: digits } : undefined
}

/** The certificates of a message that have one of the fingerprints, as PEM. */
export async function pinned(offered: readonly string[], fingerprints: readonly Fingerprint[]): Promise<string[]> {
  const found: string[] = []
  for (const base64 of new Set(offered)) {
    if (!isDer(base64)) continue
    for (const fingerprint of fingerprints) {
      const digest = await crypto.subtle.digest(fingerprint.hash, bytesOfBase64(base64))
      if (constantTimeEqual(hex(new Uint8Array(digest)), fingerprint.hex)) found.push(pemOf('CERTIFICATE', base64))
    }
  }
  return found
}
