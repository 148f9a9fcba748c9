import type { Clock } from '#foundation/clock'
import type { AppClientExtensions } from '#records/app-clients/app-client'
import { changeAppClient } from '#records/app-clients/app-clients'
import type { Database } from '#storage/database'

/** Changes the named extensions of a client (settings that AWS does not have). False when there is no such client. */
export async function setAppClientExtensions(
  { clock, db }: { clock: Clock; db: Database },
  { clientId, extensions }: { clientId: string; extensions: AppClientExtensions },
): Promise<boolean> {
  const changed = await changeAppClient(db, clientId, (before) => ({
    ...before,
    extensions: { ...before.extensions, ...extensions },
    updatedAt: clock.now(),
  }))
  return changed !== undefined
}
