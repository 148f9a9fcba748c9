import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parseDocument } from 'yaml'
import { didYouMean } from '#foundation/nearest'
import { type Config, ConfigError, resolveConfig } from './config.ts'

/** Settings by their names in poolhouse.yaml. */
export type Settings = { [key: string]: unknown }

/** The setting of each environment variable. */
export const variables: Readonly<Record<string, readonly string[]>> = {
  POOLHOUSE_MODE: ['mode'],
  POOLHOUSE_HOST: ['host'],
  POOLHOUSE_PORT: ['port'],
  POOLHOUSE_PUBLIC_URL: ['publicUrl'],
  POOLHOUSE_DATA: ['data'],
  POOLHOUSE_DATABASE: ['database'],
  POOLHOUSE_REGION: ['region'],
  POOLHOUSE_ACCOUNT_ID: ['accountId'],
  POOLHOUSE_ISSUER: ['issuer'],
  POOLHOUSE_MASTER_KEY_FILE: ['masterKey', 'file'],
  POOLHOUSE_SMTP_PASSWORD: ['email', 'smtp', 'password'],
}

/** Variables that other code reads: the master key, and the path of the configuration. */
const otherVariables = ['POOLHOUSE_MASTER_KEY', 'POOLHOUSE_CONFIG']
const prefix = 'POOLHOUSE_'

/**
 * Reads poolhouse.yaml. The environment overrides the file, and the flags override both.
 *
 * @param file the file of `--config` or POOLHOUSE_CONFIG, which must exist. Default: `./poolhouse.yaml`, if it exists.
 * @throws ConfigError
 */
export function loadConfig({
  file,
  environment,
  flags,
}: {
  file: string | undefined
  environment: Readonly<Record<string, string | undefined>>
  flags: Settings
}): Config {
  const path = resolve(file ?? 'poolhouse.yaml')
  const written = readYaml(path, { required: file !== undefined })
  const source = written ? path : 'environment and flags'
  return resolveConfig(merge(merge(resolvePaths(written ?? {}, dirname(path)), fromEnvironment(environment)), flags), {
    source,
  })
}

function readYaml(path: string, { required }: { required: boolean }): Settings | undefined {
  if (!existsSync(path)) {
    if (required) throw new ConfigError(`The configuration file ${path} does not exist.`)
    return undefined
  }
  const document = parseDocument(readFileSync(path, 'utf8'), { prettyErrors: true })
  const [error] = document.errors
  if (error) throw new ConfigError(`${path} is not valid YAML: ${error.message}`)
  const content: unknown = document.toJS() ?? {}
  if (!isSettings(content)) throw new ConfigError(`${path} must contain a mapping of settings.`)
  return content
}

/** Resolves the paths in the file, which are relative to the file. */
function resolvePaths(settings: Settings, home: string): Settings {
  const path = (value: unknown): unknown => (typeof value === 'string' ? resolve(home, value) : value)
  const at = (holder: unknown, key: string): Settings =>
    isSettings(holder) && holder[key] !== undefined ? { ...holder, [key]: path(holder[key]) } : (holder as Settings)
  const listAt = (holder: Settings, key: string): Settings => {
    const listed = holder[key]
    return Array.isArray(listed) ? { ...holder, [key]: listed.map(path) } : holder
  }
  const functions = isSettings(settings['triggers']) ? settings['triggers']['functions'] : undefined
  const { database, masterKey } = settings
  const isFile = typeof database === 'string' && !database.includes('://') && database !== ':memory:'
  return {
    ...at(settings, 'data'),
    ...(isFile ? { database: path(database) } : {}),
    ...(isSettings(masterKey) ? { masterKey: listAt(at(masterKey, 'file'), 'olderFiles') } : {}),
    ...(isSettings(functions)
      ? {
          triggers: {
            ...(settings['triggers'] as Settings),
            functions: Object.fromEntries(Object.entries(functions).map(([arn, value]) => [arn, at(value, 'file')])),
          },
        }
      : {}),
  }
}

function fromEnvironment(environment: Readonly<Record<string, string | undefined>>): Settings {
  let settings: Settings = {}
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith(prefix) || value === undefined || value === '' || otherVariables.includes(name)) continue
    const path = variables[name]
    if (!path) throw unknownVariable(name)
    settings = merge(settings, path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Settings)
  }
  return settings
}

function unknownVariable(name: string): ConfigError {
  const known = [...Object.keys(variables), ...otherVariables]
  // Without the common prefix, which would make all names look similar.
  const suggestion = didYouMean(
    name.slice(prefix.length),
    known.map((one) => one.slice(prefix.length)),
    prefix,
  )
  return new ConfigError(`Unknown variable ${name}.${suggestion || ` Known variables: ${known.join(', ')}.`}`)
}

function merge(under: Settings, over: Settings): Settings {
  const merged: Settings = { ...under }
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined) continue
    const below = merged[key]
    merged[key] = isSettings(below) && isSettings(value) ? merge(below, value) : value
  }
  return merged
}

function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
