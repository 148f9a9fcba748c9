import { ConfigurationError } from '#core/configuration-error'
import { describe, isHash, newFindings, problemFree } from '#core/options-reader'
import { type Configuration, configurationOf } from './configuration.ts'
import type { SettingNames } from './settings.ts'
import { parseYaml } from './yaml-source.ts'
import { type YamlEntry, type YamlValues, yamlValues } from './yaml-values.ts'

export interface GitlabYml {
  readonly file: string
  /** The environment to read, in a file that has several. Default `production`. */
  readonly environment?: string
}

/**
 * Reads the OmniAuth settings of a `gitlab.yml`: below an environment (`production:`), at the top of the file, or in
 * the values of GitLab's Helm chart, below `global.appConfig`. It parses the text and never runs it. It skips all other
 * settings.
 *
 * Throws a `ConfigurationError` with file, line and the expected value.
 * @see https://docs.gitlab.com/ee/integration/omniauth.html
 */
export async function parseGitlabYml(
  text: string,
  { file, environment = 'production' }: GitlabYml,
): Promise<Configuration> {
  const source = await parseYaml(text, file)
  const values = yamlValues(source)
  const { section, names } = sectionOf(values.entries(source.root), { values, file, environment })
  const read = section === undefined ? {} : values.read(section.value)
  const findings = newFindings(values.place)
  findings.problems.push(...values.problems)
  if (read !== null && !isHash(read)) {
    const line = section && { line: section.line }
    findings.problems.push({ message: `omniauth is ${describe(read)}: expected the settings`, file, ...line })
  }
  problemFree(findings)
  return configurationOf(read ?? {}, names, findings)
}

const below = (path: string, written: SettingNames['written'] = (name) => name): SettingNames => ({ path, written })

/** The Helm chart's spelling, such as `autoLinkUser`. */
const camelCase = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

/** Finds the section with the settings. A file without such a section has GitLab's defaults. */
function sectionOf(
  top: readonly YamlEntry[],
  { values, file, environment }: { values: YamlValues; file: string; environment: string },
): { section: YamlEntry | undefined; names: SettingNames } {
  const find = (entries: readonly YamlEntry[], ...path: readonly string[]): YamlEntry | undefined => {
    const [key, ...rest] = path
    const entry = entries.find((one) => one.key === key)
    return rest.length === 0 || entry === undefined ? entry : find(values.entries(entry.value), ...rest)
  }
  const bare = find(top, 'omniauth')
  if (bare !== undefined) return { section: bare, names: below('omniauth') }
  if (find(top, 'global', 'appConfig') !== undefined) {
    const section = find(top, 'global', 'appConfig', 'omniauth')
    return { section, names: below('global.appConfig.omniauth', camelCase) }
  }
  const other = top.find(({ key }) => ['production', 'development', 'test'].includes(key))
  if (other !== undefined && find(top, environment) === undefined) {
    const message = `has no environment ${environment}, but has ${other.key}: name the environment to read`
    throw new ConfigurationError([{ message, file, line: other.line }])
  }
  return { section: find(top, environment, 'omniauth'), names: below('omniauth') }
}
