/** Where the values of a file stand: the line of every hash and list that was read, and of each of its entries. */
export interface SourceLines {
  note(container: object, own: number, entries: ReadonlyMap<string | number, number>): void
  /** An entry's line, else that of the whole. */
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
