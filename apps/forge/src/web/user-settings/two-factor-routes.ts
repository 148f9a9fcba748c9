import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { forgetAttempts, takeAttempt } from '#accounts/attempts'
import { confirmationTexts, confirmPassword } from '#accounts/confirm-password'
import { findPasswordHash } from '#accounts/stored-passwords'
import type { Log } from '#foundation/log'
import type { Site } from '#pages/frame/layout'
import { recoveryCodesPage, twoFactorPage, twoFactorPaths, twoFactorSetUpPage } from '#pages/user-settings/two-factor'
import { endOtherSessions } from '#sessions/account-sessions'
import { addAuthenticator, hasTwoFactor, removeAuthenticator } from '#two-factor/authenticators'
import { toBase32 } from '#two-factor/base32'
import { countRecoveryCodes, renewRecoveryCodes } from '#two-factor/recovery-codes'
import { twoFactorAttempts } from '#two-factor/second-factor'
import { otpauthUri, totpSecretBytes } from '#two-factor/totp'
import { formText } from '#web/http/forgery-guard'
import { sendPage } from '#web/visitors/page'
import { openPass, sealPass } from '#web/visitors/passes'
import { forSignedIn, frameOf, redirectWith, type SignedInContext } from '#web/visitors/signed-in'
import type { VisitorServices } from '#web/visitors/visitor'

interface Services extends VisitorServices {
  externalUrl: URL
  site: Site
  log: Log
}

const setUpLastsMs = 30 * 60_000
const invalidPin = 'Invalid pin code.'

/** Two-factor authentication in the user settings: register an app, regenerate recovery codes, disable. */
export function twoFactorRoutes(app: FastifyInstance, services: Services): void {
  const { db, log, site } = services

  app.get(
    twoFactorPaths.page,
    forSignedIn(services, (context) => {
      const { id } = context.visitor.session.account
      if (!hasTwoFactor(db, id)) return sendSetUp(services, context, { secret: randomBytes(totpSecretBytes) })
      const view = {
        ...frameOf(services, context),
        codesLeft: countRecoveryCodes(db, id),
        hasPassword: hasPassword(db, id),
      }
      return sendPage(context.reply, twoFactorPage(site, view))
    }),
  )

  app.post(
    twoFactorPaths.page,
    forSignedIn(services, (context) => register(services, context)),
  )

  app.post(
    twoFactorPaths.codes,
    forSignedIn(services, (context) =>
      afterPassword(services, context, (accountId) => {
        if (!hasTwoFactor(db, accountId)) return context.reply.redirect(twoFactorPaths.page, 303)
        log.info('recovery-codes-renewed', { account: accountId })
        return sendCodes(services, context, renewRecoveryCodes(services, accountId))
      }),
    ),
  )

  app.post(
    twoFactorPaths.disable,
    forSignedIn(services, (context) =>
      afterPassword(services, context, (accountId) => {
        removeAuthenticator(db, accountId)
        log.info('two-factor-disabled', { account: accountId })
        const text = 'Two-factor authentication has been disabled successfully!'
        return redirectWith(services, context, { to: '/-/profile/account', kind: 'notice', text })
      }),
    ),
  )
}

async function register(services: Services, context: SignedInContext): Promise<FastifyReply> {
  const { db, log } = services
  const { request, visitor } = context
  const accountId = visitor.session.account.id
  const secret = readSetUp(services, context)
  if (secret === undefined || hasTwoFactor(db, accountId)) return context.reply.redirect(twoFactorPaths.page, 303)
  const confirmed = await confirmPassword(services, {
    accountId,
    password: formText(request.body, 'current_password'),
  })
  if (confirmed !== 'confirmed') return sendSetUp(services, context, { secret, problem: confirmationTexts[confirmed] })
  const subject = `two-factor:${accountId}`
  if (!takeAttempt(services, { subject, limit: twoFactorAttempts }))
    return sendSetUp(services, context, { secret, problem: confirmationTexts['too-many-attempts'] })
  const codes = addAuthenticator(services, { accountId, secret, code: formText(request.body, 'pin_code') })
  if (codes === undefined) return sendSetUp(services, context, { secret, problem: invalidPin })
  forgetAttempts(db, subject)
  // The other sessions were started with one factor only.
  endOtherSessions(db, { accountId, keep: visitor.sessionId })
  log.info('two-factor-enabled', { account: accountId })
  return sendCodes(services, context, codes)
}

async function afterPassword(
  services: Services,
  context: SignedInContext,
  go: (accountId: string) => FastifyReply,
): Promise<FastifyReply> {
  const accountId = context.visitor.session.account.id
  const password = formText(context.request.body, 'current_password')
  const confirmed = await confirmPassword(services, { accountId, password })
  if (confirmed === 'confirmed') return go(accountId)
  return redirectWith(services, context, { to: twoFactorPaths.page, kind: 'alert', text: confirmationTexts[confirmed] })
}

function sendSetUp(
  services: Services,
  context: SignedInContext,
  { secret, problem }: { secret: Buffer; problem?: string },
): FastifyReply {
  const { clock, db, keys, site, externalUrl } = services
  const { account } = context.visitor.session
  const { hostname: issuer } = externalUrl
  const key = toBase32(secret)
  const setUp = sealPass(keys.passes, {
    purpose: 'authenticator-set-up',
    sessionId: context.visitor.sessionId,
    value: { accountId: account.id, secret: secret.toString('base64url') },
    expiresAt: clock.now() + setUpLastsMs,
  })
  const view = {
    ...frameOf(services, context),
    uri: otpauthUri({ issuer, account: account.email, key }),
    issuer,
    email: account.email,
    key,
    setUp,
    hasPassword: hasPassword(db, account.id),
    problem,
  }
  return sendPage(context.reply, twoFactorSetUpPage(site, view), problem === undefined ? 200 : 422)
}

/** The secret on the page. Forge stores it only after the user has entered a code of it. */
function readSetUp({ clock, keys }: Services, { request, visitor }: SignedInContext): Buffer | undefined {
  const pass = openPass(keys.passes, {
    purpose: 'authenticator-set-up',
    sessionId: visitor.sessionId,
    sealed: formText(request.body, 'set_up'),
    now: clock.now(),
  })
  if (pass?.['accountId'] !== visitor.session.account.id) return undefined
  return typeof pass['secret'] === 'string' ? Buffer.from(pass['secret'], 'base64url') : undefined
}

function sendCodes(services: Services, context: SignedInContext, codes: readonly string[]): FastifyReply {
  const notice = {
    kind: 'notice',
    text: 'Two-factor authentication is enabled. These are your recovery codes.',
  } as const
  return sendPage(context.reply, recoveryCodesPage(services.site, { ...frameOf(services, context), notice, codes }))
}

const hasPassword = (db: Services['db'], accountId: string) => findPasswordHash(db, accountId) !== undefined
