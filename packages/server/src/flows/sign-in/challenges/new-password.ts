import { conformingPassword, preparePassword } from '#flows/accounts/prepare-password'
import { settleAliases } from '#flows/accounts/settle-aliases'
import { readableAttributes } from '#flows/tokens/claims'
import { signOutEverywhere } from '#flows/tokens/sign-out-everywhere'
import { incorrectUsernameOrPassword, invalidSession } from '#foundation/exceptions/sign-in'
import { changedAttributes, missingRequiredAttributes } from '#records/users/attributes'
import { findUserBySub, replaceUser } from '#records/users/users'
import type { Challenge } from '../challenge.ts'
import { answeredAttributes } from './answered-attributes.ts'

/**
 * Asks a user who has a temporary password for a permanent one, and for the attributes that the pool requires. After an
 * answer that does not conform, the client may send another one in the same session. A right answer ends the tokens,
 * browser sessions and codes of earlier sign-ins.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
 */
export const newPassword: Challenge<'new-password'> = {
  refusalSpends: false,

  async issue(_services, { signIn: { pool, client }, user }) {
    if (!user) throw incorrectUsernameOrPassword()
    const { sub: _, ...attributes } = readableAttributes(client, user)
    const required = missingRequiredAttributes(pool, user.attributes)
    return { keeps: {}, question: { username: user.username, required, attributes } }
  },

  async verify(services, { signIn: { pool, client, who }, answer }) {
    const { clock, db } = services
    const user = who.kind === 'user' ? await findUserBySub(db, { userPoolId: pool.id, sub: who.sub }) : undefined
    if (!user) throw invalidSession()
    const given = answeredAttributes({ pool, client, user, answered: answer.attributes })
    const { sub, username } = user
    const password = await preparePassword(services, {
      pool,
      sub,
      username,
      password: conformingPassword(pool, answer.password),
    })
    return {
      user,
      evidence: [{ kind: 'password', salt: password.srpSalt }],
      change: {
        apply: (before) => ({
          ...before,
          status: 'CONFIRMED',
          attributes: changedAttributes(pool, before.attributes, given),
          password,
          updatedAt: clock.now(),
        }),
        async save(transaction, { before, after }) {
          await signOutEverywhere({ clock, db: transaction }, before.sub)
          await settleAliases(transaction, { pool, before, after, now: clock.now() })
          const isFirst = await replaceUser(transaction, after, { from: 'FORCE_CHANGE_PASSWORD' })
          if (!isFirst) throw invalidSession()
        },
      },
    }
  },
}
