import type { CodeDeliveryDetailsType } from '@poolhouse/contract'
import { accountNames } from '#flows/accounts/account-names'
import { createAccount, type NameTaken } from '#flows/accounts/create-account'
import { conformingPassword, preparePassword } from '#flows/accounts/prepare-password'
import { takeMessage } from '#flows/verification/budgets'
import { prepareCode, storeCode } from '#flows/verification/prepare-code'
import type { Clock } from '#foundation/clock'
import type { PasswordHasher } from '#foundation/crypto/password-hash'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import { unauthorizedAttributeWrite } from '#foundation/exceptions/attributes'
import {
  emailAlreadyExists,
  phoneNumberAlreadyExists,
  preferredUsernameNotAllowedAtSignUp,
  signUpNotPermitted,
  userAlreadyExists,
} from '#foundation/exceptions/registration'
import { newSub } from '#foundation/ids'
import type { TriggerContext } from '#outbound/triggers/trigger-context'
import type { AppClient } from '#records/app-clients/app-client'
import { mayWriteAttribute } from '#records/app-clients/policy'
import { aliasAttributes, allowsSignUp, verifies } from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'
import { type GivenAttributes, givenAttributes, withValues } from '#records/users/attributes'
import type { User } from '#records/users/user'
import type { Database } from '#storage/database'

/** A request to register a user. */
export interface SignUpRequest {
  readonly pool: UserPool
  readonly client: AppClient
  /** As typed. It is the address in a pool that signs in by e-mail. */
  readonly username: string
  readonly password: string
  readonly attributes?: GivenAttributes | undefined
  readonly context: TriggerContext
}

export interface SignedUp {
  /** Unconfirmed, until the user (`confirmSignUp`) or an administrator confirms. */
  readonly user: User
  /** Where the code went; undefined where the pool sends none or the user has no address. */
  readonly delivery: CodeDeliveryDetailsType | undefined
}

/**
 * Registers a user. As in AWS, any client learns whether a name is taken, because a user could not register otherwise.
 *
 * @throws NotAuthorizedException where only administrators create users, or for an attribute that the client may not
 *   write; InvalidParameterException, InvalidPasswordException, UsernameExistsException, LimitExceededException
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html
 */
export async function signUp(
  services: {
    clock: Clock
    courier: { wake(): void }
    db: Database
    passwordHasher: PasswordHasher
    random: Random
    sealer: Sealer
  },
  { pool, client, username: typed, attributes: given, context, ...of }: SignUpRequest,
): Promise<SignedUp> {
  const { random } = services
  if (!allowsSignUp(pool)) throw signUpNotPermitted()
  const attributes = writableAttributes({ pool, client, given })
  const password = conformingPassword(pool, of.password)
  const sub = newSub(random)
  const names = accountNames(pool, { typed, sub, attributes })
  const account = { ...names, sub, status: 'UNCONFIRMED' } as const
  const address = verifies(pool, 'email') ? account.attributes['email'] : undefined
  const { user, prepared } = await createAccount(services, {
    pool,
    account,
    taken,
    async prepare() {
      if (address) await takeMessage(services, { pool, address })
      const stored = await preparePassword(services, { pool, sub, username: account.username, password })
      const code = address
        ? await prepareCode(services, { pool, user: account, purpose: 'sign-up', context })
        : undefined
      return {
        password: stored,
        delivery: code?.delivery,
        async store(transaction) {
          if (code) await storeCode(services, transaction, code)
        },
      }
    },
  })
  return { user, delivery: prepared.delivery }
}

function writableAttributes(of: {
  pool: UserPool
  client: AppClient
  given: GivenAttributes | undefined
}): Record<string, string> {
  const attributes = withValues(givenAttributes(of.pool, of.given))
  if (!Object.keys(attributes).every((name) => mayWriteAttribute(of.client, name))) throw unauthorizedAttributeWrite()
  if (attributes['preferred_username'] && aliasAttributes(of.pool).includes('preferred_username')) {
    throw preferredUsernameNotAllowedAtSignUp()
  }
  return attributes
}

const taken: NameTaken = (kind) =>
  kind === 'email' ? emailAlreadyExists() : kind === 'phone_number' ? phoneNumberAlreadyExists() : userAlreadyExists()
