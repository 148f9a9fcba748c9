import { confirmForgotPassword } from '#flows/recovery/confirm-forgot-password'
import type { Clock } from '#foundation/clock'
import type { PasswordHasher } from '#foundation/crypto/password-hash'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import type { TriggerInvoker } from '#outbound/triggers/invoke'
import type { IssuerSettings } from '#records/user-pools/issuer'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'
import { callingClient } from '../../requests/calling-client.ts'
import { hintsActedOn, userContextActedOn } from '../../requests/sign-in.ts'
import { contextOf } from '../../trigger-context.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmForgotPassword.html */
export const ConfirmForgotPassword = defineOperation({
  name: 'ConfirmForgotPassword',
  caller: 'public',
  throws: [
    'CodeMismatchException',
    'ExpiredCodeException',
    'InvalidLambdaResponseException',
    'InvalidParameterException',
    'InvalidPasswordException',
    'LimitExceededException',
    'NotAuthorizedException',
    'ResourceNotFoundException',
    'TooManyRequestsException',
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
    Password: true,
    UserContextData: userContextActedOn,
  },
  async handle(
    services: {
      clock: Clock
      db: Database
      issuerSettings: IssuerSettings
      passwordHasher: PasswordHasher
      random: Random
      sealer: Sealer
      triggers: TriggerInvoker
    },
    input,
    call,
  ) {
    await confirmForgotPassword(services, {
      ...(await callingClient(services, input)),
      username: input.Username,
      code: input.ConfirmationCode,
      password: input.Password,
      context: contextOf(call, { clientId: input.ClientId, clientMetadata: input.ClientMetadata }),
    })
    return {}
  },
})
