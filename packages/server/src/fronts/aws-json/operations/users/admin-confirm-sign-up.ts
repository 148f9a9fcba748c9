import { loadUser } from '#flows/profile/load-user'
import { confirmByOperator } from '#flows/registration/confirm-by-operator'
import type { Clock } from '#foundation/clock'
import type { TriggerInvoker } from '#outbound/triggers/invoke'
import type { IssuerSettings } from '#records/user-pools/issuer'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'
import { contextOf } from '../../trigger-context.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminConfirmSignUp.html */
export const AdminConfirmSignUp = defineOperation({
  name: 'AdminConfirmSignUp',
  caller: 'iam',
  throws: [
    'InvalidLambdaResponseException',
    'NotAuthorizedException',
    'ResourceNotFoundException',
    'UnexpectedLambdaException',
    'UserLambdaValidationException',
    'UserNotFoundException',
  ],
  actsOn: { UserPoolId: true, Username: true, ClientMetadata: true },
  async handle(
    services: { clock: Clock; db: Database; issuerSettings: IssuerSettings; triggers: TriggerInvoker },
    input,
    call,
  ) {
    const { pool, user } = await loadUser(services, input)
    await confirmByOperator(services, {
      pool,
      user,
      context: contextOf(call, { clientMetadata: input.ClientMetadata }),
    })
    return {}
  },
})
