import type { ForgeConfiguration } from './configuration.ts'

/**
 * The configuration that Forge goes by; `forge reconfigure` puts another in its place while people are being served. What takes several steps looks once, so that one sign-in is
 * judged by one configuration.
 */
export interface InForce {
  readonly current: ForgeConfiguration
}
