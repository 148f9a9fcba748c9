import { type ConfigurationProblem, problemText } from '#core/configuration-error'
import { type Findings, isHash, problemFree } from '#core/options-reader'
import { type OmniauthSettings, readSettings, type SettingNames } from './settings.ts'

/** A configuration without problems. */
export interface Configuration {
  readonly settings: OmniauthSettings
  /** Warnings for the administrator, with file and line. */
  readonly warnings: readonly string[]
  /** The same warnings, with text and place as separate fields. */
  readonly notices: readonly ConfigurationProblem[]
  /**
   * File and line of a part of a provider's block, such as `['args', 'scope']`. When the part is not in the file, the
   * place of the nearest part around it.
   */
  place(provider: string, path?: readonly string[]): SourcePlace
  /** Where the file sets a setting. The setting has GitLab's name, such as `auto_link_user`. */
  origin(setting: string): SettingOrigin
}

export type SourcePlace = Omit<ConfigurationProblem, 'message'>

export interface SettingOrigin {
  /** As the source spells it: `omniauth_auto_link_user` in a `gitlab.rb`. */
  readonly name: string
  /** File and line. undefined when the source does not set it, so that GitLab's default applies. */
  readonly place: SourcePlace | undefined
}

/** Reads the settings of a file or an object. Throws a `ConfigurationError` with all problems. */
export function configurationOf(hash: object, names: SettingNames, findings: Findings): Configuration {
  const settings = readSettings(hash, findings, names)
  problemFree(findings)
  const providers: unknown = Object.entries(hash).find(([key]) => key === names.written('providers'))?.[1]
  return {
    settings,
    warnings: findings.warnings.map(problemText),
    notices: findings.warnings,
    place: (provider, path = []) => placeOf(Array.isArray(providers) ? providers : [], { provider, path, findings }),
    origin(setting) {
      const name = names.written(setting)
      // nil means the default, the same as a missing setting.
      const isSet = Object.entries(hash).some(([key, value]) => key === name && value !== null && value !== undefined)
      return { name, place: isSet ? findings.place(hash, name) : undefined }
    },
  }
}

function placeOf(
  providers: readonly unknown[],
  { provider, path, findings }: { provider: string; path: readonly string[]; findings: Findings },
): SourcePlace {
  const index = providers.findIndex((item) => isHash(item) && item['name'] === provider)
  if (index < 0) return {}
  let found = findings.place(providers, index)
  let part: unknown = providers[index]
  for (const key of path) {
    // When the arguments are a list, the options are its last hash.
    const hash: unknown = Array.isArray(part) ? part.findLast(isHash) : part
    if (!isHash(hash) || !Object.hasOwn(hash, key)) break
    found = findings.place(hash, key)
    part = hash[key]
  }
  return found
}
