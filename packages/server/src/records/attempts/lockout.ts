/** Wrong passwords that cost nothing. */
const freeFailures = 5

/** The longest lock, and the idle time after which everything is forgotten, in milliseconds. */
export const longestLock = 15 * 60_000

/**
 * How long a name is locked after its nth wrong password in a row: from the fifth on 1 s, doubling, up to 15 minutes.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow.html#user-pool-authentication-flow-lockout-behavior
 */
export function lockAfter(failures: number): number {
  if (failures < freeFailures) return 0
  return Math.min(1_000 * 2 ** (failures - freeFailures), longestLock)
}
