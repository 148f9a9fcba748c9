/** @throws SetupFailure that names the command to run */
export function findAwsCli(options?: {
  /** The folders to search, in the format of PATH. */
  path?: string
  /** Installs the AWS CLI if it was not found. */
  install?: () => Promise<void>
}): Promise<string>
