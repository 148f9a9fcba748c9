import { isHash } from '#core/options-reader'

type Hash = Readonly<Record<string, unknown>>

/** Merges `over` into `under` key by key, and also hashes inside them. Returns a new hash. */
export function mergeDeep(under: Hash, over: Hash): Hash {
  const merged = Object.entries(over).map(([key, value]): [string, unknown] => {
    const below = Object.hasOwn(under, key) ? under[key] : undefined
    return [key, isHash(below) && isHash(value) ? mergeDeep(below, value) : value]
  })
  // Object.fromEntries defines properties and does not assign them, so a key `__proto__` stays a key.
  return Object.fromEntries([...Object.entries(under), ...merged])
}

export function isPlainData(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isPlainData)
  if (isHash(value)) return Object.values(value).every(isPlainData)
  return value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value)
}

/** A cache with a maximum size. When it is full, it removes the entry that was not used for the longest time. */
export function boundedCache<Entry>(limit: number): { get(key: string, make: () => Entry): Entry } {
  const entries = new Map<string, Entry>()
  return {
    get(key, make) {
      const entry = entries.get(key) ?? make()
      entries.delete(key)
      entries.set(key, entry)
      const [oldest] = entries.keys()
      if (entries.size > limit && oldest !== undefined) entries.delete(oldest)
      return entry
    },
  }
}
