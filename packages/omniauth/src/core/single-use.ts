/**
 * Remembers what may be used once: the ids of SAML's assertions. `first` says whether this is the first time, and remembers it until the given time (epoch milliseconds); of
 * calls at once, in all processes that share the memory, one hears true. A memory that fails throws, and then nobody is signed in.
 */
export interface SingleUse {
  first(key: string, until: number): Promise<boolean>
}

/** Only keys that somebody trusted has signed get in here: there are as many as sign-ins within the lifetime of one answer. */
const tidyEvery = 1000

/** In the memory of this process. Several processes want one that they share: those in SQLite and PostgreSQL. */
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
