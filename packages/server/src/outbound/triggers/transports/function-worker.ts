import { parentPort, workerData } from 'node:worker_threads'
// A relative import: a worker thread does not get the import conditions of the process.
import { steadyNow } from '../../../foundation/clock.ts'

/**
 * The thread of one function. It loads the function's module and handles one event after another. It has no access to the
 * server's objects, and only the environment from the configuration.
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

/** Like AWS's runtime: if the handler returns a promise, await it. Otherwise the handler calls the callback. */
function run(handler: Handler, event: unknown, context: Context): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const returned = handler(event, context, (error, result) => (error ? reject(error) : resolve(result)))
    const isPromise = typeof (returned as Promise<unknown> | undefined)?.then === 'function'
    if (isPromise) resolve(returned)
    // The handler returned no promise and takes no callback, so this is its result.
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

async function handleEvent(
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
  parentPort?.on(
    'message',
    (request: { id: string; event: string; timeout: number }) => void handleEvent(handler, request),
  )
  parentPort?.postMessage({ ready: true })
} catch (error) {
  parentPort?.postMessage({ unloadable: messageOf(error) })
}
