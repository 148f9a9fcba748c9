import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Random } from '#foundation/crypto/random'
import { newUuid } from '#foundation/ids'
import type { Log } from '#foundation/log'
import { FunctionThrew, InvocationFailed } from '../invoke.ts'
import type { TriggerTransport } from './router.ts'

/** A Lambda handler module that runs in this process, with all its rights. The operator must trust it. */
export interface LocalFunction {
  /** Absolute path of the module: ESM or CommonJS with an export `handler`. */
  readonly file: string
  /** Its complete `process.env`. */
  readonly environment: Readonly<Record<string, string>>
  /** Milliseconds until an invocation times out. */
  readonly timeout: number
}

/**
 * Runs functions in worker threads. Each function has one warm thread, which handles one event at a time, as in Lambda. After a
 * crash or a timeout, the next event starts a new thread.
 */
export function createInProcessTransport(
  { log, random }: { log: Log; random: Random },
  functions: Readonly<Record<string, LocalFunction>>,
): TriggerTransport {
  const running = new Map(
    Object.entries(functions).map(([arn, local]) => [arn, new RunningFunction({ log, random }, { arn, ...local })]),
  )
  return {
    find(arn) {
      const local = running.get(arn)
      return local && (async (event) => JSON.parse(await local.invoke(JSON.stringify(event))))
    },
    async close() {
      await Promise.all([...running.values()].map((local) => local.stop()))
    },
  }
}

/** The worker is TypeScript in the source tree and JavaScript in the package. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './function-worker.ts' : './function-worker.js',
  import.meta.url,
)

/** The error of Lambda's client after a timeout. AWS uses exactly this text. */
const timedOut = 'Socket timeout while invoking Lambda function'

type Reply = { ready: true } | { unloadable: string } | { id: string; result: string } | { id: string; error: string }

class RunningFunction {
  readonly #services: { log: Log; random: Random }
  readonly #function: LocalFunction & { arn: string }
  #worker: Promise<Worker> | undefined
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0

  constructor(services: { log: Log; random: Random }, local: LocalFunction & { arn: string }) {
    this.#services = services
    this.#function = local
  }

  /** @param event JSON. @returns JSON. */
  async invoke(event: string): Promise<string> {
    // Refuse more: their clients would give up before the function runs.
    if (this.#waiting >= 50) throw new InvocationFailed('TooManyRequestsException')
    this.#waiting++
    const result = this.#last.then(() => this.#run(event))
    this.#last = result.catch(() => {})
    return await result.finally(() => {
      this.#waiting--
    })
  }

  async stop(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    await worker?.then((thread) => thread.terminate()).catch(() => {})
  }

  async #run(event: string): Promise<string> {
    const { timeout } = this.#function
    this.#worker ??= this.#start()
    const worker = await this.#worker.catch((error: unknown) => {
      this.#worker = undefined
      throw error
    })
    const id = newUuid(this.#services.random)
    try {
      return await inTime(timeout, (settle) => {
        const answered = (reply: Reply): void => {
          if (!('id' in reply) || reply.id !== id) return
          settle('result' in reply ? reply.result : new FunctionThrew(reply.error.slice(0, longestMessage)))
        }
        const crashed = (): void => settle(new InvocationFailed('ServiceException'))
        worker.on('message', answered).once('exit', crashed).postMessage({ id, event, timeout })
        return () => worker.off('message', answered).off('exit', crashed)
      })
    } catch (error) {
      if (error instanceof InvocationFailed) await this.#discard(worker, error)
      throw error
    }
  }

  /** Starts the thread and waits until its module is loaded. Loading has the same time limit as running. */
  async #start(): Promise<Worker> {
    const { arn, environment, file, timeout } = this.#function
    const { log } = this.#services
    const worker = new Worker(workerFile, {
      workerData: { file: pathToFileURL(file).href, arn },
      env: { ...environment },
      execArgv: [],
      stdout: true,
      stderr: true,
    })
    const say = (text: string): void => log.info('function-output', { arn, text: text.trimEnd() })
    worker.stdout.setEncoding('utf8').on('data', say)
    worker.stderr.setEncoding('utf8').on('data', say)
    worker.on('error', (error) => log.error('function-crashed', { arn, error }))
    worker.unref()
    try {
      await inTime(timeout, (settle) => {
        const loaded = (reply: Reply): void => {
          if ('ready' in reply) settle('')
          if (!('unloadable' in reply)) return
          log.error('function-unloadable', { arn, file, reason: reply.unloadable })
          settle(new InvocationFailed('Runtime.ImportModuleError'))
        }
        const crashed = (): void => settle(new InvocationFailed('Runtime.ExitError'))
        worker.on('message', loaded).once('exit', crashed)
        return () => worker.off('message', loaded).off('exit', crashed)
      })
    } catch (error) {
      await worker.terminate()
      throw error
    }
    return worker
  }

  async #discard(worker: Worker, failure: InvocationFailed): Promise<void> {
    this.#worker = undefined
    this.#services.log.error('function-failed', { arn: this.#function.arn, reason: failure.code })
    await worker.terminate()
  }
}

/** The longest part of a function's error message that the caller gets. */
const longestMessage = 1_000

/** Waits until `settle` is called, at most `timeout` milliseconds. `begin` returns a function that stops listening. */
function inTime(timeout: number, begin: (settle: (outcome: string | Error) => void) => () => unknown): Promise<string> {
  return new Promise((resolve, reject) => {
    const settle = (outcome: string | Error): void => {
      clearTimeout(timer)
      end()
      if (typeof outcome === 'string') resolve(outcome)
      else reject(outcome)
    }
    const timer = setTimeout(() => settle(new InvocationFailed(timedOut)), timeout)
    const end = begin(settle)
  })
}
