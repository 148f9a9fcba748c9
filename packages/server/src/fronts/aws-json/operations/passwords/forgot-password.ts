import { forgotPassword } from '#flows/recovery/forgot-password'
import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'
import { callingClient } from '../../requests/calling-client.ts'
import { hintsActedOn, userContextActedOn } from '../../requests/sign-in.ts'
import { contextOf } from '../../trigger-context.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgotPassword.html */
export const ForgotPassword = defineOperation({
  name: 'ForgotPassword',
  caller: 'public',
  throws: [
    'InvalidParameterException',
    'LimitExceededException',
    'NotAuthorizedException',
    'ResourceNotFoundException',
    'UserNotFoundException',
  ],
  actsOn: { ...hintsActedOn, ClientId: true, Username: true, SecretHash: true, UserContextData: userContextActedOn },
  async handle(
    services: { clock: Clock; courier: { wake(): void }; db: Database; random: Random; sealer: Sealer },
    input,
    call,
  ) {
    const { pool, client } = await callingClient(services, input)
    const { delivery } = await forgotPassword(services, {
      pool,
      client,
      username: input.Username,
      context: contextOf(call, { clientId: input.ClientId, clientMetadata: input.ClientMetadata }),
    })
    return { CodeDeliveryDetails: delivery }
  },
})
