import type { Log } from '#foundation/log'
import { InvocationFailed, type TriggerInvoker } from '../invoke.ts'
import type { TriggerEvent } from '../trigger.ts'

/** One way to run functions: in this process, on AWS Lambda, over HTTP. */
export interface TriggerTransport {
  /** The function of an ARN; undefined where this transport does not serve it. */
  find(arn: string): TriggerFunction | undefined
  /** Ends what is still running. */
  close(): Promise<void>
}

/**
 * Runs a function and gives back what it returned, whatever that is. Ends in bounded time.
 * @throws FunctionThrew, InvocationFailed
 */
export type TriggerFunction = (event: TriggerEvent) => Promise<unknown>

/** Runs each function by the first of the transports that serves its ARN. */
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
      log.error('function-unknown', { arn, hint: 'Name it under triggers.functions in poolhouse.yaml.' })
      throw new InvocationFailed(
        'ResourceNotFoundException: triggers.functions in poolhouse.yaml does not name its ARN',
      )
    },
    async close() {
      await Promise.all(transports.map((transport) => transport.close()))
    },
  }
}
