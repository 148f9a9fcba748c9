import { authenticateAccessToken } from '#flows/tokens/authenticate-access-token'
import { apiScope } from '#flows/tokens/claims'
import type { KeyRing } from '#flows/tokens/key-ring'
import { signOutEverywhere } from '#flows/tokens/sign-out-everywhere'
import type { Clock } from '#foundation/clock'
import type { IssuerSettings } from '#records/user-pools/issuer'
import type { Database } from '#storage/database'
import { defineOperation } from '../../operation.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html */
export const GlobalSignOut = defineOperation({
  name: 'GlobalSignOut',
  caller: 'accessToken',
  throws: ['NotAuthorizedException', 'PasswordResetRequiredException', 'UserNotConfirmedException'],
  actsOn: { AccessToken: true },
  async handle(
    services: { clock: Clock; db: Database; issuerSettings: IssuerSettings; keyRing: KeyRing },
    { AccessToken },
  ) {
    const { user } = await authenticateAccessToken(services, { token: AccessToken, requiredScope: apiScope })
    await signOutEverywhere(services, user.sub)
    return {}
  },
})
