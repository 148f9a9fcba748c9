import { triggerInvocationFailed, triggerRefused, unrecognizableLambdaOutput } from '#foundation/exceptions/triggers'
import type { IssuerSettings } from '#records/user-pools/issuer'
import { functionArn } from '#records/user-pools/policy'
import type { Trigger, TriggerEvent, TriggerSubject } from './trigger.ts'

/**
 * Runs the function of an ARN in a pool's LambdaConfig, and returns its output unchecked. Always ends in bounded time.
 * Do not call it inside a transaction.
 * @throws FunctionThrew, InvocationFailed
 */
export interface TriggerInvoker {
  invoke(arn: string, event: TriggerEvent): Promise<unknown>
}

/** The function threw an error to refuse. The caller of the API gets its message. */
export class FunctionThrew extends Error {
  override readonly name = 'FunctionThrew'
}

/** The function did not run, or did not finish. The caller gets `code`; only the log gets the cause. */
export class InvocationFailed extends Error {
  override readonly name = 'InvocationFailed'
  readonly code: string

  constructor(code: string, options?: ErrorOptions) {
    super(code, options)
    this.code = code
  }
}

/** The services that a trigger needs. */
export interface TriggerServices {
  readonly triggers: TriggerInvoker
  readonly issuerSettings: IssuerSettings
}

/**
 * Runs the pool's function for a trigger, checks that the function returned the whole event, and parses its response.
 * @returns the typed response; undefined if the pool has no function for the trigger.
 * @throws UserLambdaValidationException, UnexpectedLambdaException, InvalidLambdaResponseException
 */
export async function invokeTrigger<Request, Response>(
  { triggers, issuerSettings }: TriggerServices,
  trigger: Trigger<Request, Response>,
  about: TriggerSubject & Request,
): Promise<Response | undefined> {
  const arn = functionArn(about.pool, trigger.member)
  if (!arn) return undefined
  const event = eventOf(trigger, about, issuerSettings)
  const output = await triggers.invoke(arn, event).catch((error: unknown) => {
    if (error instanceof FunctionThrew) throw triggerRefused(trigger.name, error.message)
    if (error instanceof InvocationFailed)
      throw triggerInvocationFailed(trigger.name, { code: error.code, cause: error })
    throw error
  })
  if (!isWholeEvent(output, event)) throw unrecognizableLambdaOutput()
  const parsed = trigger.response.safeParse(output.response)
  if (!parsed.success) throw unrecognizableLambdaOutput(parsed.error)
  return parsed.data
}

/** The client id in events that an administrator's call causes. */
const noClient = 'CLIENT_ID_NOT_APPLICABLE'

function eventOf<Request>(
  trigger: Trigger<Request, unknown>,
  about: TriggerSubject & Request,
  { region }: IssuerSettings,
): TriggerEvent {
  const { triggerSource, request, response } = trigger.ask(about)
  return {
    version: trigger.version,
    region,
    userPoolId: about.pool.id,
    userName: about.user.username,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: about.context.clientId ?? noClient },
    triggerSource,
    request,
    response,
  }
}

const commonFields = ['version', 'region', 'userPoolId', 'userName', 'callerContext', 'triggerSource'] as const

function isWholeEvent(output: unknown, event: TriggerEvent): output is TriggerEvent {
  if (!isRecord(output) || !isRecord(output['request']) || !isRecord(output['response'])) return false
  return commonFields.every((field) => JSON.stringify(output[field]) === JSON.stringify(event[field]))
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
