import type { StrategyServices } from '#strategy'
import type { OpenIdProvider } from './openid-provider.ts'
import type { OpenIdServer } from './openid-server.ts'

/** A provider, what its metadata says, and the world. */
export interface OpenIdScene {
  readonly provider: OpenIdProvider
  readonly server: OpenIdServer
  readonly services: StrategyServices
}
