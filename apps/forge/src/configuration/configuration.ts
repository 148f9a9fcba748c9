import { existsSync } from 'node:fs'
import { ConfigurationError, type Directory, defaultSettings, type OmniauthSettings } from '@poolhouse/omniauth'
import { type Configuration, loadConfiguration, type SettingOrigin } from '@poolhouse/omniauth/load-configuration'
import { readPeople } from '#directory/people-file'

/** Forge cannot start or run the command. The message tells the operator what to do. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/** Where Forge reads its configuration. */
export interface ConfigurationPlaces {
  /** A `gitlab.rb`, a `gitlab.yml`, or the values of GitLab's Helm chart. The file may be missing. */
  configFile: string
  /** The text of `GITLAB_OMNIBUS_CONFIG`. Forge reads it instead of the file. */
  omnibusConfig?: string | undefined
  /** The people of the directory, for `omniauth_auto_link_ldap_user`. */
  directoryFile?: string | undefined
}

/** A valid configuration. */
export interface ForgeConfiguration extends Pick<Configuration, 'origin' | 'place' | 'warnings'> {
  /** Without providers when `enabled` is false. */
  settings: OmniauthSettings
  directory: Directory | undefined
  /** The path of the file, or the name of the variable. */
  source: string
}

/**
 * Reads the configuration in any of GitLab's forms. Without a file there are no providers. The error for an invalid file
 * names the file, the line and what was expected.
 * @throws {ConfigurationError | StartError}
 */
export async function readConfiguration(places: ConfigurationPlaces): Promise<ForgeConfiguration> {
  const { configFile, omnibusConfig, directoryFile } = places
  const directory = directoryFile === undefined ? undefined : await readPeople(directoryFile)
  if (omnibusConfig === undefined && !existsSync(configFile)) return { ...withoutFile(configFile), directory }
  const source = omnibusConfig === undefined ? { file: configFile } : { env: { [omnibusVariable]: omnibusConfig } }
  const { settings, warnings, origin, place } = await loadConfiguration(source)
  if (settings.autoLinkLdapUser && directory === undefined) throw needsDirectory(origin('auto_link_ldap_user'))
  return {
    settings: settings.enabled ? settings : { ...settings, providers: [] },
    directory,
    source: omnibusConfig === undefined ? configFile : omnibusVariable,
    warnings,
    origin,
    place,
  }
}

export const omnibusVariable = 'GITLAB_OMNIBUS_CONFIG'

function withoutFile(file: string): Omit<ForgeConfiguration, 'directory'> {
  return {
    settings: defaultSettings,
    source: file,
    warnings: [
      `${file} does not exist, so the sign-in page has no provider buttons. Create it, then run: npm run forge reconfigure`,
    ],
    origin: (setting) => ({ name: `omniauth_${setting}`, place: undefined }),
    place: () => ({}),
  }
}

/** The setting decides which users can sign in, so Forge does not ignore it. */
function needsDirectory({ name, place }: SettingOrigin): ConfigurationError {
  const message = `${name} needs a directory: start Forge with --directory people.yml, or leave the setting out`
  return new ConfigurationError([{ message, ...place }])
}

/** Checks Forge's external URL. Forge builds all its URLs from this one, never from a request header. */
export function readExternalUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.href !== `${url.origin}/`) {
    throw new StartError(`--url should be a URL without a path, such as https://forge.example.com (got "${text}")`)
  }
  return url
}
