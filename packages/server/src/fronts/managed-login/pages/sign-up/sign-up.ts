import { attributeLabel, messagePage, signUpPage } from '@poolhouse/pages'
import { signUp } from '#flows/registration/sign-up'
import { shownAtSignUp } from '#flows/sign-in/evidence'
import type { Needs } from '#foundation/needs'
import { allowsSignUp } from '#records/user-pools/policy'
import type { Refusal } from '../../texts/refusals.ts'
import { formOf, formPage, type PageResult, type Visit } from '../../web/visit.ts'
import { closedPage } from '../error-page.ts'
import { refusalOf } from '../refusal-of.ts'
import { passwordRules, shownUsername, signUpAttributes, signUpNames } from '../view-models.ts'

const isClosed = ({ request }: Visit): boolean => !allowsSignUp(request.pool)

/** `GET /signup` */
export async function openSignUp(_services: object, visit: Visit): Promise<PageResult> {
  return isClosed(visit) ? closedPage(visit) : showSignUp(visit)
}

/** `POST /signup`: creates an unconfirmed user. The browser keeps the evidence of the password for the confirmation. */
export async function submitSignUp(services: Needs<typeof signUp>, visit: Visit): Promise<PageResult> {
  if (isClosed(visit)) return closedPage(visit)
  const { request, fields } = visit
  const { pool, client } = request
  const username = fields.get('username')?.trim()
  const password = fields.get('password')
  const attributes = signUpAttributes(visit, pool)
  const { texts } = visit.frame
  const { missing } = texts
  const empty = [
    ...(username ? [] : [['username', missing.username(signUpNames(pool))]]),
    ...(password === undefined ? [['password', missing.password]] : []),
    ...attributes
      .filter((one) => one.required && !one.value)
      .map(({ name }) => [name, missing.attribute(attributeLabel(texts, name))]),
  ]
  if (!username || password === undefined || empty.length > 0) {
    return showSignUp(visit, { fieldErrors: Object.fromEntries(empty) })
  }
  try {
    const { user, delivery } = await signUp(services, {
      pool,
      client,
      username,
      password,
      attributes: attributes.flatMap(({ name, value }) => (value === undefined ? [] : [{ Name: name, Value: value }])),
      context: visit.context,
    })
    if (!delivery) return waiting(visit)
    const shown = shownAtSignUp(user)
    const step = { kind: 'confirmation', username, destination: delivery.Destination, shown } as const
    return { kind: 'redirect', to: visit.address('/confirmUser'), step }
  } catch (thrown) {
    const refusal = refusalOf(visit, thrown, ['username', 'password', ...attributes.map(({ name }) => name)])
    if (!refusal) throw thrown
    return showSignUp(visit, refusal)
  }
}

function showSignUp(visit: Visit, refusal: Refusal = {}): PageResult {
  const { pool } = visit.request
  const html = signUpPage({
    ...formOf(visit, '/signup'),
    signInWith: signUpNames(pool),
    ...shownUsername(visit),
    attributes: signUpAttributes(visit, pool),
    passwordRules: passwordRules(pool),
    links: { signIn: visit.address('/login') },
    ...refusal,
  })
  return formPage(html, refusal)
}

/** If the pool sends no codes, an administrator confirms the account. */
function waiting(visit: Visit): PageResult {
  const { title, message, link } = visit.frame.texts.waiting
  const html = messagePage({
    ...visit.frame,
    clientName: visit.request.client.name,
    title,
    message,
    link: { href: visit.address('/login'), text: link },
  })
  return { kind: 'page', html }
}
