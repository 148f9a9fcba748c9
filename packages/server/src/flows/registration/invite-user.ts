import { preparePassword } from '#flows/passwords/prepare-password'
import { shownName } from '#flows/verification/issue-code'
import type { Clock } from '#foundation/clock'
import type { PasswordHasher } from '#foundation/crypto/password-hash'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import { accountAlreadyExists, invitationCannotBeResent } from '#foundation/exceptions/registration'
import { userDoesNotExist } from '#foundation/exceptions/sign-in'
import { newSub } from '#foundation/ids'
import { invitationMessage } from '#outbound/messaging/compose'
import { enqueueEmail } from '#outbound/messaging/enqueue'
import { passwordPolicyOf, type UserPool } from '#records/user-pools/user-pool'
import { type GivenAttributes, givenAttributes } from '#records/users/attributes'
import { findUserByName } from '#records/users/sign-in-name'
import type { User } from '#records/users/user'
import { holdUser, replaceUser } from '#records/users/users'
import type { Database } from '#storage/database'
import { inTransaction } from '#storage/transaction'
import { accountNames } from './account-names.ts'
import { createAccount, mustBeCreatable, withValues } from './create-account.ts'
import { temporaryPassword } from './temporary-password.ts'

interface InvitationServices {
  readonly clock: Clock
  readonly courier: { wake(): void }
  readonly db: Database
  readonly passwordHasher: PasswordHasher
  readonly random: Random
  readonly sealer: Sealer
}

/** A user whom an operator makes. */
export interface Invitation {
  readonly pool: UserPool
  readonly username: string
  readonly attributes?: GivenAttributes | undefined
  /** Made up where none is given. */
  readonly temporaryPassword?: string | undefined
  /** Take a verified e-mail alias from another user. */
  readonly forceAliasCreation?: boolean | undefined
  /** Send the temporary password; only to users who have an e-mail address. */
  readonly notify: boolean
}

/**
 * Makes a user with a temporary password, which the first sign-in replaces, and sends it.
 * @throws UsernameExistsException, AliasExistsException, InvalidParameterException, InvalidPasswordException
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html
 */
export async function inviteUser(services: InvitationServices, of: Invitation): Promise<{ user: User }> {
  const { courier, random } = services
  const { pool } = of
  const sub = newSub(random)
  const attributes = withValues(givenAttributes(pool, of.attributes))
  const account = {
    ...accountNames(pool, { typed: of.username, sub, attributes }),
    sub,
    status: 'FORCE_CHANGE_PASSWORD',
  } as const
  await mustBeCreatable(services, { pool, account, taken: accountAlreadyExists })
  const password = of.temporaryPassword ?? temporaryPassword(random, pool)
  const stored = await preparePassword(services, {
    pool,
    sub,
    username: account.username,
    password,
    expiresAt: temporaryUntil(services, pool),
  })
  const { user } = await createAccount(services, {
    pool,
    account,
    password: stored,
    taken: accountAlreadyExists,
    takeOver: of.forceAliasCreation ?? false,
    also: async (transaction, made) => {
      if (of.notify) await enqueueInvitation(services, transaction, { pool, user: made, password })
    },
  })
  courier.wake()
  return { user }
}

/**
 * Sends an invitation again, with a new temporary password.
 * @throws UserNotFoundException, UnsupportedUserStateException when the user has a password of their own by now
 */
export async function resendInvitation(
  services: InvitationServices,
  of: Pick<Invitation, 'pool' | 'username' | 'temporaryPassword'>,
): Promise<{ user: User }> {
  const { clock, courier, db, random } = services
  const { pool, username } = of
  const found = await findUserByName(db, pool, username)
  if (!found) throw userDoesNotExist()
  if (found.status !== 'FORCE_CHANGE_PASSWORD') throw invitationCannotBeResent(username)
  const password = of.temporaryPassword ?? temporaryPassword(random, pool)
  const expiresAt = temporaryUntil(services, pool)
  const { sub } = found
  const stored = await preparePassword(services, { pool, sub, username: found.username, password, expiresAt })
  const user = await inTransaction(db, async (transaction) => {
    const held = await holdUser(transaction, sub)
    const after = held && { ...held, password: stored, updatedAt: clock.now() }
    if (!after || !(await replaceUser(transaction, after, { from: 'FORCE_CHANGE_PASSWORD' }))) {
      throw invitationCannotBeResent(username)
    }
    await enqueueInvitation(services, transaction, { pool, user: after, password })
    return after
  })
  courier.wake()
  return { user }
}

/** When a temporary password that is set now stops working. */
export function temporaryUntil({ clock }: { clock: Clock }, pool: UserPool): number {
  return clock.now() + passwordPolicyOf(pool).TemporaryPasswordValidityDays * 24 * 60 * 60_000
}

async function enqueueInvitation(
  services: InvitationServices,
  transaction: Database,
  { pool, user, password }: { pool: UserPool; user: User; password: string },
): Promise<void> {
  const to = user.attributes['email']
  if (!to) return
  const message = invitationMessage(pool, { code: password, username: shownName(pool, user) })
  await enqueueEmail(services, transaction, { pool, to, usefulUntil: temporaryUntil(services, pool), message })
}
