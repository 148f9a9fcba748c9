import type { SqliteAccountStore } from '@poolhouse/omniauth/accounts/sqlite'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { signUp } from '#accounts/sign-up'
import type { InForce } from '#configuration/in-force'
import type { Log } from '#foundation/log'
import type { Site } from '#pages/frame/layout'
import type { ProviderButton } from '#pages/sign-in/sign-in'
import { type SignUpValues, signUpPage, signUpPath } from '#pages/sign-in/sign-up'
import { formText } from '#web/http/forgery-guard'
import { preparePage, sendPage } from '#web/visitors/page'
import { flashCookies, readVisitor, type Visitor, type VisitorServices } from '#web/visitors/visitor'
import { passFirstFactor } from './first-factor.ts'

interface Services extends VisitorServices {
  accounts: SqliteAccountStore
  inForce: InForce
  site: Site
  log: Log
  buttons(): readonly ProviderButton[]
}

const emptyValues: SignUpValues = { first_name: '', last_name: '', username: '', email: '' }
const welcome = 'Welcome! You have signed up successfully.'

/** Sign-up. It is open to every visitor, creates an account, and signs the user in. */
export function signUpRoutes(app: FastifyInstance, services: Services): void {
  app.get(signUpPath, async (request, reply) => {
    const visitor = await readVisitor(services, request.headers.cookie)
    if (visitor.session !== undefined) return reply.redirect('/', 302)
    return sendForm(services, { visitor, reply }, { values: emptyValues, problems: [] })
  })

  app.post(signUpPath, async (request, reply) => {
    const visitor = await readVisitor(services, request.headers.cookie)
    if (visitor.session !== undefined) return reply.redirect('/', 303)
    const values = readValues(request)
    const { first_name: firstName, last_name: lastName, ...names } = values
    const password = formText(request.body, 'new_user[password]')
    const answer = await signUp(services, { firstName, lastName, ...names, password }, { address: request.ip })
    if (answer.outcome === 'invalid')
      return sendForm(services, { visitor, reply }, { values, problems: answer.problems })
    services.log.info('signed-up', { account: answer.account.id })
    const caller = { cookieHeader: request.headers.cookie, userAgent: request.headers['user-agent'] }
    const shown = { accountId: answer.account.id, from: undefined, remember: undefined }
    const step = await passFirstFactor(
      services,
      { visitor, caller },
      { ...shown, bypassesTwoFactor: false, redirectFragment: undefined },
    )
    if (step.outcome !== 'go-on') return reply.redirect('/users/sign_in', 303)
    reply.header('set-cookie', [...step.setCookies])
    reply.header('set-cookie', welcomeCookies(services, step.sessionId))
    return reply.redirect(step.location, 303)
  })
}

/** Signs the notice for the new session, because the next page checks it against the session id. */
function welcomeCookies(services: Services, sessionId: string): string[] {
  return flashCookies(services, { sessionId }, { kind: 'notice', text: welcome })
}

function readValues({ body }: FastifyRequest): SignUpValues {
  const field = (name: string) => formText(body, `new_user[${name}]`).trim()
  return {
    first_name: field('first_name'),
    last_name: field('last_name'),
    username: field('username'),
    email: field('email'),
  }
}

function sendForm(
  services: Services,
  { visitor, reply }: { visitor: Visitor; reply: FastifyReply },
  { values, problems }: { values: SignUpValues; problems: readonly string[] },
): FastifyReply {
  const { inForce, buttons, site } = services
  const { allowSingleSignOn } = inForce.current.settings
  const makesAccounts = ({ name }: ProviderButton) =>
    typeof allowSingleSignOn === 'boolean' ? allowSingleSignOn : allowSingleSignOn.includes(name)
  const authenticityToken = preparePage(services, visitor, reply)
  const notice = problems.length > 0 ? undefined : visitor.flash
  const view = { authenticityToken, notice, values, problems, providers: buttons().filter(makesAccounts) }
  return sendPage(reply, signUpPage(site, view), problems.length > 0 ? 422 : 200)
}
