import { triggerInvocationFailed, triggerRefused, unrecognizableLambdaOutput } from '#foundation/exceptions/triggers'
import type { TriggerEvent } from './trigger.ts'

/**
 * Runs the function that an ARN of a pool's LambdaConfig stands for, and gives back what it returned, whatever that is.
 * Ends in bounded time. Never called inside a transaction.
 * @throws FunctionThrew, InvocationFailed
 */
export interface TriggerInvoker {
  invoke(arn: string, event: TriggerEvent): Promise<unknown>
}

/** The function ran and refused; its message goes to whoever called the API. */
export class FunctionThrew extends Error {
  override readonly name = 'FunctionThrew'
}

/** The function could not be run to its end. `code` is told to the caller, the cause only to the log. */
export class InvocationFailed extends Error {
  override readonly name = 'InvocationFailed'
  readonly code: string

  constructor(code: string, options?: ErrorOptions) {
    super(code, options)
    this.code = code
  }
}

/**
 * Runs a trigger and checks that the whole event came back.
 * @param trigger the short name, as `PostConfirmation`.
 * @throws UserLambdaValidationException, UnexpectedLambdaException, InvalidLambdaResponseException
 */
export async function invokeTrigger(
  { triggers }: { triggers: TriggerInvoker },
  { trigger, arn, event }: { trigger: string; arn: string; event: TriggerEvent },
): Promise<TriggerEvent> {
  const output = await triggers.invoke(arn, event).catch((error: unknown) => {
    if (error instanceof FunctionThrew) throw triggerRefused(trigger, error.message)
    if (error instanceof InvocationFailed) throw triggerInvocationFailed(trigger, error.code, error)
    throw error
  })
  if (!isWholeEvent(output, event)) throw unrecognizableLambdaOutput()
  return output
}

const commonFields = ['version', 'region', 'userPoolId', 'userName', 'callerContext', 'triggerSource'] as const

function isWholeEvent(output: unknown, event: TriggerEvent): output is TriggerEvent {
  if (!isRecord(output) || !isRecord(output['request']) || !isRecord(output['response'])) return false
  return commonFields.every((field) => JSON.stringify(output[field]) === JSON.stringify(event[field]))
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
