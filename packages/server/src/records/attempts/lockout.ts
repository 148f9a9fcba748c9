/** The number of wrong passwords at which the lock starts. */
const failuresToLock = 5

/** The longest lock, and the idle time after which the count is reset, in milliseconds. */
export const longestLock = 15 * 60_000

/**
 * How long a name is locked after its nth wrong password in a row. The fifth one locks it for 1 second. Each further
 * one doubles this, up to 15 minutes.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow.html#user-pool-authentication-flow-lockout-behavior
 */
export function lockAfter(failures: number): number {
  if (failures < failuresToLock) return 0
  return Math.min(1_000 * 2 ** (failures - failuresToLock), longestLock)
}
