/** The places of values in a file: the line of every hash and list, and of each of its entries. */
export interface SourceLines {
  note(container: object, own: number, entries: ReadonlyMap<string | number, number>): void
  /** The line of an entry, else the line of its hash or list. */
  place(container: object, key: string | number): { file: string; line?: number }
}

export function sourceLines(file: string): SourceLines {
  const known = new WeakMap<object, { own: number; entries: ReadonlyMap<string | number, number> }>()
  return {
    note(container, own, entries) {
      known.set(container, { own, entries })
    },
    place(container, key) {
      const lines = known.get(container)
      const line = lines?.entries.get(key) ?? lines?.own
      return line === undefined ? { file } : { file, line }
    },
  }
}
