import { attemptsOf } from './attempts.ts'
import { checkCodes } from './checks/codes.ts'
import { checkFamilies } from './checks/families.ts'
import { checkServer } from './checks/server.ts'
import { checkUsers } from './checks/users.ts'
import type { FinalStore } from './final-store.ts'
import type { Event } from './history.ts'

/** Compares a history with the final store. Each complaint begins with the id of the broken invariant. */
export function check(history: readonly Event[], store: FinalStore): string[] {
  const attempts = attemptsOf(history)
  return [
    ...checkUsers(attempts, store),
    ...checkCodes(attempts, store),
    ...checkFamilies(attempts, store),
    ...checkServer(history, attempts, store),
  ]
}
