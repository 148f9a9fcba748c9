import type { SignedTokens } from '#flows/tokens/mint-tokens'
import { findLiveFamily, refreshTokens } from '#flows/tokens/refresh-tokens'
import { verifySecretHash } from '#flows/user-pools/client-secret'
import type { TriggerContext } from '#outbound/triggers/trigger-context'
import type { AppClient } from '#records/app-clients/app-client'
import type { UserPool } from '#records/user-pools/user-pool'
import { withinAddressBudget } from './address-budget.ts'
import { mustAllowFlow } from './allowed-flows.ts'
import type { Door } from './sign-in-state.ts'

/**
 * Issues new tokens for a refresh token, at the API's sign-in operations (`REFRESH_TOKEN_AUTH`).
 * @throws InvalidParameterException when the client does not allow this flow; NotAuthorizedException;
 *   PasswordResetRequiredException
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
 */
export async function refresh(
  services: Parameters<typeof withinAddressBudget>[0] & Parameters<typeof refreshTokens>[0],
  of: {
    pool: UserPool
    client: AppClient
    door: Door
    context: TriggerContext
    refreshToken: string
    secretHash: string | undefined
  },
): Promise<SignedTokens> {
  const { pool, client, refreshToken, secretHash } = of
  return await withinAddressBudget(services, of, async () => {
    mustAllowFlow(client, 'REFRESH_TOKEN_AUTH')
    const { family, user } = await findLiveFamily(services, { client, refreshToken })
    // The request has no name, so the hash contains a name that the client knows from its tokens.
    verifySecretHash(services, { client, usernames: [user.username, user.sub], secretHash })
    return await refreshTokens(services, { pool, client, user, family })
  })
}
