import type { SourcePlace } from '#config/configuration'

/** `unseen`: the doctor can not check this from outside. No problem is known. */
export type Level = 'ok' | 'warning' | 'problem' | 'unseen'

/** The checks of the doctor. */
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

/** One result of the doctor. `message` is one line without secrets. */
export interface Finding extends SourcePlace {
  readonly level: Level
  readonly check: Check
  /** The provider's name. Absent when the finding is about the whole file. */
  readonly provider?: string
  readonly message: string
  /** How to fix it. */
  readonly fix?: string
}

/** What a check says about a provider. */
export interface Remark {
  readonly level: Level
  /** Default: the check that returns the remark. */
  readonly check?: Check
  readonly message: string
  readonly fix?: string
  /**
   * The keys of the provider's block that the remark is about, the best one first. The first key in the file counts.
   */
  readonly about?: readonly (readonly string[])[]
}
