import { z } from 'zod'
import { invokeTrigger, type TriggerServices } from './invoke.ts'
import { metadataOf, storedAttributes, type Trigger, type TriggerSubject } from './trigger.ts'

interface Confirmation {
  /** What the user did. */
  readonly cause: 'ConfirmSignUp' | 'ConfirmForgotPassword'
}

const postConfirmation: Trigger<Confirmation, unknown> = {
  name: 'PostConfirmation',
  member: 'PostConfirmation',
  version: '1',
  ask: ({ user, context, cause }) => ({
    triggerSource: `PostConfirmation_${cause}`,
    request: { userAttributes: storedAttributes(user), ...metadataOf(context) },
    response: {},
  }),
  // The response of this trigger has no members.
  response: z.unknown(),
}

/**
 * Notifies the pool's function that a user was confirmed or has reset the password. Call it after the commit. When the function
 * fails, nothing is undone, and the caller gets the exception.
 * @throws UserLambdaValidationException, UnexpectedLambdaException, InvalidLambdaResponseException
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html
 */
export async function notifyPostConfirmation(
  services: TriggerServices,
  of: TriggerSubject & Confirmation,
): Promise<void> {
  await invokeTrigger(services, postConfirmation, of)
}
