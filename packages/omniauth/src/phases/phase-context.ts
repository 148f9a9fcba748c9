import type { TransactionCookies } from '#cookies/transaction-cookie'
import type { Log } from '#core/log'
import type { OriginRules } from '#core/origin'
import type { Paths } from '#core/paths'
import type { Strategy, StrategyServices } from '#core/strategy'
import type { OmniauthOptions } from './omniauth-options.ts'

/** What every phase needs. */
export interface PhaseContext {
  readonly options: OmniauthOptions
  readonly paths: Paths
  readonly origins: OriginRules
  readonly cookies: TransactionCookies
  readonly services: StrategyServices
  readonly log: Log
}

/** A request to one provider. */
export interface PhaseRequest {
  readonly strategy: Strategy
  readonly request: Request
}
