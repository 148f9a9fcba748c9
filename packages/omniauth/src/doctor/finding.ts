import type { SourcePlace } from '#config/configuration'

/** `unseen`: it can't be told from outside; no problem is known. */
export type Level = 'ok' | 'warning' | 'problem' | 'unseen'

/** What was looked at. */
export type Check =
  | 'file'
  | 'reach'
  | 'discovery'
  | 'clock'
  | 'authorize'
  | 'callback'
  | 'certificates'
  | 'pkce'
  | 'secret'
  | 'user-info'
  | 'keys'
  | 'mapping'
  | 'app-client'

/** One thing that the doctor found out. `message` is one line, and holds no secret. */
export interface Finding extends SourcePlace {
  readonly level: Level
  readonly check: Check
  /** The provider's name; absent for what concerns the whole file. */
  readonly provider?: string
  readonly message: string
  /** What to do about it. */
  readonly fix?: string
}

/** What a check says about a provider. */
export interface Remark {
  readonly level: Level
  /** Default: the check that says it. */
  readonly check?: Check
  readonly message: string
  readonly fix?: string
  /** The key of the provider's block that it is about, the most telling one first; the first that is written counts. */
  readonly about?: readonly (readonly string[])[]
}
