import { newFindings, problemFree } from '#core/options-reader'
import type { ProviderConfig, Setup } from '#core/provider-config'
import type { Strategy } from '#core/strategy'
import { type CheckedProvider, checkProvider, nameCheck } from './provider-checks.ts'
import { boundedMemory, isPlainData, mergeDeep } from './variants.ts'

/** Finds the strategy for one request: most providers have one for all, those with a `setup` may have one of their own for each. */
export interface Provider {
  /** The strategy as it is configured. */
  readonly strategy: Strategy
  forRequest(phase: Parameters<Setup>[0]): Promise<Strategy>
}

/** Builds the strategies of a list of provider hashes, or of strategies that are already built. Throws all problems at once. */
export function buildProviders(providers: readonly (ProviderConfig | Strategy)[]): Provider[] {
  const findings = newFindings()
  const names = nameCheck(findings, providers)
  const builders = providers.map((provider, index) => {
    if ('requestPhase' in provider) {
      names(provider.name, index)
      return () => withoutSetup(provider)
    }
    const checked = checkProvider(provider, { list: providers, index, findings })
    if (checked !== undefined) names(checked.config.name, index)
    return () => checked && fromConfig(checked)
  })
  problemFree(findings)
  return builders.map((build) => build()).filter((provider) => provider !== undefined)
}

function withoutSetup(strategy: Strategy): Provider {
  return { strategy, forRequest: async () => strategy }
}

function fromConfig({ config, kind, mounting }: CheckedProvider): Provider {
  const build = (changed: ProviderConfig): Strategy => ({ ...kind.build(changed), mounting })
  const strategy = build(config)
  const { setup } = config
  if (setup === undefined) return withoutSetup(strategy)
  const variants = boundedMemory<Strategy>(maxVariants)
  return {
    strategy,
    async forRequest(phase) {
      // A copy: a setup may read the form, and so may the strategy after it.
      const changes = await setup({ ...phase, request: phase.request.clone() })
      if (changes === undefined) return strategy
      const changed = { ...config, args: mergeDeep(config.args ?? {}, changes) }
      // A value that is not plain data can't be told from another one: such a strategy is built for its request alone.
      const key = isPlainData(changes) ? JSON.stringify(changes) : undefined
      return key === undefined ? build(changed) : variants.get(key, () => build(changed))
    },
  }
}

/** More tenants than these are forgotten again, the oldest first; with them what they knew of their provider. */
const maxVariants = 100
