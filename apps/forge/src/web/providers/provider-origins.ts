import type { Omniauth } from '@poolhouse/omniauth'
import type { InForce } from '#configuration/in-force'
import type { Clock } from '#foundation/clock'
import type { Log } from '#foundation/log'

/** Addresses outside of Forge that its pages lead to, for the content security policy. */
export interface ProviderOrigins {
  /** Where buttons send people, as far as it is known. */
  forms(): readonly string[]
  /** Where icons come from. */
  images(): readonly string[]
  /** Asks the providers whose addresses aren't known yet, such as those that only discovery tells; for two seconds at most. */
  learn(): Promise<void>
}

const learnTimeoutMs = 2_000
/** How long a provider that gave no answer is left alone. */
const retryAfterMs = 30_000

export function providerOrigins(
  { inForce, clock, log }: { inForce: InForce; clock: Clock; log: Log },
  facts: Omniauth['facts'],
): ProviderOrigins {
  let known = noneOf(inForce)
  const current = () => {
    if (known.configuration !== inForce.current) known = noneOf(inForce)
    return known
  }

  async function learn(): Promise<void> {
    const { configuration, origins, asked } = current()
    const unknown = configuration.settings.providers.filter(
      ({ name }) => !origins.has(name) && (asked.get(name) ?? Number.NEGATIVE_INFINITY) + retryAfterMs <= clock.now(),
    )
    const asking = unknown.map(async ({ name }) => {
      asked.set(name, clock.now())
      try {
        const { authorizeUrl } = (await facts(name)) ?? {}
        if (authorizeUrl !== undefined) origins.set(name, new URL(authorizeUrl).origin)
      } catch (error) {
        log.warn('provider.unknown-address', { provider: name, error: String(error) })
      }
    })
    if (asking.length > 0) await atMost(learnTimeoutMs, Promise.all(asking))
  }

  return {
    learn,
    forms() {
      const { configuration, origins } = current()
      if (origins.size < configuration.settings.providers.length) void learn()
      return [...new Set(origins.values())]
    },
    images: () => [...new Set(inForce.current.settings.providers.flatMap(({ icon }) => iconOrigin(icon)))],
  }
}

function noneOf({ current: configuration }: InForce) {
  return { configuration, origins: new Map<string, string>(), asked: new Map<string, number>() }
}

async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([work, timeout])
  clearTimeout(timer)
}

/** Nothing for an icon of Forge's own or one that is given in full. */
function iconOrigin(icon: string | undefined): string[] {
  if (icon === undefined || !URL.canParse(icon)) return []
  const { protocol, origin } = new URL(icon)
  return protocol === 'https:' || protocol === 'http:' ? [origin] : []
}
