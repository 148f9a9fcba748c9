import { type ConfigurationProblem, problemText } from '#configuration-error'
import { type Findings, isHash, problemFree } from '#options-reader'
import { type OmniauthSettings, readSettings, type SettingNames } from './settings.ts'

/** A configuration that was read without a problem. */
export interface Configuration {
  readonly settings: OmniauthSettings
  /** What its author should know, with file and line. */
  readonly warnings: readonly string[]
  /** The warnings, text and place apart. */
  readonly notices: readonly ConfigurationProblem[]
  /** File and line of a part of a provider's block, such as `['args', 'scope']`; of the nearest part around it when that one isn't written. */
  place(provider: string, path?: readonly string[]): SourcePlace
}

export type SourcePlace = Omit<ConfigurationProblem, 'message'>

/** Reads the settings of a file or an object. Throws a `ConfigurationError` with all that is wrong. */
export function configurationOf(hash: object, names: SettingNames, findings: Findings): Configuration {
  const settings = readSettings(hash, findings, names)
  problemFree(findings)
  const providers: unknown = Object.entries(hash).find(([key]) => key === names.written('providers'))?.[1]
  return {
    settings,
    warnings: findings.warnings.map(problemText),
    notices: findings.warnings,
    place: (provider, path = []) => placeOf(Array.isArray(providers) ? providers : [], { provider, path, findings }),
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
    // Arguments as a list: the options are the hash at its end.
    const hash: unknown = Array.isArray(part) ? part.findLast(isHash) : part
    if (!isHash(hash) || !Object.hasOwn(hash, key)) break
    found = findings.place(hash, key)
    part = hash[key]
  }
  return found
}
