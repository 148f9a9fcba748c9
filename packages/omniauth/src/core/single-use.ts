/**
 * Remembers values that may be used only once: the ids of SAML assertions. `first` returns whether this is the first
 * use, and remembers the value until the given time (epoch milliseconds). Of parallel calls, in all processes that
 * share the memory, only one gets true. When the memory fails, it throws, and the sign-in fails.
 */
export interface SingleUse {
  first(key: string, until: number): Promise<boolean>
}

/**
 * Only keys that a trusted provider signed are stored, so there are only as many as sign-ins during one answer's
 * lifetime.
 */
const tidyEvery = 1000

/** Uses the memory of this process. Several processes need a shared one: in SQLite or PostgreSQL. */
export function singleUseMemory(clock: () => number): SingleUse {
  const used = new Map<string, number>()
  let tidyAt = tidyEvery
  return {
    async first(key, until) {
      const now = clock()
      if (used.size >= tidyAt) {
        for (const [old, end] of used) if (end < now) used.delete(old)
        tidyAt = used.size + tidyEvery
      }
      if (used.has(key)) return false
      used.set(key, until)
      return true
    },
  }
}
