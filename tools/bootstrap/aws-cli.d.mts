/** @throws SetupFailure that names the one command to run */
export function findAwsCli(options?: {
  /** Where to look, as in PATH. */
  path?: string
  /** What brings it when it is not there. */
  install?: () => Promise<void>
}): Promise<string>
