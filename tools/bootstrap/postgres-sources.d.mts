export const embeddedVersion: string
export type PostgresSource =
  | { kind: 'given'; url: string }
  | { kind: 'installed'; folder: string }
  | { kind: 'apt-get' }
  | { kind: 'embedded'; name: string; version: string }
export function embeddedPackage(platform: string, architecture: string): string | undefined
export function postgresSources(machine: {
  databaseUrl?: string | undefined
  installed: readonly string[]
  isRoot: boolean
  hasAptGet: boolean
  platform: string
  architecture: string
}): PostgresSource[]
export function postgresMajor(text: string): number | undefined
export function isReady(postmasterPid: string): boolean
