import type { Omniauth } from '@poolhouse/omniauth'
import type { Log } from '#foundation/log'
import type { ProviderButton } from '#pages/sign-in/sign-in'
import type { Session } from '#sessions/sessions'
import type { Flash } from '#web/visitors/flash'

/** A longer address does not fit into the cookie that carries it to the next page. */
const longestAddress = 1500

export interface WayOutServices extends Pick<Omniauth, 'signOutUrl'> {
  providers(): readonly ProviderButton[]
  externalUrl: URL
  log: Log
}

/**
 * What somebody reads who has signed out of Forge and is still signed in at the provider that they came with: GitLab leaves it at that, Forge shows them the way out. Nothing
 * for passwords, and for providers without such a place.
 */
export async function providerWayOut(
  { providers, signOutUrl, externalUrl, log }: WayOutServices,
  session: Session | undefined,
): Promise<Flash | undefined> {
  const provider = providers().find(({ name }) => name === session?.provider)
  if (provider === undefined) return undefined
  const { name, label } = provider
  try {
    const href = await signOutUrl(name, { returnTo: new URL('/users/sign_in', externalUrl).href })
    if (href === undefined || href.length > longestAddress) return undefined
    const text = `You are signed out of Forge, and still signed in at ${label}.`
    return { kind: 'notice', text, link: { href, text: `Sign out of ${label}, too` } }
  } catch (error) {
    log.warn('provider.no-way-out', { provider: name, error: String(error) })
    return undefined
  }
}
