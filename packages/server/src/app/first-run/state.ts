import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ConfigError } from '../config/config.ts'

/** What the first run made and prints, as `<data>/first-run.json`. Members appear as they are made, so that an interrupted run goes on. */
export interface FirstRunState {
  readonly baseUrl: string
  readonly region: string
  readonly credentialsFile: string
  readonly profile: string
  readonly forgeUrl: string
  readonly mailboxUrl: string
  readonly userPoolId?: string
  readonly clientId?: string
  readonly clientSecret?: string
  /** The domain's prefix. */
  readonly domain?: string
  readonly user?: { readonly username: string; readonly email: string; readonly password: string }
}

export const stateFile = (data: string): string => join(data, 'first-run.json')

export function readState(data: string): FirstRunState | undefined {
  const file = stateFile(data)
  if (!existsSync(file)) return undefined
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as FirstRunState
  } catch {
    throw new ConfigError(`${file} is damaged. Mend it, or remove the data folder to begin anew.`)
  }
}

export function writeState(data: string, state: FirstRunState): void {
  writePrivately(stateFile(data), `${JSON.stringify(state, null, 2)}\n`)
}

/** Writes a file that only its owner may read, whole or not at all. */
export function writePrivately(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.draft`
  writeFileSync(draft, content, { mode: 0o600 })
  renameSync(draft, file)
}
