import type { Log } from '#foundation/log'
import { InvocationFailed, type TriggerInvoker } from '../invoke.ts'
import type { TriggerEvent } from '../trigger.ts'

/** One way to run functions: in this process, on AWS Lambda, over HTTP. */
export interface TriggerTransport {
  /** The function of an ARN; undefined if this transport does not serve it. */
  find(arn: string): TriggerFunction | undefined
  /** Stops all running functions. */
  close(): Promise<void>
}

/**
 * Runs a function and returns its output unchecked. Always ends in bounded time.
 * @throws FunctionThrew, InvocationFailed
 */
export type TriggerFunction = (event: TriggerEvent) => Promise<unknown>

/** Runs each function with the first transport that serves its ARN. */
export function createTriggerRouter(
  { log }: { log: Log },
  transports: readonly TriggerTransport[],
): TriggerInvoker & { close(): Promise<void> } {
  return {
    async invoke(arn, event) {
      for (const transport of transports) {
        const run = transport.find(arn)
        if (run) return await run(event)
      }
      log.error('function-unknown', { arn, hint: 'Add the ARN to triggers.functions in poolhouse.yaml.' })
      throw new InvocationFailed(
        'ResourceNotFoundException: triggers.functions in poolhouse.yaml does not name its ARN',
      )
    },
    async close() {
      await Promise.all(transports.map((transport) => transport.close()))
    },
  }
}
