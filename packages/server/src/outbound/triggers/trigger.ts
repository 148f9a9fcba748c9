import type { IssuerSettings } from '#records/user-pools/issuer'
import type { User } from '#records/users/user'

/**
 * What every trigger is told. A function must return the whole of it, with its answers in `response`.
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

/** Stands for the client in what an operator calls for. */
export const noClient = 'CLIENT_ID_NOT_APPLICABLE'

/** The event of a trigger about a user that is stored. */
export function triggerEvent(
  { issuerSettings }: { issuerSettings: IssuerSettings },
  {
    user,
    clientId = noClient,
    triggerSource,
    request = {},
  }: { user: User; clientId?: string | undefined; triggerSource: string; request?: Readonly<Record<string, unknown>> },
): TriggerEvent {
  return {
    version: '1',
    region: issuerSettings.region,
    userPoolId: user.userPoolId,
    userName: user.username,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
    triggerSource,
    request: {
      userAttributes: { sub: user.sub, 'cognito:user_status': user.status, ...user.attributes },
      ...request,
    },
    response: {},
  }
}
