interface LockEntry {
  version?: string
  integrity?: string
  resolved?: string
  optional?: boolean
  peer?: boolean
}
interface Lock {
  packages?: Record<string, LockEntry>
}
export function installedMatches(lock: Lock | undefined, recorded: Lock | undefined): boolean
export function npmErrorText(output: string): string
