import { seal, unseal } from '#foundation/seal'

/** What a pass is for: one of one kind says nothing in the place of another. */
export type PassPurpose = 'second-factor' | 'authenticator-set-up' | 'return-to' | 'identity-link'

interface PassPlace {
  purpose: PassPurpose
  /** The only browser that may bring it back. */
  sessionId: string
}

/**
 * A word of Forge's to itself that a browser carries to a later step: it can neither be read nor changed on the way, and holds for one purpose, one session id and
 * a while.
 */
export function sealPass(key: Buffer, pass: PassPlace & { value: unknown; expiresAt: number }): string {
  const text = JSON.stringify({ value: pass.value, expiresAt: pass.expiresAt })
  return seal(key, { text, context: contextOf(pass) })
}

/** The fields of a pass; undefined for one that has expired, is another's, or is none. */
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
