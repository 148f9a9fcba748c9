import { seal, unseal } from '#foundation/seal'

/** What a pass is for. A pass is not valid for another purpose. */
export type PassPurpose = 'second-factor' | 'authenticator-set-up' | 'return-to' | 'identity-link'

interface PassPlace {
  purpose: PassPurpose
  /** The pass is valid only in this session. */
  sessionId: string
}

/**
 * Seals a value that a browser brings back in a later step. The browser cannot read or change it. It is valid for one
 * purpose, one session id and a limited time.
 */
export function sealPass(key: Buffer, pass: PassPlace & { value: unknown; expiresAt: number }): string {
  const text = JSON.stringify({ value: pass.value, expiresAt: pass.expiresAt })
  return seal(key, { text, context: contextOf(pass) })
}

/** The fields of a pass. Undefined when it is expired, invalid, or from another session. */
export function openPass(
  key: Buffer,
  pass: PassPlace & { sealed: string | undefined; now: number },
): Readonly<Record<string, unknown>> | undefined {
  const text = pass.sealed && unseal(key, { sealed: pass.sealed, context: contextOf(pass) })
  if (!text) return undefined
  const { value, expiresAt } = JSON.parse(text) as { value: Record<string, unknown>; expiresAt: number }
  return expiresAt > pass.now ? value : undefined
}

const contextOf = ({ purpose, sessionId }: PassPlace) => `${purpose} of ${sessionId}`
