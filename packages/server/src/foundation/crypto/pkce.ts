import { createHash } from 'node:crypto'
import { constantTimeEqual } from './compare.ts'

const codeVerifier = /^[A-Za-z0-9\-._~]{43,128}$/

/**
 * Whether a code verifier matches an S256 challenge. A malformed verifier never matches.
 * @see https://www.rfc-editor.org/rfc/rfc7636#section-4.6
 */
export function matchesChallenge(verifier: string, challenge: string): boolean {
  return codeVerifier.test(verifier) && constantTimeEqual(s256Challenge(verifier), challenge)
}

/** @see https://www.rfc-editor.org/rfc/rfc7636#section-4.2 */
export const s256Challenge = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url')
