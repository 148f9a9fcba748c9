import type { StrategyServices } from '#core/strategy'
import type { OpenIdProvider } from './provider.ts'
import type { OpenIdServer } from './server.ts'

/** A provider, what its metadata says, and the world. */
export interface OpenIdScene {
  readonly provider: OpenIdProvider
  readonly server: OpenIdServer
  readonly services: StrategyServices
}
