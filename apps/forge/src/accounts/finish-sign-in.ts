import {
  type Account,
  type AccountStore,
  type CompletedSignIn,
  completeSignIn,
  type ProviderSession,
} from '@poolhouse/omniauth'
import type { Clock } from '#foundation/clock'
import { noteProviderSession } from '#sessions/provider-sessions'
import { endSession, startSession, sweepSessions } from '#sessions/sessions'
import type { ForgeDatabase } from '#storage/database'
import { sweepAttempts } from './attempts.ts'

export type FinishedSignIn =
  | { outcome: 'signed-in'; sessionId: string; account: Account; reactivated: boolean }
  | Extract<CompletedSignIn, { outcome: 'refused' }>

/**
 * The last step of every sign-in, with a password or a provider. It checks that the account may sign in, ends the browser's
 * old session, and starts one with a new id. When an administrator blocks the account at the same moment, the new session
 * does not work: Forge checks the state of the account whenever it reads a session.
 */
export async function finishSignIn(
  services: { db: ForgeDatabase; accounts: AccountStore; clock: Clock },
  request: {
    accountId: string
    /** The session at the provider; undefined: a sign-in with a password. */
    from: ProviderSession | undefined
    remember: boolean
    userAgent: string | undefined
    previousSessionId: string | undefined
  },
): Promise<FinishedSignIn> {
  const { db, accounts, clock } = services
  const completed = await completeSignIn({ store: accounts, clock: () => clock.now() }, request.accountId)
  if (completed.outcome === 'refused') return completed
  const { account, reactivated } = completed
  const changeSessions = db.transaction(() => {
    const now = clock.now()
    sweepSessions(db, now)
    sweepAttempts(db, now)
    if (request.previousSessionId !== undefined) endSession(db, request.previousSessionId)
    const sessionId = startSession(services, { ...request, provider: request.from?.provider })
    if (request.from !== undefined) noteProviderSession(db, { sessionId, session: request.from })
    return sessionId
  })
  return { outcome: 'signed-in', account, reactivated, sessionId: changeSessions.immediate() }
}
