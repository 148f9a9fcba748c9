import type { Account } from '@poolhouse/omniauth'
import type { SqliteAccountStore } from '@poolhouse/omniauth/accounts/sqlite'
import type { FastifyInstance } from 'fastify'
import { type ActionAnswer, actOnAccount, administered, isAccountAction } from '#admin/account-actions'
import { listAdminActions } from '#admin/admin-actions'
import { addIdentity, changeIdentity, removeIdentity, trustIdentity } from '#admin/identity-actions'
import { disabledProviders, setProviderEnabled } from '#configuration/disabled-providers'
import type { InForce } from '#configuration/in-force'
import type { Log } from '#foundation/log'
import { actionsPage } from '#pages/admin/actions'
import { overviewPage } from '#pages/admin/overview'
import { providersPage } from '#pages/admin/providers'
import { settingsPage } from '#pages/admin/settings'
import type { AdminFrame } from '#pages/admin/shell'
import { userPage } from '#pages/admin/user'
import { readFilter, usersPage } from '#pages/admin/users'
import type { Site } from '#pages/frame/layout'
import { countSessionsOf } from '#sessions/account-sessions'
import type { ProviderSignIn } from '#web/providers/provider-sign-in'
import { preparePage } from '#web/visitors/page'
import type { VisitorServices } from '#web/visitors/visitor'
import { type AdminChange, type AdminContext, adminDoor } from './admin-door.ts'
import { providerViews } from './admin-providers.ts'

interface Services extends VisitorServices, Pick<ProviderSignIn, 'providers' | 'labelOf' | 'facts'> {
  accounts: SqliteAccountStore
  inForce: InForce
  externalUrl: URL
  site: Site
  log: Log
}

const usersOnPage = 20

/** The admin area: users, providers, settings, and the actions of administrators. */
export function adminRoutes(app: FastifyInstance, services: Services): void {
  const { db, accounts, clock, site, inForce } = services
  const door = adminDoor(app, services)
  const frame = (context: AdminContext) => adminFrameOf(services, context)

  door.page('/admin', async (context) => {
    const counts = await accounts.countByState()
    const { source, warnings, settings } = inForce.current
    const disabled = disabledProviders(db)
    const isOn = ({ name }: { name: string }) => !disabled.includes(name)
    return overviewPage(site, await frame(context), {
      counts,
      providers: { all: settings.providers.length, on: settings.providers.filter(isOn).length },
      source,
      warnings,
      actions: listAdminActions(db, 5),
    })
  })

  door.page('/admin/users', async (context) => {
    const filter = readFilter(context.query('filter'))
    const [search, after, provider] = ['search', 'after', 'provider'].map((name) => context.query(name) || undefined)
    const page = await accounts.list({ ...filter.query, search, after, provider, limit: usersOnPage })
    return usersPage(site, await frame(context), { ...page, filter, search, provider, isFirst: after === undefined })
  })

  door.page('/admin/users/:id', async (context) => {
    const account = await accounts.find(context.part('id'))
    if (account === undefined) return undefined
    return userPage(site, await frame(context), {
      account: administered(services, account),
      adminId: context.admin.id,
      identities: await accounts.identities(account.id),
      sessions: countSessionsOf(db, { accountId: account.id, now: clock.now() }),
      providers: services.providers(),
      labelOf: services.labelOf,
    })
  })

  door.page('/admin/providers', async (context) =>
    providersPage(site, await frame(context), await providerViews(services, disabledProviders(db))),
  )
  door.page('/admin/settings', async (context) => settingsPage(site, await frame(context), inForce.current))
  door.page('/admin/actions', async (context) => actionsPage(site, await frame(context), listAdminActions(db, 200)))

  door.change('/admin/providers/:name', (context) => {
    const [name, enabled] = [context.part('name'), context.field('enabled') === '1']
    const known = [...services.providers().map((provider) => provider.name), ...disabledProviders(db)]
    if (!known.includes(name)) return undefined
    const to = '/admin/providers'
    if (!setProviderEnabled(db, { name, enabled, now: clock.now() }))
      return { to, kind: 'notice', text: `${name} was already switched ${enabled ? 'on' : 'off'}.` }
    const action = enabled ? 'switched on' : 'switched off'
    return { to, kind: 'notice', text: `Sign-in with ${name} is ${action}.`, done: { action, subject: name } }
  })

  door.change('/admin/users/:id/:action', (context) =>
    onAccount(services, context, (account) => {
      const action = context.part('action')
      if (!isAccountAction(action)) return undefined
      if (action === 'remove' && context.field('username') !== account.username)
        return { outcome: 'refused', why: 'The username does not match. The account was not removed.' }
      return actOnAccount(services, { action, account, adminId: context.admin.id })
    }),
  )

  door.change('/admin/users/:id/identities/add', (context) =>
    onAccount(services, context, (account) => {
      const [provider, uid] = [context.field('provider'), context.field('extern_uid')]
      if (!services.providers().some(({ name }) => name === provider))
        return { outcome: 'refused', why: 'Choose a configured provider.' }
      return addIdentity(services, { account, provider, uid })
    }),
  )

  door.change('/admin/users/:id/identities/:provider/:action', (context) =>
    onAccount(services, context, (account) => {
      const subject = { account, provider: context.part('provider') }
      switch (context.part('action')) {
        case 'change':
          return changeIdentity(services, { ...subject, from: context.field('from'), uid: context.field('extern_uid') })
        case 'remove':
          return removeIdentity(services, subject)
        case 'trust':
        case 'distrust':
          return trustIdentity(services, { ...subject, trusted: context.part('action') === 'trust' })
        default:
          return undefined
      }
    }),
  )
}

/** Finds the account, does the action, and shows the result on the page of the account. */
function onAccount(
  { accounts }: Services,
  context: AdminContext,
  act: (account: Account) => ActionAnswer | undefined,
): AdminChange | undefined {
  const account = accounts.now.find(context.part('id'))
  const answer = account && act(account)
  if (account === undefined || answer === undefined) return undefined
  const to = `/admin/users/${account.id}`
  if (answer.outcome === 'refused') return { to, kind: 'alert', text: answer.why }
  const { done: action, isGone } = answer
  const { username } = account
  const text = `${action.charAt(0).toUpperCase()}${action.slice(1)}: ${username}.`
  return { to: isGone ? '/admin/users' : to, kind: 'notice', text, done: { action, subject: username } }
}

async function adminFrameOf(services: Services, { visitor, reply, admin }: AdminContext): Promise<AdminFrame> {
  return {
    authenticityToken: preparePage(services, visitor, reply),
    notice: visitor.flash,
    account: admin,
    pendingApproval: (await services.accounts.countByState()).blocked_pending_approval,
  }
}
