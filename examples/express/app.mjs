import {
  accountForSignIn,
  completeSignIn,
  failureText,
  omniauth,
  refusalText,
  signInFailedTexts,
} from '@poolhouse/omniauth'
import { sqliteAccounts } from '@poolhouse/omniauth/accounts/sqlite'
import { expressHandler } from '@poolhouse/omniauth/adapters/express'
import express from 'express'
import { homePage, messagePage, signInPage } from './pages.mjs'
import { sqliteSessions } from './sessions.mjs'

const headers = {
  'content-security-policy': "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
  // Not no-referrer: under it browsers send no Origin with a form, and the check of origins below would have nothing to go by.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}

/** The whole application: three pages, a session, and sign-in at the providers of `settings`. */
export function application({ db, settings, baseUrl, secret }) {
  const accounts = sqliteAccounts(db)
  const sessions = sqliteSessions(db, { secure: baseUrl.startsWith('https:') })
  const services = { store: accounts, settings, clock: Date.now }

  const auth = omniauth({
    fullHost: baseUrl,
    secret,
    providers: settings.enabled ? settings.providers : [],
    // Browsers send the origin of the page with every form. Only our own pages may begin a sign-in.
    validateRequest: (request) => request.headers.get('origin') === baseUrl,
    onSuccess: ({ auth }) => signIn(auth),
    onFailure: ({ strategy, type }) => message(400, failureText(labelOf(strategy), { type })),
  })
  const labelOf = (name) => auth.providers.find((provider) => provider.name === name)?.label ?? name

  /** Finds or creates the account for a provider's answer, and starts its session. */
  async function signIn(answer) {
    const subject = { label: labelOf(answer.provider), host: new URL(baseUrl).host, application: 'Example' }
    const found = await accountForSignIn(services, { auth: answer })
    if (found.outcome === 'invalid') {
      const { heading, reason } = signInFailedTexts(subject.label, { ...found, application: subject.application })
      return message(422, `${heading}. ${reason}`)
    }
    if (found.outcome === 'refused') return message(403, refusalText(found.reason, subject))
    const completed = await completeSignIn(services, found.account.id)
    if (completed.outcome === 'refused') return message(403, refusalText(completed.reason, subject))
    const cookie = sessions.begin({ accountId: found.account.id, provider: answer.provider })
    return new Response(null, { status: 303, headers: { location: '/', 'set-cookie': cookie } })
  }

  /** Signs out of the provider too, if it supports that. Otherwise the next sign-in would not ask for a password. */
  const placeOfSignOut = ({ provider }) => auth.signOutUrl(provider, { returnTo: '/' }).catch(() => undefined)

  const app = express()
  app.disable('x-powered-by')
  app.use((_request, response, next) => {
    response.set(headers)
    next()
  })
  app.use(expressHandler(auth))
  app.use(express.static(`${import.meta.dirname}/public`))

  app.get('/', async (request, response) => {
    const session = sessions.find(request.headers.cookie)
    const account = session && (await accounts.find(session.accountId))
    response.send(account?.state === 'active' ? homePage(account) : signInPage(auth.providers))
  })

  app.post('/sign-out', async (request, response) => {
    if (request.headers.origin !== baseUrl)
      return response.status(403).send(messagePage('This was not asked for here.'))
    const session = sessions.find(request.headers.cookie)
    response.set('set-cookie', sessions.end(request.headers.cookie))
    response.redirect(303, (session && (await placeOfSignOut(session))) ?? '/')
  })
  return app
}

function message(status, text) {
  return new Response(messagePage(text), { status, headers: { 'content-type': 'text/html; charset=utf-8' } })
}
