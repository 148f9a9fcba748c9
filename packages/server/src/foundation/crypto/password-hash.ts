import { hash, verify } from '@node-rs/argon2'
import { tooManyRequests } from '#foundation/exceptions/requests'
import { systemRandom } from './random.ts'

/** Hashes passwords with argon2id. It hashes the bytes exactly as given: no trimming, no case folding, no truncation. */
export interface PasswordHasher {
  /** The hash with its parameters and salt, in PHC form. @throws TooManyRequestsException when the queue is full */
  hash(password: string): Promise<string>
  /** @throws TooManyRequestsException when the queue is full */
  verify(encoded: string, password: string): Promise<boolean>
  /** Always false, and as slow as `verify`. For users who do not exist or have no password. */
  verifyDummy(password: string): Promise<false>
}

export interface PasswordHasherOptions {
  /** How many hashes are computed at once. Each takes a thread of the pool that also signs tokens. */
  concurrency?: number
  /** How many may wait. More are refused at once, because their clients would give up before the result is ready. */
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
  const limited = createLimiter({ concurrency, maxQueue })
  const encode = (password: Uint8Array) => hash(password, { memoryCost, timeCost, parallelism: 1 })
  let dummy: Promise<string> | undefined

  return {
    hash: (password) => limited(() => encode(Buffer.from(password))),
    verify: (encoded, password) => limited(() => verify(encoded, Buffer.from(password))),
    verifyDummy: (password) =>
      limited(async (): Promise<false> => {
        dummy ??= encode(systemRandom.bytes(32))
        await verify(await dummy, Buffer.from(password))
        return false
      }),
  }
}

/** Runs at most `concurrency` tasks at once, queues at most `maxQueue` tasks in order, and refuses any other task. */
function createLimiter({ concurrency, maxQueue }: { concurrency: number; maxQueue: number }) {
  const waiting: (() => void)[] = []
  let running = 0

  return async <Result>(task: () => Promise<Result>): Promise<Result> => {
    if (running < concurrency) running++
    else if (waiting.length >= maxQueue) throw tooManyRequests()
    // A task that ends passes its slot to the next one, so `running` does not change.
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
