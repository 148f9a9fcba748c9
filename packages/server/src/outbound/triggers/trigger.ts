import type { ZodType } from 'zod'
import type { FunctionMember } from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import type { TriggerContext } from './trigger-context.ts'

/**
 * One trigger: what its function is asked, and how its answer is read. One file holds the whole story of a trigger.
 * `invokeTrigger` runs it.
 * @example
 * export const preSignUp: Trigger<{ validationData: ... }, { autoConfirmUser: boolean }> = { ... }
 */
export interface Trigger<Request, Response> {
  /** As messages name it: `PostConfirmation failed with error ...`. */
  readonly name: string
  /** The member of `LambdaConfig` that holds the ARN of its function. */
  readonly member: FunctionMember
  readonly version: TriggerEvent['version']
  /** What the event says beyond what every event says. */
  ask(about: TriggerSubject & Request): Pick<TriggerEvent, 'triggerSource' | 'request' | 'response'>
  /** Reads the event's `response`. What it does not accept is an unrecognizable output. */
  readonly response: ZodType<Response>
}

/** What every trigger is about. */
export interface TriggerSubject {
  readonly pool: UserPool
  readonly user: EventUser
  readonly context: TriggerContext
}

/** What events tell of a user; it may be a user who is not stored yet. */
export type EventUser = Pick<User, 'sub' | 'username' | 'status' | 'attributes'>

/**
 * What a function receives. It must return the whole of it, with its answers in `response`.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html#cognito-user-pools-lambda-trigger-event-parameter-shared
 */
export interface TriggerEvent {
  readonly version: '1' | '2' | '3'
  readonly region: string
  readonly userPoolId: string
  readonly userName: string
  readonly callerContext: { readonly awsSdkVersion: string; readonly clientId: string }
  readonly triggerSource: string
  readonly request: { readonly userAttributes: Readonly<Record<string, string>> } & Readonly<Record<string, unknown>>
  readonly response: Readonly<Record<string, unknown>>
}

/** `userAttributes` of an event about a stored user. */
export const storedAttributes = ({ sub, status, attributes }: EventUser): Record<string, string> => ({
  sub,
  'cognito:user_status': status,
  ...attributes,
})

/** `clientMetadata` of an event, where the request had any. */
export const metadataOf = ({
  clientMetadata,
}: TriggerContext): { clientMetadata?: Readonly<Record<string, string>> } =>
  clientMetadata === undefined ? {} : { clientMetadata }
