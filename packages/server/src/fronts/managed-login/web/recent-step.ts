import type { Shown } from '#flows/sign-in/evidence'
import type { Clock } from '#foundation/clock'
import { SealError, type Sealer } from '#foundation/crypto/seal'
import type { AppClient } from '#records/app-clients/app-client'

/**
 * What a browser did a moment ago at an app client, kept by the browser itself in a sealed cookie, so that the page which asks
 * for a code can be reloaded and knows where the code went.
 */
export interface RecentStep {
  readonly kind: 'confirmation' | 'recovery'
  /** As typed. */
  readonly username: string
  /** Masked. */
  readonly destination?: string | undefined
  /**
   * What this browser showed, at sign-up or at a sign-in that waits for the confirmation. Together with the code from the mail it
   * signs the user in; the code alone never does.
   */
  readonly shown?: Shown | undefined
}

/** In milliseconds. */
export const recentStepLifetime = 15 * 60_000

interface Sealed extends RecentStep {
  readonly expiresAt: number
}

/** A cookie of one app client opens at no other. */
const contextOf = (client: AppClient): string => `managed-login-step:${client.userPoolId}:${client.id}`

/** The cookie's value. */
export function sealStep(
  { clock, sealer }: { clock: Clock; sealer: Sealer },
  { client, step }: { client: AppClient; step: RecentStep },
): string {
  const sealed: Sealed = { ...step, expiresAt: clock.now() + recentStepLifetime }
  return sealer.seal(JSON.stringify(sealed), contextOf(client))
}

/** What a cookie's value says; undefined when it is not ours, another client's, or too old. */
export function openStep(
  { clock, sealer }: { clock: Clock; sealer: Sealer },
  { client, value }: { client: AppClient; value: string | undefined },
): RecentStep | undefined {
  if (value === undefined) return undefined
  try {
    const { expiresAt, ...step } = JSON.parse(sealer.open(value, contextOf(client))) as Sealed
    return clock.now() < expiresAt ? step : undefined
  } catch (error) {
    if (error instanceof SealError) return undefined
    throw error
  }
}
