import { newPasswordPage } from '@poolhouse/pages'
import { attributePrefix } from '#flows/sign-in/answered-attributes'
import type { Told } from './error-texts.ts'
import { attributeField, passwordRules } from './view-models.ts'
import { type Answer, formPage, type Visit } from './visit.ts'

/** The page of the NEW_PASSWORD_REQUIRED challenge: the session travels in the form, and works once. */
export function showNewPassword(
  visit: Visit,
  of: Told & { session: string; username: string; attributes: readonly string[] },
): Answer {
  const { session, username, attributes, ...told } = of
  const { pool, client } = visit.request
  const html = newPasswordPage({
    clientName: client.name,
    action: visit.address('/changePassword'),
    csrf: visit.csrf,
    hidden: { session },
    username,
    attributes: attributes.map((name) => attributeField(visit, { pool, name })),
    passwordRules: passwordRules(pool),
    links: { signIn: visit.address('/login') },
    ...told,
  })
  return formPage(html, told)
}

/** The names in the challenge's `requiredAttributes`. */
export function namesOf(requiredAttributes: string | undefined): string[] {
  const names = JSON.parse(requiredAttributes ?? '[]') as string[]
  return names.map((name) => name.slice(attributePrefix.length))
}
