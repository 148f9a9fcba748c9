/** The known word that is closest to a misspelt one; undefined if none is close. Case does not count. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const limit = word.length <= 3 ? 1 : Math.min(3, Math.max(2, Math.floor(word.length / 3)))
  const distances = known.map((candidate) => editDistance(word.toLowerCase(), candidate.toLowerCase()))
  const least = Math.min(...distances)
  return least <= limit ? known[distances.indexOf(least)] : undefined
}

/** ` Did you mean --port?`, for the end of an error message; empty if no known word is close. */
export function didYouMean(word: string, known: readonly string[], prefix = ''): string {
  const found = nearest(word, known)
  return found === undefined ? '' : ` Did you mean ${prefix}${found}?`
}

/** How many letters to add, remove, replace, or swap with their neighbour, to make one text the other. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let line = 1; line <= from.length; line++) {
    const row = [line]
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[line - 1] === to[column - 1]
      const isSwap = from[line - 1] === to[column - 2] && from[line - 2] === to[column - 1]
      const replaced = at(last, column - 1) + (isSame ? 0 : 1)
      const swapped = isSwap ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY
      row.push(Math.min(at(row, column - 1) + 1, at(last, column) + 1, replaced, swapped))
    }
    beforeLast = last
    last = row
  }
  return at(last, to.length)
}

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY
