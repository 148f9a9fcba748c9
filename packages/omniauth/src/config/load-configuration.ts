import { readFile } from 'node:fs/promises'
import { ConfigurationError } from '#core/configuration-error'
import type { Configuration } from './configuration.ts'
import { parseGitlabRb } from './gitlab-rb.ts'
import { parseGitlabYml } from './gitlab-yml.ts'
import { parseOmnibusConfig } from './omnibus-config.ts'

export type { Configuration, SettingOrigin, SourcePlace } from './configuration.ts'

/** The source of a configuration: a file, or environment variables with `GITLAB_OMNIBUS_CONFIG`. */
export type ConfigurationSource =
  | { readonly file: string; readonly environment?: string }
  | { readonly env: Readonly<Record<string, string | undefined>> }

/**
 * Reads a configuration in any of GitLab's forms. The name of a file decides its form (`.rb`, `.yml`, `.yaml`).
 * `environment` is the environment to read from a `gitlab.yml`, default `production`. Throws a `ConfigurationError`
 * with file and line of each problem.
 */
export async function loadConfiguration(source: ConfigurationSource): Promise<Configuration> {
  if ('env' in source) return parseOmnibusConfig(source.env)
  const { file, environment } = source
  const text = await textOf(file)
  if (/\.rb$/i.test(file)) return parseGitlabRb(text, { file })
  if (/\.ya?ml$/i.test(file)) return parseGitlabYml(text, { file, ...(environment !== undefined && { environment }) })
  throw new ConfigurationError([
    { message: 'has an unknown file type: expected a name that ends in .rb, .yml or .yaml', file },
  ])
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown'
    throw new ConfigurationError([{ message: `can't be read (${code}): check the path and its permissions`, file }], {
      cause: thrown,
    })
  }
}
