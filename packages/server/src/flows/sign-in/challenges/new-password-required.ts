import { preparePassword } from '#flows/passwords/prepare-password'
import { settleAliases } from '#flows/profile/settle-aliases'
import { readableAttributes } from '#flows/tokens/claims'
import { signOutEverywhere } from '#flows/tokens/sign-out-everywhere'
import { invalidSession, missingParameter } from '#foundation/exceptions/sign-in'
import type { AppClient } from '#records/app-clients/app-client'
import { missingRequiredAttributes } from '#records/app-clients/attribute-access'
import type { UserPool } from '#records/user-pools/user-pool'
import { changedAttributes } from '#records/users/attributes'
import type { User } from '#records/users/user'
import { findUserBySub, replaceUser } from '#records/users/users'
import { answeredAttributes, attributePrefix } from '../answered-attributes.ts'
import type { Challenge, IssuedChallenge } from '../challenge.ts'
import type { Door, PasswordProof } from '../sign-in-state.ts'

/** Asks somebody who came with a temporary password for one of their own, and for the attributes that the pool wants. */
export function issueNewPasswordRequired(of: {
  pool: UserPool
  client: AppClient
  door: Door
  user: User
  proof: PasswordProof
}): IssuedChallenge<'NEW_PASSWORD_REQUIRED'> {
  const { pool, client, door, user, proof } = of
  const { sub: _, ...attributes } = readableAttributes(client, user)
  const missing = missingRequiredAttributes(pool, user.attributes)
  return {
    state: {
      waitsFor: 'NEW_PASSWORD_REQUIRED',
      door,
      who: { kind: 'user', sub: user.sub, username: user.username },
      proof,
    },
    parameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(missing.map((name) => attributePrefix + name)),
      userAttributes: JSON.stringify(attributes),
    },
  }
}

/**
 * The new password with the attributes beside it. What does not conform may be corrected in the same session.
 * All that earlier sign-ins gave ends: from now on the new password alone lets anybody in.
 */
export const newPasswordRequired: Challenge<'NEW_PASSWORD_REQUIRED'> = {
  name: 'NEW_PASSWORD_REQUIRED',
  refusalSpends: false,
  async verify(services, { pool, client, state, answers }) {
    const { clock, db } = services
    const user = await findUserBySub(db, { userPoolId: pool.id, sub: state.who.sub })
    if (!user) throw invalidSession()
    const newPassword = answers['NEW_PASSWORD']
    if (!newPassword) throw missingParameter('NEW_PASSWORD')
    const given = answeredAttributes({ pool, client, user, answers })
    const password = await preparePassword(services, {
      pool,
      sub: user.sub,
      username: user.username,
      password: newPassword,
    })
    const renew = (before: User): User => ({
      ...before,
      status: 'CONFIRMED',
      attributes: changedAttributes(pool, before.attributes, given),
      password,
      updatedAt: clock.now(),
    })
    return {
      user: renew(user),
      proof: { salt: password.srpSalt },
      change: {
        from: state.proof,
        async save(transaction, held) {
          await signOutEverywhere({ clock, db: transaction }, held.sub)
          const after = renew(held)
          await settleAliases(transaction, { pool, before: held, after, now: clock.now() })
          const isFirst = await replaceUser(transaction, after, { from: 'FORCE_CHANGE_PASSWORD' })
          if (!isFirst) throw invalidSession()
        },
      },
    }
  },
}
