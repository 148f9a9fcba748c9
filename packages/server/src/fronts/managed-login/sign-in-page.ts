import { signInPage } from '@poolhouse/pages'
import type { UserPool } from '#records/user-pools/user-pool'
import type { Told } from './error-texts.ts'
import { shownUsername, signInNames } from './view-models.ts'
import { type Answer, formPage, type Visit } from './visit.ts'

/** The sign-in page, whatever led there. */
export function showSignIn(
  visit: Visit,
  shown: Told & { notice?: string; username?: string | undefined } = {},
): Answer {
  const { request } = visit
  const { pool, client } = request
  const { username, ...told } = shown
  const closed = pool.settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly === true
  const html = signInPage({
    clientName: client.name,
    action: visit.address('/login'),
    csrf: visit.csrf,
    signInWith: signInNames(pool),
    ...(username === undefined ? shownUsername(visit) : { username }),
    links: {
      ...(closed ? {} : { signUp: visit.address('/signup') }),
      ...(recoversAlone(pool) ? { forgotPassword: visit.address('/forgotPassword') } : {}),
    },
    ...told,
  })
  return formPage(html, told)
}

/** Whether anybody of the pool gets a code for a new password. */
function recoversAlone({ settings }: UserPool): boolean {
  const ways = settings.AccountRecoverySetting?.RecoveryMechanisms ?? []
  return ways.length === 0 || ways.some(({ Name }) => Name !== 'admin_only')
}
