import type { Shown } from '#flows/sign-in/evidence'
import type { Clock } from '#foundation/clock'
import { SealError, type Sealer } from '#foundation/crypto/seal'
import type { AppClient } from '#records/app-clients/app-client'

/**
 * The last step of a browser at an app client. The browser keeps it in a sealed cookie, so that the page that asks for a code
 * can be reloaded and still shows where the code went.
 */
export interface RecentStep {
  readonly kind: 'confirmation' | 'recovery'
  /** As typed. */
  readonly username: string
  /** Masked. */
  readonly destination?: string | undefined
  /**
   * The password evidence of this browser, from the sign-up or from a sign-in of an unconfirmed user. Together with the code
   * from the mail it signs the user in; the code alone never does.
   */
  readonly shown?: Shown | undefined
}

/** In milliseconds. */
export const recentStepLifetime = 15 * 60_000

interface Sealed extends RecentStep {
  readonly expiresAt: number
}

/** The cookie of one app client is not valid at another. */
const contextOf = (client: AppClient): string => `managed-login-step:${client.userPoolId}:${client.id}`

/** The cookie's value. */
export function sealStep(
  { clock, sealer }: { clock: Clock; sealer: Sealer },
  { client, step }: { client: AppClient; step: RecentStep },
): string {
  const sealed: Sealed = { ...step, expiresAt: clock.now() + recentStepLifetime }
  return sealer.seal(JSON.stringify(sealed), contextOf(client))
}

/** The step in a cookie's value; undefined if the value is forged, of another client, or too old. */
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
