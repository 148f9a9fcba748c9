import { existsSync } from 'node:fs'
import { ConfigurationError, type Directory, defaultSettings, type OmniauthSettings } from '@poolhouse/omniauth'
import { type Configuration, loadConfiguration, type SettingOrigin } from '@poolhouse/omniauth/load-configuration'
import { readPeople } from '#directory/people-file'

/** Something that keeps Forge from starting; the message is for the person who starts it. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/** Where the configuration stands. */
export interface ConfigurationPlaces {
  /** A `gitlab.rb`, a `gitlab.yml`, or the values of GitLab's Helm chart; it may be missing. */
  configFile: string
  /** The text of `GITLAB_OMNIBUS_CONFIG`, which is read in the file's place. */
  omnibusConfig?: string | undefined
  /** The people of the directory, for `omniauth_auto_link_ldap_user`. */
  directoryFile?: string | undefined
}

/** A configuration that Forge can act on. */
export interface ForgeConfiguration extends Pick<Configuration, 'origin' | 'place' | 'warnings'> {
  /** Without providers when `enabled` is false. */
  settings: OmniauthSettings
  directory: Directory | undefined
  /** The file's path, or the variable's name. */
  source: string
}

/**
 * Reads the configuration in any of GitLab's forms. A file that isn't there means no provider; one that can't be understood is an error that says
 * file, line and what was expected.
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
      `There is no ${file}: the sign-in page has no provider buttons. Write one, then run: npm run forge reconfigure`,
    ],
    origin: (setting) => ({ name: `omniauth_${setting}`, place: undefined }),
    place: () => ({}),
  }
}

/** It decides who gets in, so it is not skipped in silence. */
function needsDirectory({ name, place }: SettingOrigin): ConfigurationError {
  const message = `${name} needs a directory: start Forge with --directory people.yml, or leave the setting out`
  return new ConfigurationError([{ message, ...place }])
}

/** Checks the address that people know Forge by: everything that Forge sends out is made from it, never from a header. */
export function readExternalUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.href !== `${url.origin}/`) {
    throw new StartError(`--url should be an address such as https://forge.example.com, without a path. It is: ${text}`)
  }
  return url
}
