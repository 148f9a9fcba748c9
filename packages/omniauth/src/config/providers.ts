import { newFindings, problemFree } from '#core/options-reader'
import type { ProviderConfig, Setup } from '#core/provider-config'
import type { Strategy } from '#core/strategy'
import { type CheckedProvider, checkProvider, nameCheck } from './provider-checks.ts'
import { boundedCache, isPlainData, mergeDeep } from './variants.ts'

/**
 * Finds the strategy for a request. Most providers have one strategy. With `setup`, the strategy may differ for each
 * request.
 */
export interface Provider {
  /** The strategy as configured, without `setup`. */
  readonly strategy: Strategy
  forRequest(phase: Parameters<Setup>[0]): Promise<Strategy>
}

/** Builds the strategies from provider hashes. Takes finished strategies, too. Throws one error with all problems. */
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
  const variants = boundedCache<Strategy>(maxVariants)
  return {
    strategy,
    async forRequest(phase) {
      // A copy, because both the setup and the strategy may read the form.
      const changes = await setup({ ...phase, request: phase.request.clone() })
      if (changes === undefined) return strategy
      const changed = { ...config, args: mergeDeep(config.args ?? {}, changes) }
      // Values that are not plain data can not be compared. Such a strategy is built only for its request.
      const key = isPlainData(changes) ? JSON.stringify(changes) : undefined
      return key === undefined ? build(changed) : variants.get(key, () => build(changed))
    },
  }
}

/** How many variants of a strategy stay in memory, with what they have cached about their provider. */
const maxVariants = 100
