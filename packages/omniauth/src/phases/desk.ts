import type { Log } from '#log'
import type { OmniauthOptions } from '#omniauth-options'
import type { OriginRules } from '#origin'
import type { Paths } from '#paths'
import type { Strategy, StrategyServices } from '#strategy'
import type { TransactionCookies } from '#transaction-cookie'

/** What every phase works with. */
export interface Desk {
  readonly options: OmniauthOptions
  readonly paths: Paths
  readonly origins: OriginRules
  readonly cookies: TransactionCookies
  readonly services: StrategyServices
  readonly log: Log
}

/** One request at one provider. */
export interface Turn {
  readonly strategy: Strategy
  readonly request: Request
}
