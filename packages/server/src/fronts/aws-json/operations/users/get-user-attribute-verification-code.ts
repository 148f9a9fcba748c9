import { sendAttributeCode } from '#flows/profile/verify-attribute'
import { authenticateAccessToken } from '#flows/tokens/authenticate-access-token'
import { apiScope } from '#flows/tokens/claims'
import type { KeyRing } from '#flows/tokens/key-ring'
import type { Clock } from '#foundation/clock'
import type { Random } from '#foundation/crypto/random'
import type { Sealer } from '#foundation/crypto/seal'
import type { IssuerSettings } from '#records/user-pools/issuer'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'
import { contextOf } from '../../trigger-context.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAttributeVerificationCode.html */
export const GetUserAttributeVerificationCode = defineOperation({
  name: 'GetUserAttributeVerificationCode',
  caller: 'accessToken',
  throws: [
    'InvalidParameterException',
    'LimitExceededException',
    'NotAuthorizedException',
    'PasswordResetRequiredException',
    'UserNotConfirmedException',
    'UserNotFoundException',
  ],
  actsOn: { AccessToken: true, AttributeName: ['email'] },
  async handle(
    services: {
      clock: Clock
      courier: { wake(): void }
      db: Database
      issuerSettings: IssuerSettings
      keyRing: KeyRing
      random: Random
      sealer: Sealer
    },
    { AccessToken: token, ClientMetadata: clientMetadata },
    call,
  ) {
    const { pool, client, user } = await authenticateAccessToken(services, { token, requiredScope: apiScope })
    const { delivery } = await sendAttributeCode(services, {
      pool,
      user,
      context: contextOf(call, { clientId: client.id, clientMetadata }),
    })
    return { CodeDeliveryDetails: delivery }
  },
})
