import { confirmSignUp } from '#flows/registration/confirm-sign-up'
import type { Needs } from '#foundation/needs'
import { defineOperation } from '../../operation.ts'
import { hintsActedOn, userContextActedOn } from '../../shapes/client-hints.ts'

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html */
export const ConfirmSignUp = defineOperation({
  name: 'ConfirmSignUp',
  caller: 'public',
  actsOn: {
    ...hintsActedOn,
    ClientId: true,
    Username: true,
    SecretHash: true,
    ConfirmationCode: true,
    ForceAliasCreation: true,
    UserContextData: userContextActedOn,
  },
  async handle(services: Needs<typeof confirmSignUp>, input, { pool, client, context }) {
    await confirmSignUp(services, {
      pool,
      client,
      username: input.Username,
      code: input.ConfirmationCode,
      forceAliasCreation: input.ForceAliasCreation,
      context,
    })
    return {}
  },
})
