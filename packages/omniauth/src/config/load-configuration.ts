import { readFile } from 'node:fs/promises'
import { ConfigurationError } from '#core/configuration-error'
import type { Configuration } from './configuration.ts'
import { parseGitlabRb } from './gitlab-rb.ts'
import { parseGitlabYml } from './gitlab-yml.ts'
import { parseOmnibusConfig } from './omnibus-config.ts'

export type { Configuration, SettingOrigin, SourcePlace } from './configuration.ts'

/** Where a configuration stands: a file, or the environment with `GITLAB_OMNIBUS_CONFIG` in it. */
export type ConfigurationSource =
  | { readonly file: string; readonly environment?: string }
  | { readonly env: Readonly<Record<string, string | undefined>> }

/**
 * Reads a configuration in any of GitLab's forms; a file's form is told by its name (`.rb`, `.yml`, `.yaml`). `environment` names the part of
 * a `gitlab.yml` that has several, default `production`. Throws a `ConfigurationError` that names file and line of each problem.
 */
export async function loadConfiguration(source: ConfigurationSource): Promise<Configuration> {
  if ('env' in source) return parseOmnibusConfig(source.env)
  const { file, environment } = source
  const text = await textOf(file)
  if (/\.rb$/i.test(file)) return parseGitlabRb(text, { file })
  if (/\.ya?ml$/i.test(file)) return parseGitlabYml(text, { file, ...(environment !== undefined && { environment }) })
  throw new ConfigurationError([{ message: 'is of an unknown kind: expected a name that ends in .rb or .yml', file }])
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown'
    throw new ConfigurationError([{ message: `can't be read (${code})`, file }], { cause: thrown })
  }
}
