import type { IssuerSettings } from '#records/user-pools/issuer'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import { invokeTrigger, type TriggerInvoker } from './invoke.ts'
import { triggerEvent } from './trigger.ts'

/**
 * Tells the pool's function that a user was confirmed, or has reset the password. It is told after the commit: when it fails
 * nothing is undone, but the caller learns of it.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html
 */
export async function tellPostConfirmation(
  services: { triggers: TriggerInvoker; issuerSettings: IssuerSettings },
  {
    pool,
    user,
    clientId,
    cause,
    clientMetadata,
  }: {
    pool: UserPool
    user: User
    clientId?: string | undefined
    cause: 'ConfirmSignUp' | 'ConfirmForgotPassword'
    clientMetadata?: Readonly<Record<string, string>> | undefined
  },
): Promise<void> {
  const arn = pool.settings.LambdaConfig?.PostConfirmation
  if (!arn) return
  const event = triggerEvent(services, {
    user,
    clientId,
    triggerSource: `PostConfirmation_${cause}`,
    request: clientMetadata === undefined ? {} : { clientMetadata },
  })
  await invokeTrigger(services, { trigger: 'PostConfirmation', arn, event })
}
