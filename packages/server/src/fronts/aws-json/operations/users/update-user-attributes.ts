import { updateAttributes } from '#flows/profile/update-attributes'
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

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html */
export const UpdateUserAttributes = defineOperation({
  name: 'UpdateUserAttributes',
  caller: 'accessToken',
  throws: [
    'AliasExistsException',
    'InvalidParameterException',
    'NotAuthorizedException',
    'PasswordResetRequiredException',
    'UserNotConfirmedException',
    'UserNotFoundException',
  ],
  actsOn: { AccessToken: true, UserAttributes: { Name: true, Value: true } },
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
    { AccessToken, UserAttributes: attributes, ClientMetadata: clientMetadata },
    call,
  ) {
    const { pool, client, user } = await authenticateAccessToken(services, {
      token: AccessToken,
      requiredScope: apiScope,
    })
    const { deliveries } = await updateAttributes(services, {
      pool,
      client,
      user,
      attributes,
      context: contextOf(call, { clientId: client.id, clientMetadata }),
    })
    return { CodeDeliveryDetailsList: deliveries }
  },
})
