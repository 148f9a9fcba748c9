import type { StrategyServices } from '#core/strategy'
import type { OpenIdProvider } from './provider.ts'
import type { OpenIdServer } from './server.ts'

/** A provider, its metadata, and the services of the application. */
export interface OpenIdScene {
  readonly provider: OpenIdProvider
  readonly server: OpenIdServer
  readonly services: StrategyServices
}
