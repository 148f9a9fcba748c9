import { isHash } from '#core/options-reader'

type Hash = Readonly<Record<string, unknown>>

/** A hash over another, key by key; where both have a hash, the same again. Neither is changed. */
export function mergeDeep(under: Hash, over: Hash): Hash {
  const merged = Object.entries(over).map(([key, value]): [string, unknown] => {
    const below = Object.hasOwn(under, key) ? under[key] : undefined
    return [key, isHash(below) && isHash(value) ? mergeDeep(below, value) : value]
  })
  // Object.fromEntries defines, it does not assign: a key `__proto__` stays a key.
  return Object.fromEntries([...Object.entries(under), ...merged])
}

export function isPlainData(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isPlainData)
  if (isHash(value)) return Object.values(value).every(isPlainData)
  return value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value)
}

/** Remembers what was made, up to a number of things; then the one that was used longest ago goes. */
export function boundedMemory<Thing>(limit: number): { get(key: string, make: () => Thing): Thing } {
  const things = new Map<string, Thing>()
  return {
    get(key, make) {
      const thing = things.get(key) ?? make()
      things.delete(key)
      things.set(key, thing)
      const [oldest] = things.keys()
      if (things.size > limit && oldest !== undefined) things.delete(oldest)
      return thing
    },
  }
}
