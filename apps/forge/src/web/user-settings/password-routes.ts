import type { FastifyInstance } from 'fastify'
import { changePassword } from '#accounts/change-password'
import { findPasswordHash } from '#accounts/stored-passwords'
import type { Log } from '#foundation/log'
import type { Site } from '#pages/frame/layout'
import { passwordPage, passwordPath } from '#pages/user-settings/password'
import { formText } from '#web/http/forgery-guard'
import { sendPage } from '#web/visitors/page'
import { forSignedIn, frameOf, redirectWith } from '#web/visitors/signed-in'
import type { VisitorServices } from '#web/visitors/visitor'

interface Services extends VisitorServices {
  site: Site
  log: Log
}

/** Changes a password, or sets the first password of an account that a provider created. */
export function passwordRoutes(app: FastifyInstance, services: Services): void {
  const { db, log, site } = services

  app.get(
    passwordPath,
    forSignedIn(services, (context) => {
      const hasPassword = findPasswordHash(db, context.visitor.session.account.id) !== undefined
      return sendPage(context.reply, passwordPage(site, { ...frameOf(services, context), hasPassword, problems: [] }))
    }),
  )

  app.post(
    passwordPath,
    forSignedIn(services, async (context) => {
      const { request, reply, visitor } = context
      const accountId = visitor.session.account.id
      const hasPassword = findPasswordHash(db, accountId) !== undefined
      const problems = await changePassword(services, {
        accountId,
        sessionId: visitor.sessionId,
        current: formText(request.body, 'current_password'),
        password: formText(request.body, 'user[new_password]'),
        confirmation: formText(request.body, 'user[password_confirmation]'),
      })
      if (problems.length > 0)
        return sendPage(reply, passwordPage(site, { ...frameOf(services, context), hasPassword, problems }), 422)
      log.info('password-changed', { account: accountId })
      return redirectWith(services, context, {
        to: passwordPath,
        kind: 'notice',
        text: 'Password was successfully updated. All other browsers are signed out.',
      })
    }),
  )
}
