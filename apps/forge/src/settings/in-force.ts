import { defaultSettings, type OmniauthSettings } from '@poolhouse/omniauth'
import type { ForgeConfiguration } from '../configuration.ts'

/** The configuration that Forge goes by; `forge reconfigure` puts another in its place while people are being served. */
export interface InForce {
  readonly current: ForgeConfiguration
}

/**
 * The settings in force at the moment of looking. What takes several steps copies them first (`{ ...settings }`), so that one sign-in is judged
 * by one configuration.
 */
export function settingsInForce(inForce: InForce): OmniauthSettings {
  return new Proxy(defaultSettings, { get: (_target, key) => Reflect.get(inForce.current.settings, key) })
}
