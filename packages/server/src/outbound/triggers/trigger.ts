import type { ZodType } from 'zod'
import type { FunctionMember } from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import type { TriggerContext } from './trigger-context.ts'

/**
 * One trigger: how to build the event for its function, and how to parse the function's response. Each trigger has one file.
 * `invokeTrigger` runs it.
 * @example
 * export const preSignUp: Trigger<{ validationData: ... }, { autoConfirmUser: boolean }> = { ... }
 */
export interface Trigger<Request, Response> {
  /** The name in messages: `PostConfirmation failed with error ...`. */
  readonly name: string
  /** The member of `LambdaConfig` with the ARN of the function. */
  readonly member: FunctionMember
  readonly version: TriggerEvent['version']
  /** The part of the event that is specific to this trigger. */
  ask(about: TriggerSubject & Request): Pick<TriggerEvent, 'triggerSource' | 'request' | 'response'>
  /** Parses the event's `response`. If it fails, the output is unrecognizable. */
  readonly response: ZodType<Response>
}

/** What every event is about. */
export interface TriggerSubject {
  readonly pool: UserPool
  readonly user: EventUser
  readonly context: TriggerContext
}

/** The user in an event. The user may not be stored yet. */
export type EventUser = Pick<User, 'sub' | 'username' | 'status' | 'attributes'>

/**
 * The event that a function receives. The function must return the whole event, with its values in `response`.
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

/** `clientMetadata` of an event, if the request had any. */
export const metadataOf = ({
  clientMetadata,
}: TriggerContext): { clientMetadata?: Readonly<Record<string, string>> } =>
  clientMetadata === undefined ? {} : { clientMetadata }
