import { createHash, randomBytes } from 'node:crypto'

/** A source of unpredictable bytes. */
export interface Random {
  bytes(length: number): Buffer
}

/** The operating system's generator. */
export const systemRandom: Random = { bytes: (length) => randomBytes(length) }

/** For tests only: the same seed gives the same sequence of bytes. */
export function seededRandom(seed: string | number): Random {
  let block = 0
  let rest = Buffer.alloc(0)
  return {
    bytes(length) {
      while (rest.length < length) {
        rest = Buffer.concat([rest, createHash('sha256').update(`${seed}/${block++}`).digest()])
      }
      const taken = Buffer.from(rest.subarray(0, length))
      rest = Buffer.from(rest.subarray(length))
      return taken
    },
  }
}
