import { hash, verify } from '@node-rs/argon2'
import { tooManyRequests } from '#foundation/exceptions/requests'
import { systemRandom } from './random.ts'

/** Passwords at rest: argon2id, of the bytes exactly as given (no trimming, no folding, no truncation). */
export interface PasswordHasher {
  /** The hash with its parameters and salt, in PHC form. @throws TooManyRequestsException when too many wait already */
  hash(password: string): Promise<string>
  /** @throws TooManyRequestsException when too many wait already */
  verify(encoded: string, password: string): Promise<boolean>
  /** Always false, at the cost of `verify`: for users who do not exist or have no password. */
  verifyDummy(password: string): Promise<false>
}

export interface PasswordHasherOptions {
  /** How many are computed at once. Each takes a thread of the pool that also signs tokens. */
  concurrency?: number
  /** How many may wait; a flood beyond that is refused at once rather than answered after its client has gone. */
  maxQueue?: number
  /** In KiB. */
  memoryCost?: number
  timeCost?: number
}

/** The defaults are OWASP's first choice for argon2id. @see https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html */
export function createPasswordHasher({
  concurrency = 2,
  maxQueue = 256,
  memoryCost = 19_456,
  timeCost = 2,
}: PasswordHasherOptions = {}): PasswordHasher {
  const inTurn = createTurnstile({ concurrency, maxQueue })
  const encode = (password: Uint8Array) => hash(password, { memoryCost, timeCost, parallelism: 1 })
  let dummy: Promise<string> | undefined

  return {
    hash: (password) => inTurn(() => encode(Buffer.from(password))),
    verify: (encoded, password) => inTurn(() => verify(encoded, Buffer.from(password))),
    verifyDummy: (password) =>
      inTurn(async (): Promise<false> => {
        dummy ??= encode(systemRandom.bytes(32))
        await verify(await dummy, Buffer.from(password))
        return false
      }),
  }
}

/** Runs so many tasks at once, keeps so many waiting in their order, refuses the rest. */
function createTurnstile({ concurrency, maxQueue }: { concurrency: number; maxQueue: number }) {
  const waiting: (() => void)[] = []
  let running = 0

  return async <Result>(task: () => Promise<Result>): Promise<Result> => {
    if (running < concurrency) running++
    else if (waiting.length >= maxQueue) throw tooManyRequests()
    // Who leaves hands its place on, so the count of the running stays.
    else await new Promise<void>((enter) => waiting.push(enter))
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
