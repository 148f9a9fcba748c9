import { parentPort, workerData } from 'node:worker_threads'
// Not by floor name: a thread has none of the process's import conditions.
import { steadyNow } from '../../../foundation/clock.ts'

/**
 * The thread in which one function runs: loads its module, answers one event after another. It knows nothing of the server,
 * and has only the environment that the configuration gives.
 */

interface Context {
  readonly functionName: string
  readonly invokedFunctionArn: string
  readonly awsRequestId: string
  callbackWaitsForEmptyEventLoop: boolean
  getRemainingTimeInMillis(): number
}

type Callback = (error?: unknown, result?: unknown) => void
type Handler = (event: unknown, context: Context, callback: Callback) => unknown

const { file, arn } = workerData as { file: string; arn: string }

/** As AWS's own runtime: a handler that returns a promise is awaited, any other answers by its callback. */
function run(handler: Handler, event: unknown, context: Context): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const returned = handler(event, context, (error, result) => (error ? reject(error) : resolve(result)))
    const isPromise = typeof (returned as Promise<unknown> | undefined)?.then === 'function'
    if (isPromise) resolve(returned)
    // Neither a promise nor a place for the callback: nothing else can come.
    else if (handler.length < 3) resolve(returned)
  })
}

async function load(): Promise<Handler> {
  const module = (await import(file)) as { handler?: unknown; default?: { handler?: unknown } }
  const handler = module.handler ?? module.default?.handler
  if (typeof handler !== 'function') throw new Error('The module exports no function named handler.')
  return handler as Handler
}

const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error)

async function answer(
  handler: Handler,
  { id, event, timeout }: { id: string; event: string; timeout: number },
): Promise<void> {
  const end = steadyNow() + timeout
  const context: Context = {
    functionName: arn.split(':')[6] ?? arn,
    invokedFunctionArn: arn,
    awsRequestId: id,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, end - steadyNow()),
  }
  try {
    const result = await run(handler, JSON.parse(event), context)
    parentPort?.postMessage({ id, result: JSON.stringify(result) ?? 'null' })
  } catch (error) {
    parentPort?.postMessage({ id, error: messageOf(error) })
  }
}

try {
  const handler = await load()
  parentPort?.on('message', (request: { id: string; event: string; timeout: number }) => void answer(handler, request))
  parentPort?.postMessage({ ready: true })
} catch (error) {
  parentPort?.postMessage({ unloadable: messageOf(error) })
}
