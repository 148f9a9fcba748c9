import { signInPage } from '@poolhouse/pages'
import { allowsSignUp, recoveryAttributes } from '#records/user-pools/policy'
import type { Refusal } from '../../texts/refusals.ts'
import { formOf, formPage, type PageResult, type Visit } from '../../web/visit.ts'
import { shownUsername, signInNames } from '../view-models.ts'

/** The sign-in page. */
export function showSignIn(
  visit: Visit,
  shown: Refusal & { success?: string; username?: string | undefined } = {},
): PageResult {
  const { pool } = visit.request
  const { username, ...refusal } = shown
  const html = signInPage({
    ...formOf(visit, '/login'),
    signInWith: signInNames(pool),
    ...(username === undefined ? shownUsername(visit) : { username }),
    links: {
      ...(allowsSignUp(pool) ? { signUp: visit.address('/signup') } : {}),
      ...(recoveryAttributes(pool).length > 0 ? { forgotPassword: visit.address('/forgotPassword') } : {}),
    },
    ...refusal,
  })
  return formPage(html, refusal)
}
