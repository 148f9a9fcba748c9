import { lockedAttributes } from '@poolhouse/omniauth'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { editProfile, held, type ProfileEdit } from '#accounts/edit-profile'
import { findPasswordHash } from '#accounts/stored-passwords'
import type { InForce } from '#configuration/in-force'
import type { Site } from '#pages/frame/layout'
import { profilePage, profilePath } from '#pages/user-settings/profile'
import { formText } from '#web/http/forgery-guard'
import { sendPage } from '#web/visitors/page'
import { forSignedIn, frameOf, redirectWith, type SignedInContext } from '#web/visitors/signed-in'
import type { VisitorServices } from '#web/visitors/visitor'

interface Services extends VisitorServices {
  inForce: InForce
  site: Site
  labelOf(provider: string): string
}

/** The profile of a user. Attributes that a provider updates are read-only. */
export function profileRoutes(app: FastifyInstance, services: Services): void {
  app.get(
    profilePath,
    forSignedIn(services, (context) =>
      sendProfile(services, context, { values: held(context.visitor.session.account), problems: [] }),
    ),
  )

  app.post(
    profilePath,
    forSignedIn(services, async (context) => {
      const { body } = context.request
      const { account } = context.visitor.session
      const edit = readEdit(body)
      const locked = lockedAttributes(account, services.inForce.current.settings)
      const password = formText(body, 'current_password')
      const problems = await editProfile(services, account, { edit, locked, password })
      if (problems.length > 0) {
        const kept = Object.fromEntries(locked.map((attribute) => [attribute, held(account)[attribute]]))
        return sendProfile(services, context, { values: { ...edit, ...kept }, problems })
      }
      return redirectWith(services, context, {
        to: profilePath,
        kind: 'notice',
        text: 'Profile was successfully updated',
      })
    }),
  )
}

function readEdit(body: unknown): ProfileEdit {
  const field = (name: string) => formText(body, `user[${name}]`).trim()
  return {
    name: field('name'),
    email: field('email'),
    username: field('username'),
    location: field('location'),
    organization: field('organization'),
    job_title: field('job_title'),
  }
}

function sendProfile(
  services: Services,
  context: SignedInContext,
  { values, problems }: { values: ProfileEdit; problems: readonly string[] },
): FastifyReply {
  const { account } = context.visitor.session
  const provider = account.synced?.provider ?? ''
  const view = {
    ...frameOf(services, context),
    values,
    locked: {
      attributes: lockedAttributes(account, services.inForce.current.settings),
      label: services.labelOf(provider),
    },
    emailVerified: account.emailVerified,
    hasPassword: findPasswordHash(services.db, account.id) !== undefined,
    problems,
  }
  return sendPage(context.reply, profilePage(services.site, view), problems.length > 0 ? 422 : 200)
}
