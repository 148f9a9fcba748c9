import { confirmSignUp } from '#flows/registration/confirm-sign-up'
import type { Clock } from '#foundation/clock'
import type { Sealer } from '#foundation/crypto/seal'
import type { TriggerInvoker } from '#outbound/triggers/invoke'
import type { IssuerSettings } from '#records/user-pools/issuer'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'
import { callingClient } from '../../requests/calling-client.ts'
import { hintsActedOn, userContextActedOn } from '../../requests/sign-in.ts'
import { contextOf } from '../../trigger-context.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html */
export const ConfirmSignUp = defineOperation({
  name: 'ConfirmSignUp',
  caller: 'public',
  throws: [
    'AliasExistsException',
    'CodeMismatchException',
    'ExpiredCodeException',
    'InvalidLambdaResponseException',
    'LimitExceededException',
    'NotAuthorizedException',
    'ResourceNotFoundException',
    'UnexpectedLambdaException',
    'UserLambdaValidationException',
    'UserNotFoundException',
  ],
  actsOn: {
    ...hintsActedOn,
    ClientId: true,
    Username: true,
    SecretHash: true,
    ConfirmationCode: true,
    ForceAliasCreation: true,
    UserContextData: userContextActedOn,
  },
  async handle(
    services: { clock: Clock; db: Database; issuerSettings: IssuerSettings; sealer: Sealer; triggers: TriggerInvoker },
    input,
    call,
  ) {
    await confirmSignUp(services, {
      ...(await callingClient(services, input)),
      username: input.Username,
      code: input.ConfirmationCode,
      forceAliasCreation: input.ForceAliasCreation,
      context: contextOf(call, { clientId: input.ClientId, clientMetadata: input.ClientMetadata }),
    })
    return {}
  },
})
