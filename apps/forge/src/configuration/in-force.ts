import type { ForgeConfiguration } from './configuration.ts'

/**
 * The configuration in force. `forge reconfigure` replaces it while Forge runs. Read `current` once in a task of several
 * steps, so that one sign-in uses one configuration.
 */
export interface InForce {
  readonly current: ForgeConfiguration
}
