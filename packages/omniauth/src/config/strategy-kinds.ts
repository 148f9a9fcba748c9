import type { Findings } from '#options-reader'
import type { ProviderConfig } from '#provider-config'
import { cognito } from '#strategies/cognito'
import { readCognitoOptions } from '#strategies/cognito-options'
import { oauth2Generic } from '#strategies/oauth2-generic'
import { readOauth2GenericOptions } from '#strategies/oauth2-generic-options'
import type { Strategy } from '#strategy'

/** A strategy as a configuration names it. */
export interface StrategyKind {
  /** Values of `args.strategy_class`, Ruby's and ours; the first is the one that messages name. */
  readonly classes: readonly string[]
  /** Provider names that mean this strategy when there is no `strategy_class`. */
  readonly names: readonly string[]
  /** The npm package to add when it is missing, for strategies that stand on an optional one. */
  readonly needs?: string
  /** Reads the options; what is wrong goes to `findings`. */
  read(config: ProviderConfig, findings: Findings): unknown
  /** Builds the strategy of a configuration that was read without a problem. */
  build(config: ProviderConfig): Strategy
}

/** Every strategy that a configuration can name, a block each. */
export const strategyKinds: readonly StrategyKind[] = [
  {
    classes: ['oauth2-generic', 'OmniAuth::Strategies::OAuth2Generic'],
    names: ['oauth2_generic'],
    read: readOauth2GenericOptions,
    build: oauth2Generic,
  },
  { classes: ['cognito'], names: ['cognito'], read: readCognitoOptions, build: cognito },
]
