import type { RefusalReason } from '@poolhouse/omniauth'
import { endSession, startSession, sweepSessions } from '#sessions/sessions'
import type { ForgeDatabase } from '#storage/database'
import type { Clock } from '../clock.ts'
import type { Account } from './account.ts'
import { findAccount, recordSignIn } from './accounts.ts'
import { sweepAttempts } from './attempts.ts'

export type FinishedSignIn =
  | { outcome: 'signed-in'; sessionId: string; account: Account }
  | { outcome: 'refused'; reason: RefusalReason }

/**
 * The last step of every sign-in, whoever vouched for the person: looks whether the account may sign in, ends the
 * session that the browser came with, and starts one under a new id.
 */
export function finishSignIn(
  services: { db: ForgeDatabase; clock: Clock },
  request: {
    accountId: number
    provider: string | undefined
    remember: boolean
    previousSessionId: string | undefined
  },
): FinishedSignIn {
  const { db, clock } = services
  const finish = db.transaction((): FinishedSignIn => {
    const account = findAccount(db, request.accountId)
    if (account === undefined) return { outcome: 'refused', reason: 'blocked' }
    if (account.state !== 'active') return { outcome: 'refused', reason: account.state }
    const now = clock.now()
    sweepSessions(db, now)
    sweepAttempts(db, now)
    if (request.previousSessionId !== undefined) endSession(db, request.previousSessionId)
    recordSignIn(db, account.id, now)
    return { outcome: 'signed-in', account, sessionId: startSession(services, request) }
  })
  return finish.immediate()
}
