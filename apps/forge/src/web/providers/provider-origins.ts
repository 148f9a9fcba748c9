import type { Omniauth } from '@poolhouse/omniauth'
import type { InForce } from '#configuration/in-force'
import type { Clock } from '#foundation/clock'
import type { Log } from '#foundation/log'

/** Origins of other sites that Forge's pages use, for the content security policy. */
export interface ProviderOrigins {
  /** The known origins to which provider buttons redirect. */
  forms(): readonly string[]
  /** The origins of icons. */
  images(): readonly string[]
  /** Asks providers for unknown addresses, such as those from discovery. Waits at most two seconds. */
  learn(): Promise<void>
}

const learnTimeoutMs = 2_000
/** How long Forge waits before it asks a provider again. */
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

/** Empty for an icon on Forge's own origin and for a `data:` URL. */
function iconOrigin(icon: string | undefined): string[] {
  if (icon === undefined || !URL.canParse(icon)) return []
  const { protocol, origin } = new URL(icon)
  return protocol === 'https:' || protocol === 'http:' ? [origin] : []
}
