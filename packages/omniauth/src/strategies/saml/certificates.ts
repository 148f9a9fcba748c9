import { constantTimeEqual, hex } from '#core/encoding'
import { bytesOfBase64 } from './message.ts'

/** A certificate as PEM from PEM with any line breaks or from bare base64; undefined when it is none. */
export function certificatePem(text: string): string | undefined {
  const inside = /-----BEGIN CERTIFICATE-----([\s\S]+?)-----END CERTIFICATE-----/.exec(text)?.[1] ?? text
  const base64 = inside.replace(/\s/g, '')
  return isDer(base64) ? pemOf('CERTIFICATE', base64) : undefined
}

/** A private key as PEM with lines of 64, whatever the configuration's own lines were; undefined when it is none. */
export function privateKeyPem(text: string): string | undefined {
  const [, label, inside = ''] = /-----BEGIN ((?:RSA )?PRIVATE KEY)-----([\s\S]+?)-----END \1-----/.exec(text) ?? []
  const base64 = inside.replace(/\s/g, '')
  return label !== undefined && isDer(base64) ? pemOf(label, base64) : undefined
}

export function base64OfPem(pem: string): string {
  return pem.replace(/-----[^-]+-----|\s/g, '')
}

function isDer(base64: string): boolean {
  // A sequence of more than 255 bytes, or of more than 127: what every certificate and key of RSA begins with.
  return /^MI[A-Za-z\d+/]+={0,2}$/.test(base64) && base64.length % 4 === 0
}

function pemOf(label: string, base64: string): string {
  return `-----BEGIN ${label}-----\n${base64.match(/.{1,64}/g)?.join('\n')}\n-----END ${label}-----\n`
}

export interface Fingerprint {
  readonly hash: FingerprintHash
  /** In small letters, without colons. */
  readonly hex: string
}

export type FingerprintHash = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'

/** Hashes by the number of hex digits that they have. */
const hashes: Readonly<Record<number, FingerprintHash>> = { 40: 'SHA-1', 64: 'SHA-256', 96: 'SHA-384', 128: 'SHA-512' }

/** A fingerprint as administrators write it, with or without colons; the hash is told by its length. */
export function readFingerprint(text: string): Fingerprint | undefined {
  const digits = text.replace(/[:\s]/g, '').toLowerCase()
  const hash = hashes[digits.length]
  return hash !== undefined && /^[\da-f]+$/.test(digits) ? { hash, hex: digits } : undefined
}

/** The certificates, out of those that a message brings along, that have one of the fingerprints; as PEM. */
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
