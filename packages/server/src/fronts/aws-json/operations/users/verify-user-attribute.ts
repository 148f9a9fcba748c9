import { verifyAttribute } from '#flows/profile/verify-attribute'
import { authenticateAccessToken } from '#flows/tokens/authenticate-access-token'
import { apiScope } from '#flows/tokens/claims'
import type { KeyRing } from '#flows/tokens/key-ring'
import type { Clock } from '#foundation/clock'
import type { Sealer } from '#foundation/crypto/seal'
import type { IssuerSettings } from '#records/user-pools/issuer'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifyUserAttribute.html */
export const VerifyUserAttribute = defineOperation({
  name: 'VerifyUserAttribute',
  caller: 'accessToken',
  throws: [
    'AliasExistsException',
    'CodeMismatchException',
    'ExpiredCodeException',
    'InvalidParameterException',
    'LimitExceededException',
    'NotAuthorizedException',
    'PasswordResetRequiredException',
    'UserNotConfirmedException',
    'UserNotFoundException',
  ],
  actsOn: { AccessToken: true, AttributeName: ['email'], Code: true },
  async handle(
    services: { clock: Clock; db: Database; issuerSettings: IssuerSettings; keyRing: KeyRing; sealer: Sealer },
    { AccessToken: token, Code: code },
  ) {
    const { pool, client, user } = await authenticateAccessToken(services, { token, requiredScope: apiScope })
    await verifyAttribute(services, { pool, client, user, code })
    return {}
  },
})
