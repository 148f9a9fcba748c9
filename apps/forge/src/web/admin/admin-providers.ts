import type { ProviderConfig } from '@poolhouse/omniauth'
import type { InForce } from '#configuration/in-force'
import { placeText } from '#configuration/place-text'
import type { ProviderView } from '#pages/admin/providers'
import type { ProviderSignIn } from '#web/providers/provider-sign-in'

/** The providers for the admin area. The page also works when a provider does not answer. */
export async function providerViews(
  { inForce, providers, facts }: { inForce: InForce } & Pick<ProviderSignIn, 'providers' | 'facts'>,
  disabled: readonly string[],
): Promise<ProviderView[]> {
  const { settings, place } = inForce.current
  const configured = await Promise.all(
    providers().map(async ({ name, label, icon, callbackUrl }): Promise<ProviderView> => {
      const known = await facts(name).catch(() => undefined)
      return {
        name,
        label,
        icon,
        isOn: !disabled.includes(name),
        strategy: strategyOf(settings.providers.find((provider) => provider.name === name)),
        sendsTo: known?.authorizeUrl,
        redirectUri: known?.redirectUrl ?? callbackUrl,
        from: placeText(place(name)),
      }
    }),
  )
  const names = configured.map(({ name }) => name)
  const left = disabled.filter((name) => !names.includes(name))
  return [...configured, ...left.map((name): ProviderView => ({ name, label: name, isOn: false }))]
}

function strategyOf(config: ProviderConfig | undefined): string | undefined {
  const strategyClass = config?.args?.['strategy_class']
  return typeof strategyClass === 'string' ? strategyClass : config?.name
}
