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
 * The last step of every sign-in, whoever vouched for the person: looks whether the account may sign in, ends the
 * session that the browser came with, and starts one under a new id. An account that is blocked just now has a session
 * that nobody can use: sessions are looked up together with their account's state.
 */
export async function finishSignIn(
  services: { db: ForgeDatabase; accounts: AccountStore; clock: Clock },
  request: {
    accountId: string
    /** What the person came from; undefined: a password. */
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
