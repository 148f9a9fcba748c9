import { accountNames } from '#flows/accounts/account-names'
import { createAccount } from '#flows/accounts/create-account'
import { conformingPassword, preparePassword } from '#flows/accounts/prepare-password'
import { temporaryPassword, temporaryUntil } from '#flows/accounts/temporary-password'
import { messageDestination, shownName } from '#flows/verification/code-delivery'
import type { Clock } from '#foundation/clock'
import type { PasswordHasher } from '#foundation/crypto/password-hash'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import { accountAlreadyExists, invitationCannotBeResent } from '#foundation/exceptions/registration'
import { userDoesNotExist } from '#foundation/exceptions/sign-in'
import { newSub } from '#foundation/ids'
import { type PreparedMessage, prepareMessage, storeMessage } from '#outbound/messaging/outgoing-message'
import type { EventUser } from '#outbound/triggers/trigger'
import type { TriggerContext } from '#outbound/triggers/trigger-context'
import type { UserPool } from '#records/user-pools/user-pool'
import { type GivenAttributes, givenAttributes, withValues } from '#records/users/attributes'
import { findUserByName } from '#records/users/sign-in-name'
import type { StoredPassword, User } from '#records/users/user'
import { holdUser, replaceUser } from '#records/users/users'
import type { Database } from '#storage/database'
import { prepareAndSave } from '#storage/prepare-and-save'

export interface InvitationServices {
  readonly clock: Clock
  readonly courier: { wake(): void }
  readonly db: Database
  readonly passwordHasher: PasswordHasher
  readonly random: Random
  readonly sealer: Sealer
}

/** A user that an administrator creates. */
export interface Invitation {
  readonly pool: UserPool
  readonly username: string
  readonly attributes?: GivenAttributes | undefined
  /** Generated when the administrator gives none. */
  readonly temporaryPassword?: string | undefined
  /** Take a verified e-mail alias from another user. */
  readonly forceAliasCreation?: boolean | undefined
  /** Send the temporary password. Users without an e-mail address get no message. */
  readonly notify: boolean
  readonly context: TriggerContext
}

/**
 * Creates a user with a temporary password and sends it to the user. The first sign-in asks for a new password.
 * @throws UsernameExistsException, AliasExistsException, InvalidParameterException, InvalidPasswordException
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html
 */
export async function inviteUser(services: InvitationServices, of: Invitation): Promise<{ user: User }> {
  const { random } = services
  const { pool, context } = of
  const sub = newSub(random)
  const attributes = withValues(givenAttributes(pool, of.attributes))
  const account = {
    ...accountNames(pool, { typed: of.username, sub, attributes }),
    sub,
    status: 'FORCE_CHANGE_PASSWORD',
  } as const
  const { user } = await createAccount(services, {
    pool,
    account,
    taken: accountAlreadyExists,
    takeOver: of.forceAliasCreation ?? false,
    async prepare() {
      const password = of.temporaryPassword ?? temporaryPassword(random, pool)
      const stored = await prepareTemporary(services, { pool, sub, username: account.username, password })
      const invitation = of.notify
        ? await prepareInvitation(services, { pool, user: account, password, context })
        : undefined
      return {
        password: stored,
        async store(transaction) {
          if (invitation) await storeMessage(services, transaction, invitation)
        },
      }
    },
  })
  return { user }
}

/**
 * Sends an invitation again, with a new temporary password.
 * @throws UserNotFoundException, UnsupportedUserStateException when the user has already chosen a password;
 *   TooManyRequestsException when the address changes during each try
 */
export async function resendInvitation(
  services: InvitationServices,
  of: Pick<Invitation, 'pool' | 'username' | 'temporaryPassword' | 'context'>,
): Promise<{ user: User }> {
  const { clock, db, random } = services
  const { pool, username, context } = of
  const found = await findUserByName(db, pool, username)
  if (!found) throw userDoesNotExist()
  if (found.status !== 'FORCE_CHANGE_PASSWORD') throw invitationCannotBeResent(username)
  const password = of.temporaryPassword ?? temporaryPassword(random, pool)
  const { sub } = found
  const stored = await prepareTemporary(services, { pool, sub, username: found.username, password })
  const user = await prepareAndSave(services, {
    seen: found,
    prepare: (user) => prepareInvitation(services, { pool, user, password, context }),
    async save(transaction, invitation) {
      const held = await holdUser(transaction, sub)
      if (held && messageDestination(held)?.to !== invitation?.to) return { changed: held }
      const after = held && { ...held, password: stored, updatedAt: clock.now() }
      if (!after || !(await replaceUser(transaction, after, { from: 'FORCE_CHANGE_PASSWORD' }))) {
        throw invitationCannotBeResent(username)
      }
      if (invitation) await storeMessage(services, transaction, invitation)
      return { done: after }
    },
  })
  return { user }
}

/** Turns a temporary password into what is stored. @throws InvalidPasswordException */
async function prepareTemporary(
  services: InvitationServices,
  { pool, password, ...user }: { pool: UserPool; sub: string; username: string; password: string },
): Promise<StoredPassword> {
  const expiresAt = temporaryUntil(services, pool)
  return await preparePassword(services, { pool, ...user, password: conformingPassword(pool, password), expiresAt })
}

/**
 * Composes and seals an invitation; undefined for a user without an address.
 * @param of.context for the pool's CustomMessage function, which is not supported yet.
 */
async function prepareInvitation(
  services: InvitationServices,
  of: { pool: UserPool; user: EventUser; password: string; context: TriggerContext },
): Promise<PreparedMessage | undefined> {
  const { pool, user, password } = of
  const destination = messageDestination(user)
  if (!destination) return undefined
  const message = { occasion: 'invitation', code: password, username: shownName(pool, user) } as const
  return prepareMessage(services, { ...destination, pool, message, usefulUntil: temporaryUntil(services, pool) })
}
