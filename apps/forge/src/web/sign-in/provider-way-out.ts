import type { Omniauth } from '@poolhouse/omniauth'
import type { Log } from '#foundation/log'
import type { ProviderButton } from '#pages/sign-in/sign-in'
import type { Session } from '#sessions/sessions'
import type { Flash } from '#web/visitors/flash'

/** A longer URL does not fit into the cookie that carries it to the next page. */
const longestAddress = 1500

export interface WayOutServices extends Pick<Omniauth, 'signOutUrl'> {
  providers(): readonly ProviderButton[]
  externalUrl: URL
  log: Log
}

/**
 * The notice after sign-out, with a link that signs the user out of the provider too. GitLab does not have this. Undefined
 * after a sign-in with a password, and for providers without a sign-out URL.
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
    const text = `You are signed out of Forge, but still signed in to ${label}.`
    return { kind: 'notice', text, link: { href, text: `Sign out of ${label} too` } }
  } catch (error) {
    log.warn('provider.no-way-out', { provider: name, error: String(error) })
    return undefined
  }
}
