import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ConfigError } from '../config/config.ts'

/**
 * What the first run created and prints, stored as `<data>/first-run.json`. Each step adds its members, so that the next run
 * continues an interrupted one.
 */
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
    throw new ConfigError(`${file} is not valid JSON. Repair it, or delete the data folder to start again.`)
  }
}

export function writeState(data: string, state: FirstRunState): void {
  writePrivately(stateFile(data), `${JSON.stringify(state, null, 2)}\n`)
}

/** Writes a file that only its owner can read. After a crash, the file has the old or the new content, never a part of it. */
export function writePrivately(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.draft`
  writeFileSync(draft, content, { mode: 0o600 })
  renameSync(draft, file)
}
